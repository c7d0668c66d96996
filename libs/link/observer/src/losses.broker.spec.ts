import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { builtWorker, startMosquitto, until, type TestBroker } from '#testing';
import { Watching, workerThat } from './fixtures.js';

const DROPPED = 'publish/messages/dropped';
const PAYLOAD = Buffer.alloc(50_000, 'x');
const AT_ONCE = 500;

let broker: TestBroker;
let watching: Watching;
beforeEach(async () => {
  broker = await startMosquitto({
    conf: [
      ...['sys_interval 1', 'max_queued_messages 100', 'log_dest stderr', 'log_dest topic'],
      'log_type notice',
    ],
  });
  watching = new Watching(broker, {
    clientId: 'mcm-slow',
    // A thread that is blocked reads nothing, from neither connection.
    workerUrl: workerThat(
      builtWorker('observer'),
      `if (topic?.startsWith('block '))
         Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(topic.slice(6)));`,
    ),
  });
  await until(() => watching.connected && watching.figure(DROPPED) !== undefined);
});
afterEach(async () => {
  await watching.observer.stop();
  await broker.stop();
});

/** Keeps the observer from reading for a while, and publishes more than the kernel can hold meanwhile. */
async function flood(topic: string): Promise<number> {
  const plant = await broker.connect();
  let blocked = false;
  // Once more where that was over before the broker dropped anything, as on a busy machine.
  const block = () => {
    if (blocked) return;
    blocked = true;
    const over = () => {
      blocked = false;
    };
    void watching.observer.lookUp(['block 3000']).then(over, over);
  };
  let published = 0;
  const dropping = () => broker.log().includes('being dropped for client mcm-slow.');
  while (!dropping() || published % (4 * AT_ONCE) !== 0) {
    block();
    for (let i = 0; i < AT_ONCE; i++) plant.publish(topic, PAYLOAD);
    // Acknowledged when all before it were taken; nobody subscribes to it.
    await plant.publishAsync('$fence', '', { qos: 1 });
    published += AT_ONCE;
  }
  await plant.endAsync();
  return published;
}

/** Waits until the observer has read all that the broker did not drop. */
async function caughtUp(topic: string, published: number): Promise<void> {
  let received = 0;
  await until(
    async () => {
      received = (await watching.find(topic))?.messages ?? 0;
      return received + watching.snapshot.missedUpTo === published;
    },
    () => `${watching.snapshot.missedUpTo} missed, of ${published} ${received} came`,
  );
}

describe('an observer that is slower than the flood', () => {
  it('has missed what the broker says it dropped, which is what did not arrive', async () => {
    expect(watching.figure(DROPPED)).toBe(0);
    const roundAt = () =>
      watching.snapshot.sys.figures.find(({ topic }) => topic === '$SYS/broker/uptime')?.at ?? 0;
    await until(() => roundAt() > 0);
    const known = roundAt();
    await until(() => roundAt() > known);
    const published = await flood('too/fast');
    const flooded = Date.now();
    await caughtUp('too/fast', published);
    const { missedUpTo, gaps, restarts } = watching.snapshot;
    expect(missedUpTo).toBeGreaterThan(0);
    expect(missedUpTo).toBe(watching.figure(DROPPED));
    expect(restarts).toBe(0);

    const dropped = gaps.filter(({ reason }) => reason === 'dropped');
    expect(dropped).toEqual([
      {
        ...{ reason: 'dropped', upTo: missedUpTo, named: true },
        ...{ from: expect.any(Number), until: expect.any(Number) },
      },
    ]);
    // Nothing was dropped before the last round of figures that came before the flood.
    expect(dropped[0]?.from).toBeGreaterThanOrEqual(known);
    expect(dropped[0]?.from).toBeLessThan(flooded);
    expect(watching.ticks.some(({ snapshot }) => snapshot.tickLateMs > 1_000)).toBe(true);
  });

  it('does not take for its own what is dropped for others, but cannot rule it out', async () => {
    const other = await broker.connect({ clientId: 'other' });
    await other.subscribeAsync('for/others', { qos: 0 });
    other.stream.pause();
    other.stream.removeAllListeners('data');
    const plant = await broker.connect();
    let published = 0;
    while (!broker.log().includes('being dropped for client other.')) {
      for (let i = 0; i < 50; i++) plant.publish('for/others', PAYLOAD);
      published += 50;
      await until(() => watching.messages === published);
    }
    await until(() => watching.snapshot.missedUpTo > 0);
    expect(watching.messages).toBe(published);
    expect(watching.snapshot.gaps.at(-1)).toMatchObject({ reason: 'dropped', named: false });
    expect(watching.snapshot.gaps.at(-1)?.upTo).toBe(watching.figure(DROPPED));
  });
});
