/**
 * Part 2: how many messages a second MCM observes, beside a plain reader, and beside a patient one, which rests
 * between reads as MCM does.
 *
 * One at a time, each with a broker of its own: with both subscribed at once, the broker slows both alike, which
 * proves nothing.
 */
import { connectAsync } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from './proc.mjs';
import { startPart, until } from './processes.mjs';
import { ask, logIn, prepareMcm, startMcm, startMosquitto, untilObserving } from './programs.mjs';
import { spread } from './statistics.mjs';

const POLL_MS = 250;
/** The count has stopped when it was the same for this long after the last message was sent. */
const STILL_MS = 3_000;
/** What a program still does after its start is not to be counted as observing. */
const SETTLE_MS = 1_000;
const SYS_INTERVAL_MS = 1_000;
const LONGEST_FLOOD_MS = 120_000;

const OBSERVERS = {
  plain: (broker) => startReader({ port: broker.port }),
  patient: (broker) => startReader({ port: broker.port, restMs: 1 }),
  mcm: startMcmAsObserver,
};

/** `{ plain, patient, mcm, messages, topics, runs }`, the first three as `summary` makes them of alternating runs. */
export async function measureObserving({ runs, messages, topics }) {
  const measured = { plain: [], patient: [], mcm: [] };
  for (let run = 0; run < runs; run++) {
    for (const [name, startObserver] of Object.entries(OBSERVERS)) {
      measured[name].push(await observe(startObserver, { messages, topics }));
    }
  }
  const [plain, patient, mcm] = Object.values(measured).map(summary);
  return { plain, patient, mcm, messages, topics, runs };
}

function summary(runs) {
  return {
    rate: spread(runs.map(({ rate }) => rate)),
    cpuMicros: spread(runs.map(({ cpuMicros }) => cpuMicros)),
    lost: runs.reduce((sum, { lost }) => sum + lost, 0),
    dropped: runs.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** One run: `{ rate, cpuMicros, lost, dropped }`. */
async function observe(startObserver, { messages, topics }) {
  const broker = await startMosquitto();
  const observer = await startObserver(broker);
  await pause(SETTLE_MS);
  const before = cpuSeconds(observer.pid);
  const flood = startPart(
    'flood.mjs',
    JSON.stringify({ port: broker.port, topics, count: messages }),
  );
  const received = await countWhile(observer, flood, messages);
  const cpu = cpuSeconds(observer.pid) - before;
  const { first, last } = await observer.times();
  const dropped = await droppedOf(broker, messages);
  await flood.stop();
  await observer.stop();
  await broker.stop();
  return {
    rate: received / ((last - first) / 1000),
    cpuMicros: (cpu / received) * 1e6,
    lost: messages - received,
    dropped,
  };
}

/** Asks for the count, gently, until all have come or no more come. */
async function countWhile(observer, flood, messages) {
  let sent = false;
  const done = flood.next().then(() => (sent = true));
  let count = 0;
  let grewAt = performance.now();
  const stopped = async () => {
    const now = await observer.received();
    if (now !== count || !sent) grewAt = performance.now();
    count = now;
    return count >= messages || performance.now() - grewAt > STILL_MS;
  };
  await Promise.race([
    until(stopped, 'The flood did not end.', { every: POLL_MS, patience: LONGEST_FLOOD_MS }),
    done.then(() => new Promise(() => {})), // never first, but a flood that failed is told
  ]);
  return count;
}

async function startReader(how) {
  const reader = startPart('reader.mjs', JSON.stringify(how));
  await reader.next();
  return {
    pid: reader.pid,
    received: async () => (await reader.ask()).received,
    times: () => reader.ask(),
    stop: () => reader.stop(),
  };
}

/** MCM with its default settings, asked by its own API. */
async function startMcmAsObserver(broker) {
  const mcm = await startMcm(await prepareMcm(broker));
  await untilObserving(mcm);
  const token = await logIn(mcm);
  return {
    pid: mcm.pid,
    received: async () => (await ask(mcm, token, 'status')).observer.messages,
    times: () => timesSeen(mcm, token),
    stop: () => mcm.stop(),
  };
}

/** When MCM saw the messages that begin and end a flood. Where the last was lost, when it saw any, within 250 ms. */
async function timesSeen(mcm, token) {
  const { topics } = await ask(mcm, token, 'topics');
  const { observer } = await ask(mcm, token, 'status');
  const seen = (name) => topics.find(({ topic }) => topic === name)?.lastSeenAt;
  const last = seen('bench-last') ?? observer.lastMessageAt;
  return { first: Date.parse(seen('bench-first')), last: Date.parse(last) };
}

/** How many messages the broker dropped since it started, once it has counted all of the flood. */
async function droppedOf({ port }, messages) {
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
