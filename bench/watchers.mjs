/** Whether a hundred watchers of the event stream keep up during a flood, and what they cost the server. */
import { droppedBy, startFlood } from './flooded.mjs';
import { topicName } from './messages.mjs';
import { startMcmAsObserver } from './observers.mjs';
import { cpuSeconds, watchMemory } from './proc.mjs';
import { startPart } from './processes.mjs';
import { startMosquitto, streamUrl } from './programs.mjs';

/** No two watchers have a topic in common, which is the most work for the server. */
function watchesOf({ watchers, topicsEach }) {
  const topics = (first) => Array.from({ length: topicsEach }, (_, i) => topicName(first + i));
  return Array.from({ length: watchers }, (_, i) => topics(i * topicsEach));
}

/** One after the other, for each of `cases`: `{ watchers, topicsEach, perSecond }`, during a flood to `topics`. */
export async function measureWatchers({ cases, ...how }) {
  const measured = [];
  for (const one of cases) measured.push(await watched({ ...how, ...one }));
  return measured;
}

/**
 * `{ perSecond, topicsEach, watchers, observedPerSecond, mcmShare, clientShare, dropped, memoryMost, memoryBudget }`:
 * `watchers` as stream.mjs tells them, slowest first; how much of a core MCM and the watchers took; bytes.
 */
async function watched({ topics, watchers, topicsEach, perSecond, seconds }) {
  const broker = await startMosquitto();
  const observer = await startMcmAsObserver(broker);
  const flood = startFlood(broker, { topics });
  const memory = watchMemory(observer.mcm);
  const watches = watchesOf({ watchers, topicsEach });
  const how = { url: streamUrl(observer.mcm), token: observer.token, watches, perSecond, seconds };
  const client = startPart('stream.mjs', JSON.stringify(how));
  await client.next();

  const before = await used(observer);
  const measured = await client.next();
  const after = await used(observer);
  const { memoryBudget, messages } = await observer.status();
  await client.stop();
  await flood.stop();
  const dropped = await droppedBy(broker, messages);
  const memoryMost = Math.max(...memory.stop());
  await observer.stop();
  await broker.stop();
  const passed = (after.at - before.at) / 1000;
  return {
    ...{ perSecond, topicsEach, dropped, memoryMost, memoryBudget },
    watchers: measured.watchers.toSorted((a, b) => a.perSecond - b.perSecond),
    observedPerSecond: (after.messages - before.messages) / passed,
    mcmShare: (after.cpu - before.cpu) / passed,
    clientShare: measured.cpuShare,
  };
}

async function used(observer) {
  const messages = await observer.received();
  return { messages, cpu: cpuSeconds(observer.pid), at: performance.now() };
}
