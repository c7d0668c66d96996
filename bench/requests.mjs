/**
 * One client of the API: GET at a steady rate over one kept connection.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { url, token, perSecond, seconds }
 *
 * Says `{ p50, p99, most, answers, failures }`, times in milliseconds. A request goes out when it is due, whether or
 * not the one before was answered, so that waiting behind a slow answer counts. It goes on for a tenth longer
 * than asked, and what comes first does not count.
 */
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './statistics.mjs';
import { timedRequest } from './timed-request.mjs';

const WARM_UP_SHARE = 0.1;

const { url, token, perSecond, seconds } = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const headers = { authorization: `Bearer ${token}` };

process.on('disconnect', () => process.exit());

/** Milliseconds until the whole answer was there; nothing when it was not a 200. */
async function ask() {
  const { status, milliseconds } = await timedRequest(url, { agent, headers });
  return status === 200 ? milliseconds : undefined;
}

const counted = seconds * perSecond;
const total = Math.ceil(counted * (1 + WARM_UP_SHARE));
const started = performance.now();
const asked = [];
while (asked.length < total) {
  const due = started + (asked.length * 1000) / perSecond - performance.now();
  if (due > 0) await pause(due);
  asked.push(ask());
}
const answers = (await Promise.all(asked)).slice(-counted);
const times = answers.filter((time) => time !== undefined);
process.send({
  ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99), most: percentile(times, 1) },
  ...{ answers: times.length, failures: answers.length - times.length },
});
agent.destroy();
