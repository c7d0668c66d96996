/**
 * Clients of the API that ask again as soon as they are answered, each over one kept connection.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { url, method, headers, body?, clients, seconds }
 *
 * Says `{ perSecond, p50, p99, most, answers, failures }`, times in milliseconds. It goes on for a tenth longer
 * than asked, and what comes first does not count.
 */
import { Agent } from 'node:http';
import { percentile } from './statistics.mjs';
import { timedRequest } from './timed-request.mjs';

const WARM_UP_SHARE = 0.1;

const { url, method, headers, body, clients, seconds } = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: clients });

process.on('disconnect', () => process.exit());

/** Milliseconds until the whole answer was there; nothing when it was not a 200. */
async function ask() {
  const { status, milliseconds } = await timedRequest(url, { agent, method, headers }, body);
  return status === 200 ? milliseconds : undefined;
}

const begin = performance.now() + seconds * 1000 * WARM_UP_SHARE;
const end = begin + seconds * 1000;
const times = [];
let failures = 0;

async function client() {
  while (performance.now() < end) {
    const time = await ask();
    const now = performance.now();
    if (now < begin || now > end) continue;
    if (time === undefined) failures += 1;
    else times.push(time);
  }
}

await Promise.all(Array.from({ length: clients }, client));
process.send({
  ...{ perSecond: times.length / seconds, p50: percentile(times, 0.5) },
  ...{ p99: percentile(times, 0.99), most: percentile(times, 1) },
  ...{ answers: times.length, failures },
});
agent.destroy();
