/** Sends an observer a flood, and tells what that cost whom. */
import { connectAsync } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds, threadCpuSeconds } from './proc.mjs';
import { startPart, until } from './processes.mjs';
import { spread } from './statistics.mjs';

const POLL_MS = 250;
/** The count has stopped when it was the same for this long after the last message was sent. */
const STILL_MS = 3_000;
const LONGEST_FLOOD_MS = 120_000;
/** For the broker to publish its figures again. */
const SYS_INTERVAL_MS = 1_000;
/** As MCM names the thread that observes. */
const OBSERVER_THREAD = 'mcm-observer';

/** Starts a flood of the broker; `how` is what flood.mjs takes. */
export function startFlood({ port }, how) {
  return startPart('flood.mjs', JSON.stringify({ port, ...how }));
}

/**
 * Floods with `how.count` messages and waits until the observer has got them, or gets no more. Answers
 * `{ received, perSecond, cpuMicros, threadMicros, brokerShare, publisherShare }`: processor time of the observer per
 * message, in all and of MCM's observer thread alone, and how much of one core the others kept busy.
 */
export async function flooded({ broker, observer }, how) {
  const used = () => ({
    all: cpuSeconds(observer.pid),
    thread: threadCpuSeconds(observer.pid, OBSERVER_THREAD),
    broker: cpuSeconds(broker.pid),
  });
  const held = await observer.received();
  const before = used();
  const flood = startFlood(broker, how);
  const sent = flood.next();
  const received = (await countWhile(observer, sent, held + how.count)) - held;
  const after = used();
  const publisher = await sent;
  await flood.stop();
  const { first, last } = await observer.times();
  const seconds = (last - first) / 1000;
  return {
    ...{ received, perSecond: received / seconds },
    cpuMicros: ((after.all - before.all) / received) * 1e6,
    threadMicros: ((after.thread - before.thread) / received) * 1e6,
    brokerShare: (after.broker - before.broker) / seconds,
    publisherShare: publisher.cpuSeconds / publisher.seconds,
  };
}

/** What several floods cost, each figure as its spread. */
export function spreads(floods) {
  const names = ['perSecond', 'cpuMicros', 'threadMicros', 'brokerShare', 'publisherShare'];
  return Object.fromEntries(names.map((name) => [name, spread(floods.map((one) => one[name]))]));
}

/** Asks for the count, gently, until so many have come or, after all was sent, no more come. */
async function countWhile(observer, sent, messages) {
  let over = false;
  const done = sent.then(() => (over = true));
  let count = 0;
  let grewAt = performance.now();
  const stopped = async () => {
    const now = await observer.received();
    if (now !== count || !over) grewAt = performance.now();
    count = now;
    return count >= messages || performance.now() - grewAt > STILL_MS;
  };
  await Promise.race([
    until(stopped, 'The flood did not end.', { every: POLL_MS, patience: LONGEST_FLOOD_MS }),
    done.then(() => new Promise(() => {})), // never first, but a flood that failed is told
  ]);
  return count;
}

/** How many messages the broker dropped since it started, once it has counted that many that came in. */
export async function droppedBy({ port }, messages) {
  const branch = '$SYS/broker/publish/messages';
  const figures = new Map();
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  client.on('message', (topic, payload) => figures.set(topic, Number(payload)));
  await client.subscribeAsync(`${branch}/+`);
  const counted = () => (figures.get(`${branch}/received`) ?? 0) >= messages;
  await until(counted, "The broker's figures do not show the whole flood.");
  await pause(SYS_INTERVAL_MS);
  await client.endAsync(true);
  return figures.get(`${branch}/dropped`) ?? 0;
}
