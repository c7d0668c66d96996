/** Whether memory stays what it is while new topics come without end. */
import { setTimeout as pause } from 'node:timers/promises';
import { droppedBy, startFlood } from './flooded.mjs';
import { startMcmAsObserver } from './observers.mjs';
import { watchMemory } from './proc.mjs';
import { until } from './processes.mjs';
import { startMosquitto } from './programs.mjs';
import { spread } from './statistics.mjs';

const BUDGET = { memory_budget: '64MB' };
const PARTS = 5;
const POLL_MS = 1_000;

/**
 * `{ seconds, sent, dropped, observed, topics, evictedTopics, restarts, reconnects, memoryUsed, memoryBudget, second,
 * last, most }`: bytes; the last three are of resident memory, `second` and `last` medians of the second and the
 * last fifth of the time.
 */
export async function measureEndless({ seconds }) {
  const broker = await startMosquitto();
  const observer = await startMcmAsObserver(broker, BUDGET);
  const flood = startFlood(broker, { seconds });
  const memory = watchMemory(observer.mcm);
  const { sent } = await flood.next();
  const seen = memory.stop();
  await flood.stop();
  const dropped = await droppedBy(broker, sent);
  await untilStill(observer);
  const { observer: status, broker: connection } = await observer.ask('status');
  await observer.stop();
  await broker.stop();
  const part = (number) => {
    const share = seen.length / PARTS;
    return spread(seen.slice(Math.floor((number - 1) * share), Math.ceil(number * share))).median;
  };
  const { topics, evictedTopics, restarts, memoryUsed, memoryBudget } = status;
  return {
    ...{ seconds, sent, dropped, topics, evictedTopics, restarts, memoryUsed, memoryBudget },
    ...{ observed: status.messages, reconnects: connection.reconnects },
    ...{ second: part(2), last: part(PARTS), most: Math.max(...seen) },
  };
}

/** MCM may have some of the flood before it still. */
async function untilStill(observer) {
  let before = -1;
  const still = async () => {
    const now = await observer.received();
    const same = now === before;
    before = now;
    return same;
  };
  await pause(POLL_MS);
  await until(still, 'MCM did not come to an end with the flood.', { every: POLL_MS });
}
