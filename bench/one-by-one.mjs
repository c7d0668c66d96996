/**
 * One client of the API that asks for pages of topics, each as soon as it has the one before, over one kept connection.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { url, token, queries, walks, limit, seconds }
 *
 * A page has `limit` topics. Where an answer has fewer and says that more follow, the client asks on until the page
 * is full, and that counts as one page. With `walks`, a page begins where the one before ended. Ends when every query was asked or the time is over. Says
 * `{ pages, rows, answersEach, p50, p99, most, failures }`: `rows` is of the last page, times are in milliseconds for
 * whole pages.
 */
import { Agent } from 'node:http';
import { URLSearchParams } from 'node:url';
import { percentile } from './statistics.mjs';
import { timedRequest } from './timed-request.mjs';

const { url, token, queries, walks, limit, seconds } = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const headers = { authorization: `Bearer ${token}` };

process.on('disconnect', () => process.exit());

const times = [];
let answers = 0;
let rows = 0;
let failures = 0;

let ended;

async function page(query) {
  let took = 0;
  let cursor = walks ? ended : undefined;
  rows = 0;
  do {
    const asked = { ...query, limit: limit - rows, ...(cursor !== undefined && { cursor }) };
    const { milliseconds, status, chunks } = await timedRequest(
      `${url}?${new URLSearchParams(asked)}`,
      { agent, headers },
    );
    if (status !== 200) return (failures += 1);
    took += milliseconds;
    answers += 1;
    const { topics, nextCursor } = JSON.parse(Buffer.concat(chunks).toString());
    rows += topics.length;
    cursor = nextCursor;
  } while (rows < limit && cursor !== undefined && performance.now() < end);
  ended = cursor;
  return times.push(took);
}

const end = performance.now() + seconds * 1000;
for (const query of queries) {
  await page(query);
  if (performance.now() > end) break;
}
process.send({
  ...{ pages: times.length, rows, answersEach: answers / times.length, failures },
  ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99), most: percentile(times, 1) },
});
agent.destroy();
