import { afterEach, describe, expect, it } from '@jest/globals';
import { MessageChannel } from 'node:worker_threads';
import { until } from '#testing';
import type { FeedBatch, FeedSkips } from './feed-batch.js';
import { FeedReader } from './feed-reader.js';
import { Feed } from './feed.js';
import { Feeds } from './feeds.js';

interface Read {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly afterGap: boolean;
}

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A feed, and a reader of it that begins when it is told to. */
function feedAndReader(untold?: FeedSkips) {
  const { port1, port2 } = new MessageChannel();
  const feed = new Feed(port1, untold);
  const read: Read[] = [];
  const told: FeedSkips[] = [];
  const begin = () => {
    const reader = new FeedReader(port2, (messages, skips) => {
      for (const { payload, ...rest } of messages) read.push({ ...rest, payload: payload.slice() });
      told.push(skips);
    });
    open.push(reader);
  };
  open.push(feed);
  return { feed, read, told, begin };
}

function add(feed: Feed, topic: string, payload: Uint8Array | string, flags = 0, at = 1): void {
  const name = Buffer.from(topic);
  const value = Buffer.from(payload);
  const bytes = Buffer.concat([name, value]);
  feed.add(bytes, 0, name.length, name.length, bytes.length, flags, at);
}

describe('a feed', () => {
  it('brings messages as they were, in their order, and says that the first may not be the first', async () => {
    const { feed, read, told, begin } = feedAndReader();
    begin();
    add(feed, 'a', 'x', 5, 1_795_392_000_123);
    add(feed, 'ä/b', '');
    await until(() => read.length === 2);
    expect(read).toEqual([
      {
        ...{ topic: 'a', payload: new Uint8Array([0x78]), qos: 1, retained: true },
        ...{ at: 1_795_392_000_123, afterGap: true },
      },
      { topic: 'ä/b', payload: new Uint8Array(), qos: 0, retained: false, at: 1, afterGap: false },
    ]);
    expect(told).toEqual([{ tooFast: 0, tooLarge: 0, lost: 0 }]);
    feed.gap();
    add(feed, 'a', 'y');
    await until(() => read.length === 3);
    expect(read[2]).toMatchObject({ afterGap: true });
  });

  it('brings what is larger than a batch, and skips what is larger than 16 MiB, which it tells', async () => {
    const { feed, read, told, begin } = feedAndReader();
    begin();
    add(feed, 'small', 'x');
    add(feed, 'large', new Uint8Array(10_000_000).fill(7));
    await until(() => feed.unanswered === 0);
    add(feed, 'after', 'x');
    await until(() => read.length === 3);
    const lengths = read.map(({ topic, payload }) => `${topic} ${payload.length}`);
    expect(lengths).toEqual(['small 1', 'large 10000000', 'after 1']);
    add(feed, 'too large', new Uint8Array(16_777_216));
    await until(() => told.at(-1)?.tooLarge === 1);
    add(feed, 'next', 'x');
    await until(() => read.length === 4);
    expect(read[3]).toMatchObject({ topic: 'next', afterGap: true });
  });

  it('skips while its reader is behind, brings the rest, and counts every message once', async () => {
    const { feed, read, told, begin } = feedAndReader({ tooFast: 0, tooLarge: 0, lost: 3 });
    const payload = new Uint8Array(1_000);
    for (let i = 0; i < 20_000; i++) add(feed, `t/${i}`, payload);
    expect(feed.unanswered).toBeLessThan(8_400);
    begin();
    await until(() => feed.unanswered === 0);
    add(feed, 'last', 'x');
    await until(() => read.at(-1)?.topic === 'last');
    const { tooFast, lost } = told.at(-1)!;
    expect(lost).toBe(3);
    expect(tooFast).toBeGreaterThan(10_000);
    expect(read.length + tooFast).toBe(20_001);
    expect(read.at(-1)?.afterGap).toBe(true);
    expect(read.filter(({ afterGap }) => afterGap)).toHaveLength(2);
  });

  it('leaves to the next what its reader was not told, which is told also when nothing follows', async () => {
    const { feed, told, begin } = feedAndReader();
    begin();
    add(feed, 'too large', new Uint8Array(16_777_216));
    await until(() => told.at(-1)?.tooLarge === 1 && feed.unanswered === 0);
    add(feed, 'a', 'x');
    await until(() => told.length === 2 && feed.unanswered === 0);
    add(feed, 'b', 'x');
    add(feed, 'too large', new Uint8Array(16_777_216));
    const untold = new Promise<FeedSkips>((resolve) => feed.end(resolve));
    // The reader's thread is gone.
    for (const one of open.splice(0)) if (one !== feed) one.close();
    expect(await untold).toEqual({ tooFast: 0, tooLarge: 1, lost: 1 });
    const next = feedAndReader(await untold);
    next.begin();
    await until(() => next.told.length === 1);
    expect(next.told).toEqual([await untold]);
  });

  it('takes little memory for little, however long its reader does not come to it', async () => {
    const { port1, port2 } = new MessageChannel();
    const feed = new Feed(port1);
    open.push(feed, port2);
    const sizes: number[] = [];
    port2.on('message', ({ bytes }: FeedBatch) => sizes.push(bytes.byteLength));
    for (const payload of ['x', 'y'.repeat(100), 'z'.repeat(60_000)]) {
      const batches = sizes.length;
      add(feed, 'a', payload);
      await until(() => sizes.length > batches);
    }
    expect(sizes).toEqual([18, 117, 65_536]);
  });

  it('begun anew brings what was on its way, so that no message is counted twice', async () => {
    const feeds = new Feeds();
    const read: string[] = [];
    const told: FeedSkips[] = [];
    const begin = () => {
      const { port1, port2 } = new MessageChannel();
      feeds.replace(0, port1);
      open.push(
        new FeedReader(port2, (messages, skips) => {
          for (const { topic } of messages) read.push(topic);
          told.push(skips);
        }),
      );
    };
    const bytes = Buffer.from(`t${'x'.repeat(1_000)}`);
    for (let i = 0; i < 5; i++) {
      begin();
      for (let n = 0; n < 200; n++) feeds.add(1, bytes, 0, 1, 1, bytes.length, 0, 1);
    }
    begin();
    await until(() => read.length === 1_000);
    feeds.add(1, bytes, 0, 1, 1, bytes.length, 0, 1);
    await until(() => read.length === 1_001);
    expect(told.at(-1)).toEqual({ tooFast: 0, tooLarge: 0, lost: 0 });
    feeds.replace(0, undefined);
  });
});
