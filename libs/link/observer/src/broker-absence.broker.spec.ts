import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { builtWorker, startMosquitto, until, type TestBroker } from '#testing';
import { Watching, workerThat } from './fixtures.js';
import { ObserverUnavailable } from './questions.js';
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
    await until(() => watching.snapshot.connection.status === 'disconnected');
    const { connection } = watching.snapshot;
    expect(connection).toMatchObject({ reconnects: 1 });
    expect(connection.lastError?.reason).toContain(`127.0.0.1:${broker.port}`);
    expect(connection.protocolVersion).toBeUndefined();

    await broker.restart();
    await connected(watching);
    expect(watching.snapshot.connection.reconnects).toBe(1);
    const changes = watching.ticks.filter(({ statusChanged }) => statusChanged);
    expect(changes.map(({ snapshot }) => snapshot.connection.status)).toEqual([
      'connected',
      'disconnected',
      'connected',
    ]);
    const plant = await broker.connect();
    await plant.publishAsync('again', 'x', { qos: 1 });
    await until(async () => (await watching.find('again')) !== undefined);
    const told = watching.logs.filter(({ source }) => source === 'mcm');
    expect(told.filter(({ message }) => message.startsWith('Connected to'))).toHaveLength(2);
  });

  it('waits for a broker that is not there yet, and says so once', async () => {
    await broker.kill();
    const watching = watch(broker);
    const refused = () => watching.logs.filter(({ message }) => message.includes('ECONNREFUSED'));
    await until(() => refused().length > 0);
    const first = watching.snapshot.connection.lastError?.at;
    await until(() => watching.snapshot.connection.lastError?.at !== first);
    expect(refused()).toHaveLength(1);
    expect(refused()[0]).toMatchObject({ source: 'mcm', severity: 'error' });
    expect(refused()[0]?.message).toBe(
      `Nothing listens on 127.0.0.1:${broker.port} (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.`,
    );
    expect(watching.snapshot.gaps).toEqual([{ reason: 'absent', from: expect.any(Number) }]);
    await broker.restart();
    await connected(watching);
    expect(watching.snapshot.gaps).toEqual([
      { reason: 'absent', from: expect.any(Number), until: watching.snapshot.connection.since },
    ]);
  });

  it('counts what comes up to the moment in which the broker dies, and knows since when it was away', async () => {
    const watching = watch(broker);
    await connected(watching);
    const [beginning] = watching.snapshot.gaps;
    const plant = await broker.connect();
    let published = 0;
    const pour = setInterval(() => {
      for (let i = 0; i < 200; i++) plant.publish('mid/flood', String(published++));
    }, 5);
    await until(() => watching.messages > 5_000);
    await broker.kill();
    clearInterval(pour);
    await until(() => !watching.connected);
    // QoS 0 comes in order: the last number tells how many there were before it.
    const row = await watching.find('mid/flood');
    expect(row?.messages).toBe(Number(row?.last?.payloadPreview) + 1);
    expect(row?.messages).toBeLessThanOrEqual(published);
    expect(watching.messages).toBe(row?.messages);

    await broker.restart();
    await connected(watching);
    const { gaps, connection, missedUpTo } = watching.snapshot;
    expect(gaps).toEqual([
      beginning,
      { reason: 'absent', from: expect.any(Number), until: connection.since },
    ]);
    expect(gaps[1]?.from).toBeGreaterThanOrEqual(row?.last?.at ?? Infinity);
    expect(gaps[1]?.from).toBeLessThan(connection.since);
    expect(missedUpTo).toBe(0);

    const later = await broker.connect();
    for (let i = 0; i < 1_000; i++) later.publish('mid/flood', 'after');
    await later.publishAsync('fence', '', { qos: 1 });
    await until(async () => (await watching.find('fence')) !== undefined);
    expect((await watching.find('mid/flood'))?.messages).toBe((row?.messages ?? 0) + 1_000);
  });

  it('forgets what was retained when the broker has forgotten it', async () => {
    const watching = watch(broker);
    await connected(watching);
    const plant = await broker.connect();
    await plant.publishAsync('kept/no/longer', 'x', { qos: 1, retain: true });
    await until(async () => (await watching.find('kept/no/longer'))?.seen?.retainedHeld === true);
    await broker.kill();
    await until(() => !watching.connected);
    expect((await watching.find('kept/no/longer'))?.seen?.retainedHeld).toBe(true);
    await broker.restart();
    await connected(watching);
    expect((await watching.find('kept/no/longer'))?.seen).toMatchObject({
      ...{ retained: true, retainedHeld: false },
    });
  });

  it.each([
    ['by an error', 'throw', /died \(planted\)/],
    ['of want of memory', 'hoard', /died \(.*memory/],
    ['by its own hand', 'exit', /died \(exit code 7\)/],
  ])('starts again when its thread dies %s, and goes on watching', async (_, fault, told) => {
    const watching = watch(broker, {
      memoryBudget: MIB,
      workerUrl: workerThat(
        builtWorker('observer'),
        `if (topic === 'throw') throw new Error('planted');
         if (topic === 'exit') process.exit(7);
         const hoard = [];
         while (topic === 'hoard') hoard.push(new Array(10_000).fill(hoard.length));`,
      ),
    });
    watching.observer.watch(['#'], 20);
    await connected(watching);
    const [before] = watching.snapshot.gaps;
    await expect(watching.observer.lookUp([fault])).rejects.toThrow(ObserverUnavailable);
    await until(() => watching.snapshot.restarts === 1);
    await expect(watching.observer.lookUp(['x'])).rejects.toThrow('being started again');
    const gap = { reason: 'restarted', from: expect.any(Number) };
    expect(watching.snapshot.gaps).toEqual([before, gap]);
    await connected(watching);
    const connectedAt = watching.snapshot.connection.since;
    expect(watching.snapshot.gaps).toEqual([before, { ...gap, until: connectedAt }]);
    expect(watching.snapshot).toMatchObject({ state: 'running', restarts: 1 });
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
    await expect(watching.observer.lookUp(['x'])).rejects.toThrow(ObserverUnavailable);
  });
});
