/** What a million topics cost: memory for each, processor time per message, and how long it takes to look at them. */
import { setTimeout as pause } from 'node:timers/promises';
import { flooded, startFlood } from './flooded.mjs';
import { startMcmAsObserver } from './observers.mjs';
import { memory } from './proc.mjs';
import { startPart } from './processes.mjs';
import { startMosquitto } from './programs.mjs';
import { pageQueries } from './topic-queries.mjs';

const BUDGET = { memory_budget: '768MB' };
/** For MCM to have told what it saw of a flood that ended, and for one to get going. */
const RAMP_MS = 1_000;
const PAGE = 100;
const MARKERS = 2;

/**
 * `{ topics, fewTopics, few, many, memory, pages, loadPerSecond }`: `few` and `many` as `flooded` tells, of a flood
 * to topics that are known. `topics` is also how many messages such a flood has. `pages` as `timesOf` tells.
 */
export async function measureTopics({ topics, fewTopics, requests, seconds, loadPerSecond }) {
  const count = topics + MARKERS;
  const few = await withObserver(async (observed) => {
    await flooded(observed, { topics: fewTopics, count });
    return flooded(observed, { topics: fewTopics, count });
  });
  const measured = await withObserver(async (observed) => {
    const { broker, observer } = observed;
    const empty = memory(observer.pid).rss;
    await flooded(observed, { topics, count });
    const once = await held(observer, empty);
    const many = await flooded(observed, { topics, count });
    const queries = await pageQueries(observer, { topics, requests });
    const quiet = await timesOf(observer, queries, seconds);
    const twice = await held(observer, empty);
    const load = startFlood(broker, { topics, rate: loadPerSecond });
    await pause(RAMP_MS);
    const loaded = await timesOf(observer, queries, seconds);
    await load.stop();
    return { many, memory: { once, twice }, pages: { quiet, loaded } };
  });
  return { topics, fewTopics, loadPerSecond, few, ...measured };
}

async function withObserver(measure) {
  const broker = await startMosquitto();
  const observer = await startMcmAsObserver(broker, BUDGET);
  await pause(RAMP_MS);
  const measured = await measure({ broker, observer });
  await observer.stop();
  await broker.stop();
  return measured;
}

/**
 * `{ overhead, resident, evicted }`: bytes per topic beyond payloads, by MCM's books and by what Linux says that its
 * process has grown since it was empty. True only where nothing was evicted: then every payload that came is held.
 */
async function held(observer, emptyBytes) {
  await pause(RAMP_MS);
  const status = await observer.status();
  const { topics, memoryUsed, payloadBytes } = status;
  const grown = memory(observer.pid).rss - emptyBytes;
  return {
    overhead: (memoryUsed - payloadBytes) / topics,
    resident: (grown - payloadBytes) / topics,
    evicted: status.evictedTopics + status.evictedPayloads + status.evictedHistory,
  };
}

/** Each kind of page with `times`, as one-by-one.mjs tells them. */
async function timesOf({ mcm, token }, kinds, seconds) {
  const url = `${mcm.url}/api/v1/topics`;
  const timed = [];
  for (const { what, aimed, walks, queries } of kinds) {
    const how = { url, token, queries, walks, limit: PAGE, seconds };
    const client = startPart('one-by-one.mjs', JSON.stringify(how));
    const times = await client.next();
    await client.stop();
    if (times.failures > 0) throw new Error(`MCM refused ${times.failures} questions for ${what}.`);
    timed.push({ what, aimed, times });
  }
  return timed;
}
