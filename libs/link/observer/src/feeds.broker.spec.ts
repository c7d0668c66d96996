import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { builtWorker, startMosquitto, until, type TestBroker } from '#testing';
import { FeedReader } from './feed-reader.js';
import { Watching, workerThat } from './fixtures.js';

interface Read {
  readonly topic: string;
  readonly text: string;
  readonly afterGap: boolean;
}

let watching: Watching | undefined;
afterEach(() => watching?.observer.stop());

/** What a feed brings to this thread; a later one of the same name goes on with it. */
function feedInto(read: Read[], filters: readonly string[]): void {
  watching?.observer.feed('schemas', filters, (port) => {
    new FeedReader(port, (messages) => {
      for (const { topic, payload, afterGap } of messages) {
        read.push({ topic, text: Buffer.from(payload).toString(), afterGap });
      }
    });
  });
}

describe('feeds of the observer, beside a real Mosquitto', () => {
  let broker: TestBroker;
  let plant: MqttClient;
  beforeAll(async () => {
    broker = await startMosquitto();
    plant = await broker.connect();
  });
  afterAll(() => broker.stop());

  const publish = (topic: string, text: string) => plant.publishAsync(topic, text, { qos: 1 });

  it('bring what their filters select, to another thread, and something else once they are changed', async () => {
    watching = new Watching(broker, { workerUrl: builtWorker('observer') });
    const read: Read[] = [];
    feedInto(read, ['line/+/temp', 'other']);
    await until(() => watching!.connected);
    await publish('line/1/temp', '21');
    await publish('line/1/state', 'on');
    await publish('other', 'x');
    await until(() => read.length === 2);
    expect(read).toEqual([
      { topic: 'line/1/temp', text: '21', afterGap: true },
      { topic: 'other', text: 'x', afterGap: false },
    ]);

    feedInto(read, ['line/+/state']);
    await publish('line/1/temp', '22');
    await publish('line/1/state', 'off');
    await until(() => read.length === 3);
    expect(read[2]).toEqual({ topic: 'line/1/state', text: 'off', afterGap: true });

    feedInto(read, []);
    await publish('line/1/state', 'on again');
    await until(async () => (await watching!.last('line/1/state'))?.message?.number === 3);
    expect(read).toHaveLength(3);
  });

  it('begin again by themselves when the thread has died', async () => {
    const workerUrl = workerThat(builtWorker('observer'), `if (topic === 'die') process.exit(3);`);
    watching = new Watching(broker, { workerUrl });
    const read: Read[] = [];
    feedInto(read, ['after/#']);
    await until(() => watching!.connected);
    await watching.observer.lookUp(['die']).catch(() => undefined);
    await until(() => watching!.snapshot.restarts === 1 && watching!.connected);
    await publish('after/restart', 'x');
    await until(() => read.length === 1);
    expect(read).toEqual([{ topic: 'after/restart', text: 'x', afterGap: true }]);
  });
});
