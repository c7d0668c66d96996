import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { readProperties } from '#domain/mqtt';
import { builtWorker, startMosquitto, until, type TestBroker } from '#testing';
import { Watching } from './fixtures.js';
import type { ObserverOptions } from './observer.js';

const MIB = 1024 * 1024;

let watchings: Watching[] = [];
afterEach(async () => {
  await Promise.all(watchings.map(({ observer }) => observer.stop()));
  watchings = [];
});

function watch(broker: TestBroker, options: Partial<ObserverOptions> = {}): Watching {
  const watching = new Watching(broker, { workerUrl: builtWorker('observer'), ...options });
  watchings.push(watching);
  return watching;
}

const connected = (watching: Watching) =>
  until(
    () => watching.connected,
    () => JSON.stringify(watching.snapshot.connection),
  );

const seen = (watching: Watching, messages: number) =>
  until(
    () => watching.messages >= messages,
    () => `${watching.messages} of ${messages} messages`,
  );

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

  it('is connected no later than the first of what is retained comes, however much that is', async () => {
    const payload = 'x'.repeat(20_000);
    const topics = Array.from({ length: 500 }, (_, at) => `much/${at}`);
    for (const topic of topics) await plant.publishAsync(topic, payload, { retain: true, qos: 1 });
    const watching = watch(broker);
    await connected(watching);
    await seen(watching, topics.length);
    const { since } = watching.snapshot.connection;
    const rows = await watching.observer.lookUp(topics.slice(0, 50));
    expect(Math.min(...rows.map(({ last }) => last?.at ?? 0))).toBeGreaterThanOrEqual(since);
    for (const topic of topics) await plant.publishAsync(topic, '', { retain: true, qos: 1 });
  });

  it('sees what was retained before it came, and the retain flag of what comes later', async () => {
    await plant.publishAsync('before', 'kept', { retain: true, qos: 1 });
    const watching = watch(broker);
    await connected(watching);
    await seen(watching, 1);
    expect(watching.snapshot.connection).toMatchObject({ protocolVersion: 5 });
    expect((await watching.find('before'))?.last).toMatchObject({
      ...{ retained: true, payloadBytes: 4, payloadFormat: 'text', payloadPreview: 'kept' },
    });

    await plant.publishAsync('later/retained', 'x', { retain: true, qos: 1 });
    await plant.publishAsync('later/passing', 'x', { qos: 1 });
    await seen(watching, 3);
    expect((await watching.find('later/retained'))?.last?.retained).toBe(true);
    expect((await watching.find('later/passing'))?.last?.retained).toBe(false);

    const { observer } = watching;
    const first = await observer.names({ limit: 2 });
    expect(first).toEqual({ names: ['before', 'later/passing'], nextCursor: expect.any(String) });
    const { nextCursor = '' } = first;
    expect(await observer.names({ limit: 2, cursor: nextCursor })).toEqual({
      names: ['later/retained'],
    });

    const retained = { retained: true, sort: 'name', limit: 10 } as const;
    const held = await watching.observer.search(retained);
    expect(held.rows.map(({ topic }) => topic)).toEqual(['before', 'later/retained']);

    await plant.publishAsync('later/retained', '', { retain: true, qos: 1 });
    await plant.publishAsync('before', '', { retain: true, qos: 1 });
    await seen(watching, 5);
    const before = await watching.find('before');
    expect(before?.last).toMatchObject({ payloadBytes: 0, retained: true });
    expect(before?.seen).toMatchObject({ retained: true, retainedHeld: false });
    expect((await watching.observer.search(retained)).rows).toEqual([]);
  });

  it.each([0, 1, 2] as const)('sees each message of QoS %i once', async (qos) => {
    const watching = watch(broker);
    await connected(watching);
    for (let i = 0; i < 50; i++) await plant.publishAsync(`qos/${qos}`, `${i}`, { qos });
    await plant.publishAsync('fence', '', { qos: 2 });
    await seen(watching, 51);
    const topic = await watching.find(`qos/${qos}`);
    expect(topic).toMatchObject({ messages: 50, payloadBytesTotal: 90, last: { qos } });
    expect(topic?.last?.payloadPreview).toBe('49');
  });

  it('takes any payload: binary, empty, JSON, and ten megabytes', async () => {
    const watching = watch(broker, { memoryBudget: 128 * MIB });
    await connected(watching);
    const binary = Buffer.from([0, 255, 254, 128, 7]);
    const large = Buffer.alloc(10 * MIB + 5, 'ä');
    await plant.publishAsync('payload/binary', binary, { qos: 1 });
    await plant.publishAsync('payload/empty', '', { qos: 1 });
    await plant.publishAsync('payload/json', '{"a":[1,2]}', { qos: 1 });
    await plant.publishAsync('payload/large', large, { qos: 2 });
    await plant.publishAsync('payload/large/0', large, { qos: 0 });
    await seen(watching, 5);

    const [bytes, empty, json, whole, other] = await Promise.all(
      ['binary', 'empty', 'json', 'large', 'large/0'].map((name) =>
        watching.last(`payload/${name}`),
      ),
    );
    expect(bytes?.row.last).toMatchObject({ payloadFormat: 'binary', payloadPreview: '' });
    expect(Buffer.from(bytes!.message!.payload)).toEqual(binary);
    expect(empty?.row.last).toMatchObject({ payloadFormat: 'text', payloadBytes: 0 });
    expect(json?.row.last).toMatchObject({ payloadFormat: 'json', payloadPreview: '{"a":[1,2]}' });
    expect(whole?.row.last).toMatchObject({ payloadBytes: large.length, truncated: true });
    expect(whole?.row.last?.payloadPreview).toBe('ä'.repeat(512));
    expect(large.equals(whole!.message!.payload)).toBe(true);
    expect(large.equals(other!.message!.payload)).toBe(true);
  });

  it.each([
    ['the longest one', 'x'.repeat(65_535)],
    ['the longest one in characters of four bytes', `${'🌡'.repeat(16_383)}abc`],
    ['one of many levels', `${'a/'.repeat(199)}b`],
    ['nothing but a slash', '/'],
    ['empty levels', '/a//b/'],
    ['other languages', 'größe/温度/🌡'],
    ['right-to-left text', 'مصنع/خط ١/درجة'],
    ['a byte order mark', '\u{feff}plant/\u{feff}'],
    ['spaces and quotes', ` plant / "line" 'a' `],
    ['combining characters', 'a\u{308}/e\u{301}'],
  ])('takes any topic: %s', async (_, topic) => {
    const watching = watch(broker);
    await connected(watching);
    await plant.publishAsync(topic, 'x', { qos: 1 });
    await seen(watching, 1);
    expect(await watching.find(topic)).toMatchObject({ topic, messages: 1 });
  });

  it('knows no topic that there is none of', async () => {
    const watching = watch(broker);
    await connected(watching);
    const { observer } = watching;
    expect(await observer.children({ parent: 'nonsense', limit: 1 })).toBeUndefined();
    expect(await observer.message('nonsense')).toBeUndefined();
    expect(await observer.history({ id: 'nonsense', limit: 1 })).toBeUndefined();
    expect(await observer.lookUp(['no/such/topic'])).toEqual([]);
  });

  it('keeps what MQTT 5 says of a message, and the messages before', async () => {
    const watching = watch(broker);
    await connected(watching);
    const properties = {
      ...{
        contentType: 'application/json',
        responseTopic: 'answers',
        payloadFormatIndicator: true,
      },
      ...{ messageExpiryInterval: 60, correlationData: Buffer.from([0, 255]) },
      userProperties: { unit: ['°C', 'K'], '': '' },
    };
    await plant.publishAsync('told', '{}', { qos: 1, properties });
    await plant.publishAsync('told', 'nothing', { qos: 0 });
    await seen(watching, 2);
    const { row, message } = (await watching.last('told'))!;
    expect(message).toMatchObject({ number: 2, properties: new Uint8Array() });
    const earlier = await watching.observer.message(row.id, 1);
    expect(readProperties(earlier!.message!.properties)).toEqual({
      ...{ contentType: 'application/json', responseTopic: 'answers', payloadIsUtf8: true },
      ...{ messageExpiryInterval: 60, correlationData: Uint8Array.of(0, 255) },
      userProperties: [
        { name: 'unit', value: '°C' },
        { name: 'unit', value: 'K' },
        { name: '', value: '' },
      ],
    });
    const history = await watching.observer.history({ id: row.id, limit: 10 });
    expect(history).toMatchObject({ topic: 'told', total: 2, held: 2 });
    expect(history?.messages.map(({ number }) => number)).toEqual([2, 1]);
    expect((await watching.observer.message(row.id, 3))?.message).toBeUndefined();
  });

  it("knows the broker's figures and passes on its log", async () => {
    const watching = watch(broker);
    await connected(watching);
    await until(() => watching.figure('clients/connected') !== undefined);
    expect(watching.figure('version')).toMatch(/^mosquitto version 2/);
    expect(watching.figure('uptime')).toEqual(expect.any(Number));
    expect(watching.snapshot.sys.observedAt).toBeGreaterThan(0);

    const noisy = await broker.connect({ clientId: 'noisy' });
    await noisy.subscribeAsync('what/ever');
    await until(() =>
      watching.logs.some(({ message }) => message === 'subscribe: noisy 0 what/ever'),
    );
    const line = watching.logs.find(({ message }) => message.includes(' as noisy '));
    expect(line).toMatchObject({ source: 'broker', severity: 'notice' });
    expect(line?.message).toMatch(/^New client connected from/);
  });

  it("holds the broker's own topics, too, and does not count them as the plant's", async () => {
    const watching = watch(broker);
    await connected(watching);
    await until(async () => (await watching.find('$SYS/broker/uptime')) !== undefined);
    const version = await watching.last('$SYS/broker/version');
    expect(version?.row).toMatchObject({ isTopic: true, last: { qos: 1, retained: true } });
    expect(Buffer.from(version!.message!.payload).toString()).toMatch(/^mosquitto version 2/);
    await (await broker.connect({ clientId: 'heard-of' })).endAsync();
    await until(async () => (await watching.find('$SYS/broker/log/N')) !== undefined);
    expect(watching.snapshot.counters).toMatchObject({ messages: 0, topics: 0, payloadBytes: 0 });
    const found = await watching.observer.search({ filter: '#', sort: 'name', limit: 10 });
    expect(found.rows).toEqual([]);
  });

  it('tells changes of watched topics only, coalesced, and faster for who asks', async () => {
    const watching = watch(broker);
    await connected(watching);
    watching.observer.watch(['line/+/temp'], 4);
    await watching.find('any'); // answered when it is watched
    await plant.publishAsync('line/1/temp', '0', { qos: 1 });
    await until(() => watching.changes.length > 0);
    for (let i = 1; i < 200; i++) await plant.publishAsync('line/1/temp', `${i}`, { qos: 0 });
    await plant.publishAsync('line/1/other', 'x', { qos: 1 });
    await until(() => watching.changes.at(-1)?.payloadPreview === '199');
    const total = watching.changes.reduce((sum, { coalesced }) => sum + coalesced, 0);
    expect(total).toBe(200);
    expect(watching.changes.length).toBeLessThan(100);
    expect(new Set(watching.changes.map(({ topic }) => topic))).toEqual(new Set(['line/1/temp']));

    const timeOf = async (ticks: number): Promise<number> => {
      const before = watching.ticks.length;
      const at = Date.now();
      await until(() => watching.ticks.length >= before + ticks);
      return Date.now() - at;
    };
    const usual = await timeOf(8);
    watching.observer.watch(['#'], 20);
    // Not the first time where the machine is busy, but never at the pace of before.
    await until(async () => (await timeOf(8)) < usual / 2);
  });
});
