import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { builtObserverWorker, startMosquitto, until, type TestBroker } from '#testing';
import { ObserverUnavailable } from './questions.js';
import { startObserver, type Observer, type ObserverOptions } from './observer.js';
import type { LogEntry, ObserverTick, TopicMessage } from './snapshot.js';

const MIB = 1024 * 1024;

interface Watching {
  readonly observer: Observer;
  readonly ticks: ObserverTick[];
  readonly logs: LogEntry[];
  readonly changes: TopicMessage[];
}

let watchings: Watching[] = [];
afterEach(async () => {
  await Promise.all(watchings.map(({ observer }) => observer.stop()));
  watchings = [];
});

function watch(
  { host, port }: ObserverOptions['broker'],
  options: Partial<ObserverOptions> = {},
): Watching {
  const ticks: ObserverTick[] = [];
  const logs: LogEntry[] = [];
  const changes: TopicMessage[] = [];
  const observer = startObserver({
    ...{ workerUrl: builtObserverWorker(), broker: { host, port }, qos: 2, memoryBudget: 16 * MIB },
    onTick(tick) {
      ticks.push(tick);
      logs.push(...tick.logs);
      changes.push(...tick.changes);
    },
    ...options,
  });
  const watching = { observer, ticks, logs, changes };
  watchings.push(watching);
  return watching;
}

async function connected({ observer }: Watching): Promise<void> {
  await until(
    () => observer.snapshot().connection.status === 'connected',
    () => JSON.stringify(observer.snapshot().connection),
  );
}

/** The topic of that name, found level by level, as the console does. */
async function find({ observer }: Watching, topic: string) {
  let parent: string | undefined;
  const levels = topic.split('/');
  for (const [depth, level] of levels.entries()) {
    const page = await observer.children({
      ...(parent === undefined ? {} : { parent }),
      limit: 500,
    });
    const row = page?.rows.find(({ name }) => name === level);
    if (row === undefined) return undefined;
    if (depth === levels.length - 1) return observer.topic(row.id);
    parent = row.id;
  }
  return undefined;
}

async function seen(watching: Watching, messages: number): Promise<void> {
  await until(
    () => watching.observer.snapshot().counters.messages >= messages,
    () => `${watching.observer.snapshot().counters.messages} of ${messages} messages`,
  );
}

describe('the observer, beside a real Mosquitto', () => {
  let broker: TestBroker;
  let plant: MqttClient;

  beforeAll(async () => {
    broker = await startMosquitto({
      conf: ['sys_interval 1', 'log_dest stderr', 'log_dest topic', 'log_type all'],
    });
    plant = await broker.connect();
  });
  afterAll(() => broker.stop());

  it('sees what was retained before it came, and the retain flag of what comes later', async () => {
    await plant.publishAsync('before', 'kept', { retain: true, qos: 1 });
    const watching = watch(broker);
    await connected(watching);
    await seen(watching, 1);
    expect(watching.observer.snapshot().connection).toMatchObject({ protocolVersion: 5 });
    expect((await find(watching, 'before'))?.last).toMatchObject({
      ...{ retained: true, payloadBytes: 4, payloadFormat: 'text', payloadPreview: 'kept' },
    });

    await plant.publishAsync('later/retained', 'x', { retain: true, qos: 1 });
    await plant.publishAsync('later/passing', 'x', { qos: 1 });
    await seen(watching, 3);
    expect((await find(watching, 'later/retained'))?.last?.retained).toBe(true);
    expect((await find(watching, 'later/passing'))?.last?.retained).toBe(false);

    await plant.publishAsync('later/retained', '', { retain: true, qos: 1 });
    await plant.publishAsync('before', '', { retain: true, qos: 1 });
    await seen(watching, 5);
    expect((await find(watching, 'before'))?.last).toMatchObject({
      payloadBytes: 0,
      retained: true,
    });
  });

  it.each([0, 1, 2] as const)('sees each message of QoS %i once', async (qos) => {
    const watching = watch(broker);
    await connected(watching);
    for (let i = 0; i < 50; i++) await plant.publishAsync(`qos/${qos}`, `${i}`, { qos });
    await plant.publishAsync('fence', '', { qos: 2 });
    await seen(watching, 51);
    const topic = await find(watching, `qos/${qos}`);
    expect(topic).toMatchObject({ messages: 50, payloadBytesTotal: 90, last: { qos } });
    expect(topic?.last?.payloadPreview).toBe('49');
  });

  it('takes any payload: binary, empty, JSON, and a megabyte', async () => {
    const watching = watch(broker);
    await connected(watching);
    const binary = Buffer.from([0, 255, 254, 128, 7]);
    const large = Buffer.alloc(MIB + 5, 'ä');
    await plant.publishAsync('payload/binary', binary, { qos: 1 });
    await plant.publishAsync('payload/empty', '', { qos: 1 });
    await plant.publishAsync('payload/json', '{"a":[1,2]}', { qos: 1 });
    await plant.publishAsync('payload/large', large, { qos: 1 });
    await plant.publishAsync('payload/large/0', large, { qos: 0 });
    await seen(watching, 5);

    const [bytes, empty, json, whole] = await Promise.all(
      ['binary', 'empty', 'json', 'large'].map((name) => find(watching, `payload/${name}`)),
    );
    expect(bytes?.last).toMatchObject({ payloadFormat: 'binary', payloadPreview: '' });
    expect(Buffer.from(bytes!.payload!)).toEqual(binary);
    expect(empty?.last).toMatchObject({ payloadFormat: 'text', payloadBytes: 0, truncated: false });
    expect(json?.last).toMatchObject({ payloadFormat: 'json', payloadPreview: '{"a":[1,2]}' });
    expect(whole?.last).toMatchObject({ payloadBytes: MIB + 5, truncated: true });
    expect(whole?.last?.payloadPreview).toBe('ä'.repeat(512));
    expect(large.subarray(0, MIB).equals(whole!.payload!)).toBe(true);
  });

  it('takes any topic: long, deep, of empty levels and of any language', async () => {
    const watching = watch(broker);
    await connected(watching);
    const topics = ['/', '//a//', 'größe/温度/🌡', 'x'.repeat(65_535), 'a/'.repeat(199) + 'b'];
    for (const topic of topics) await plant.publishAsync(topic, 'x', { qos: 1 });
    await seen(watching, topics.length);
    for (const topic of topics) expect(await find(watching, topic)).toMatchObject({ topic });
    expect(await watching.observer.children({ parent: 'nonsense', limit: 1 })).toBeUndefined();
    expect(await watching.observer.topic('nonsense')).toBeUndefined();
  });

  it("knows the broker's figures and passes on its log", async () => {
    const watching = watch(broker);
    await connected(watching);
    const figure = (name: string) =>
      watching.observer.snapshot().sys.figures.find(({ topic }) => topic === `$SYS/broker/${name}`);
    await until(() => figure('clients/connected') !== undefined);
    expect(figure('version')?.value).toMatch(/^mosquitto version 2/);
    expect(figure('uptime')?.value).toEqual(expect.any(Number));
    expect(watching.observer.snapshot().sys.observedAt).toBeGreaterThan(0);

    const noisy = await broker.connect({ clientId: 'noisy' });
    await noisy.subscribeAsync('what/ever');
    await until(() =>
      watching.logs.some(({ message }) => message === 'subscribe: noisy 0 what/ever'),
    );
    const line = watching.logs.find(({ message }) => message.includes(' as noisy '));
    expect(line).toMatchObject({ source: 'broker', severity: 'notice' });
    expect(line?.message).toMatch(/^New client connected from/);
  });

  it('tells changes of watched topics only, coalesced, and faster for who asks', async () => {
    const watching = watch(broker);
    await connected(watching);
    watching.observer.watch(['line/+/temp'], 4);
    await plant.publishAsync('line/1/temp', '0', { qos: 1 });
    await until(() => watching.changes.length > 0);
    for (let i = 1; i < 200; i++) await plant.publishAsync('line/1/temp', `${i}`, { qos: 0 });
    await plant.publishAsync('line/1/other', 'x', { qos: 1 });
    await until(() => watching.changes.at(-1)?.payloadPreview === '199');
    const total = watching.changes.reduce((sum, { coalesced }) => sum + coalesced, 0);
    expect(total).toBe(200);
    expect(watching.changes.length).toBeLessThan(100);
    expect(new Set(watching.changes.map(({ topic }) => topic))).toEqual(new Set(['line/1/temp']));

    watching.observer.watch(['#'], 20);
    const before = watching.ticks.length;
    const at = Date.now();
    await until(() => watching.ticks.length >= before + 20);
    expect(Date.now() - at).toBeLessThan(3_000);
  });
});

describe('the observer, when the broker comes and goes', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker.stop());

  it('says that the broker was lost, comes back with it, and counts', async () => {
    const watching = watch(broker);
    await connected(watching);
    await broker.kill();
    await until(() => watching.observer.snapshot().connection.status === 'disconnected');
    const { connection } = watching.observer.snapshot();
    expect(connection).toMatchObject({ reconnects: 1 });
    expect(connection.lastError?.reason).toContain(`127.0.0.1:${broker.port}`);
    expect(connection.protocolVersion).toBeUndefined();

    await broker.restart();
    await connected(watching);
    expect(watching.observer.snapshot().connection.reconnects).toBe(1);
    const changes = watching.ticks.filter(({ statusChanged }) => statusChanged);
    expect(changes.map(({ snapshot }) => snapshot.connection.status)).toEqual([
      'connected',
      'disconnected',
      'connected',
    ]);
    const plant = await broker.connect();
    await plant.publishAsync('again', 'x', { qos: 1 });
    await until(async () => (await find(watching, 'again')) !== undefined);
    const told = watching.logs.filter(({ source }) => source === 'mcm');
    expect(told.filter(({ message }) => message.startsWith('Connected to'))).toHaveLength(2);
  });

  it('waits for a broker that is not there yet, and says so once', async () => {
    await broker.kill();
    const watching = watch(broker);
    const refused = () => watching.logs.filter(({ message }) => message.includes('ECONNREFUSED'));
    await until(() => refused().length > 0);
    const first = watching.observer.snapshot().connection.lastError?.at;
    await until(() => watching.observer.snapshot().connection.lastError?.at !== first);
    expect(refused()).toHaveLength(1);
    expect(refused()[0]).toMatchObject({ source: 'mcm', severity: 'error' });
    expect(refused()[0]?.message).toBe(
      `Nothing listens on 127.0.0.1:${broker.port} (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.`,
    );
    await broker.restart();
    await connected(watching);
  });

  it.each([
    ['by an error', 'throw', /died \(planted\)/],
    ['of want of memory', 'hoard', /died \(.*memory/],
    ['by its own hand', 'exit', /died \(exit code 7\)/],
  ])('starts again when its thread dies %s, and goes on watching', async (_, fault, told) => {
    const watching = watch(broker, { memoryBudget: MIB, workerUrl: mortalWorker() });
    watching.observer.watch(['#'], 20);
    await connected(watching);
    await expect(watching.observer.topic(fault)).rejects.toThrow(ObserverUnavailable);
    await until(() => watching.observer.snapshot().restarts === 1);
    await expect(watching.observer.topic('x')).rejects.toThrow('being started again');
    await connected(watching);
    expect(watching.observer.snapshot()).toMatchObject({ state: 'running', restarts: 1 });
    expect(watching.logs.find(({ severity }) => severity === 'error')?.message).toMatch(told);

    const plant = await broker.connect();
    await plant.publishAsync('after/death', 'x', { qos: 1 });
    await until(() => watching.changes.some(({ topic }) => topic === 'after/death'));
  });

  it('says goodbye to the broker when stopped', async () => {
    const watching = watch(broker, { clientId: 'mcm-test-goodbye' });
    await connected(watching);
    await watching.observer.stop();
    await until(() => broker.log().includes('Client mcm-test-goodbye disconnected.'), broker.log);
    await expect(watching.observer.topic('x')).rejects.toThrow(ObserverUnavailable);
  });
});

/** The built worker, with a way to die: by the question for a topic of this id. */
function mortalWorker(): URL {
  const script = `
    import { parentPort } from 'node:worker_threads';
    import ${JSON.stringify(builtObserverWorker().href)};
    parentPort.on('message', ({ question }) => {
      if (question?.id === 'throw') throw new Error('planted');
      if (question?.id === 'exit') process.exit(7);
      const hoard = [];
      while (question?.id === 'hoard') hoard.push(new Array(10_000).fill(hoard.length));
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}
