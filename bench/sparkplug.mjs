/** How fast Sparkplug metrics are decoded, alone and by the whole of MCM, and what the nodes of a plant cost in memory. */
import { connectAsync } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { startMcmAsObserver } from './observers.mjs';
import { memory, threadCpuSeconds } from './proc.mjs';
import { startPart, until } from './processes.mjs';
import { startMosquitto } from './programs.mjs';
import { birthPayload, dataPayload, topicOf } from './sparkplug-messages.mjs';

const THREAD = 'mcm-sparkplug';
const SETTLE_MS = 2_000;
/** Acknowledged before more are sent. */
const AT_ONCE = 100;
const BATCH = 500;
const POLL_MS = 50;
const STILL_MS = 3_000;

/**
 * `{ nodes, metrics, metricsOfData, pure, thread, memory }`. `pure` as sparkplug-work.mjs tells; `thread`:
 * `{ messages, dropped, passedOver, perSecond, cpuMicros }`, what the broker dropped and the thread passed over, and
 * processor time of the thread per metric; `memory`: `{ grown, held }`, by how many bytes MCM grew for how many metrics.
 */
export async function measureSparkplug({ seconds, nodes, metrics, metricsOfData, messages }) {
  const part = startPart(
    'sparkplug-work.mjs',
    JSON.stringify({ seconds, nodes, metrics, metricsOfData }),
  );
  const pure = await part.next();
  await part.stop();

  const broker = await startMosquitto();
  const observer = await startMcmAsObserver(broker);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  try {
    const before = await births({ observer, client, nodes, metrics });
    const thread = await flood({ observer, client, nodes, messages, metricsOfData });
    return { nodes, metrics, metricsOfData, pure, thread, memory: before };
  } finally {
    // Or it tries for ever to reach a broker that is gone.
    await client.endAsync(true);
    await observer.stop();
    await broker.stop();
  }
}

async function births({ observer, client, nodes, metrics }) {
  await pause(SETTLE_MS);
  const empty = memory(observer.pid).rss;
  const birth = birthPayload(metrics);
  // A batch after the other: the broker drops what its queue for MCM cannot hold.
  for (let node = 0; node < nodes; node += BATCH) {
    const end = Math.min(nodes, node + BATCH);
    await publishAll(client, end - node, (i) => [topicOf('NBIRTH', node + i), birth]);
    await until(async () => (await followed(observer, 'NBIRTH')) >= end, 'Births are missing.');
  }
  await pause(SETTLE_MS);
  return { grown: memory(observer.pid).rss - empty, held: nodes * metrics };
}

async function flood({ observer, client, nodes, messages, metricsOfData }) {
  const payloads = Array.from({ length: 256 }, (_, seq) => dataPayload(metricsOfData, seq + 1));
  const used = threadCpuSeconds(observer.pid, THREAD);
  const begun = performance.now();
  await publishAll(client, messages, (number) => [
    topicOf('NDATA', number % nodes),
    payloads[Math.floor(number / nodes) % payloads.length],
  ]);
  const { messages: got, at } = await whenStill(observer);
  const taken = got * metricsOfData;
  const passedOver = await figure(observer, 'mcm_sparkplug_missed_messages_total');
  return {
    ...{ messages, passedOver, dropped: messages - got - passedOver },
    perSecond: (taken * 1_000) / (at - begun),
    cpuMicros: ((threadCpuSeconds(observer.pid, THREAD) - used) * 1e6) / taken,
  };
}

/** How many data messages were followed, and when the last of them was told. */
async function whenStill(observer) {
  let messages = await followed(observer, 'NDATA');
  let at = performance.now();
  while (performance.now() - at < STILL_MS) {
    await pause(POLL_MS);
    const now = await followed(observer, 'NDATA');
    if (now !== messages) [messages, at] = [now, performance.now()];
  }
  return { messages, at };
}

/** So many messages with QoS 1; `messageOf` answers topic and payload. */
async function publishAll(client, count, messageOf) {
  const sending = new Set();
  for (let number = 0; number < count; number++) {
    const [topic, payload] = messageOf(number);
    const sent = client
      .publishAsync(topic, payload, { qos: 1 })
      .finally(() => sending.delete(sent));
    sending.add(sent);
    if (sending.size >= AT_ONCE) await Promise.race(sending);
  }
  await Promise.all(sending);
}

async function figure({ mcm }, name) {
  const text = await (await fetch(`${mcm.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

const followed = (observer, type) =>
  figure(observer, `mcm_sparkplug_messages_total{type="${type}"}`);
