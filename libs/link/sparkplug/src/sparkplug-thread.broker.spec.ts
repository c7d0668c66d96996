import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MqttClient } from 'mqtt';
import { startObserver, type Observer } from '#link/observer';
import {
  builtWorker,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import type { SparkplugTick } from './port.js';
import { SparkplugUnavailable, startSparkplug, type Sparkplug } from './sparkplug-thread.js';

const MIB = 1_048_576;
/** An NBIRTH with seq 0 and nothing else. */
const BIRTH = Buffer.of(0x18, 0);

let broker: TestBroker;
let plant: MqttClient;
let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  broker = await startMosquitto();
  plant = await broker.connect();
});
afterAll(async () => {
  await broker.stop();
  await home.remove();
});

let observer: Observer;
let thread: Sparkplug;
const ticks: SparkplugTick[] = [];
const deaths: string[] = [];
let starts = 0;
afterEach(async () => {
  await thread.stop();
  await observer.stop();
  ticks.length = 0;
  deaths.length = 0;
  starts = 0;
});

async function begin(workerUrl = builtWorker('sparkplug')): Promise<void> {
  observer = startObserver({
    ...{ workerUrl: builtWorker('observer'), broker: { host: broker.host, port: broker.port } },
    ...{ qos: 2, memoryBudget: 16 * MIB, history: 10, onTick: () => undefined },
  });
  thread = startSparkplug({
    workerUrl,
    onTick: (tick) => ticks.push(tick),
    onStart: (started) => {
      starts += 1;
      observer.feed('sparkplug', ['spBv1.0/#', 'STATE/+'], (port) => started.connect(port));
    },
    onDied: (reason) => deaths.push(reason),
  });
  await until(() => observer.snapshot().connection.status === 'connected');
}

const publish = (topic: string, payload: Buffer) => plant.publishAsync(topic, payload, { qos: 1 });
const names = async (): Promise<readonly string[]> =>
  (await thread.nodes({ limit: 10 })).nodes.map(({ node, state }) => `${node} ${state}`);

/** A worker that does this when it is asked for a birth, and is the real one else. */
async function mortal(how: string): Promise<URL> {
  const file = join(home.path, 'mortal.mjs');
  const code = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (message) => {
      if (message.kind !== 'ask' || message.question.about !== 'birth') return;
      message.kind = 'nothing that the real one answers';
      ${how};
    });
    await import(${JSON.stringify(builtWorker('sparkplug').href)});`;
  await writeFile(file, code);
  return pathToFileURL(file);
}

describe('the Sparkplug thread, beside a real Mosquitto', () => {
  it('follows what the observer hands on, and tells it at most four times a second', async () => {
    await begin();
    const begun = performance.now();
    for (let i = 0; i < 50; i++) await publish('spBv1.0/g/NBIRTH/a', BIRTH);
    await until(() => ticks.at(-1)?.counts.messages.NBIRTH === 50);
    const elapsed = performance.now() - begun;
    expect(ticks.length).toBeLessThanOrEqual(Math.ceil(elapsed / 250) + 1);
    expect(await names()).toEqual(['a online']);
    expect(ticks.flatMap(({ changes }) => changes)).toMatchObject([{ node: 'a', state: 'online' }]);
    expect(ticks.at(-1)?.counts.nodes).toEqual({ online: 1, offline: 0, unknown: 0 });
  });

  it.each([
    ['ends', 'process.exit(3)', 'exit code 3'],
    ['throws', `throw new Error('of its own')`, 'of its own'],
    ['runs out of memory', 'for (const all = []; ; ) all.push(Array(1e6).fill({}))', 'memory'],
  ])('is started again when it %s, with a feed of its own', async (_, how, reason) => {
    await begin(await mortal(how));
    await publish('spBv1.0/g/NBIRTH/before', BIRTH);
    await until(async () => (await names()).length === 1);
    await expect(thread.birth('spBv1.0/g/NDATA/before')).rejects.toThrow(SparkplugUnavailable);
    await until(() => starts === 2);
    expect(deaths).toHaveLength(1);
    expect(deaths[0]).toContain(reason);
    await publish('spBv1.0/g/NBIRTH/after', BIRTH);
    await until(async () =>
      (await names().catch((): readonly string[] => [])).includes('after online'),
    );
    expect(await names()).toEqual(['after online']);
  });

  it('is not there before the first message for it, and nothing is known until then', async () => {
    await begin(pathToFileURL(join(home.path, 'cannot-start.mjs')));
    await publish('other', BIRTH);
    await until(async () => (await observer.lookUp(['other'])).length === 1);
    expect(await thread.groups()).toEqual([]);
    expect(await thread.node('any')).toBeUndefined();
    expect(deaths).toEqual([]);
    await publish('spBv1.0/g/NBIRTH/a', BIRTH);
    await until(() => deaths.length === 1);
    expect(deaths[0]).toContain('cannot-start');
  });

  it('answers nothing once it was stopped', async () => {
    await begin();
    await thread.stop();
    await expect(thread.groups()).rejects.toThrow('was stopped');
    expect(deaths).toEqual([]);
  });
});
