import { describe, expect, it } from '@jest/globals';
import {
  RETAINED,
  START,
  allChildren,
  allTopics,
  bytesOf,
  idOf,
  publish,
  tableOf,
  textOf,
  topicOf,
} from './fixtures.js';
import { TopicTable } from './topic-table.js';

const names = (rows: readonly { readonly name: string }[]) => rows.map((row) => row.name);

describe('a topic table', () => {
  it('counts what was published to a topic and keeps the last message', () => {
    const table = tableOf();
    publish(table, 'plant/a/temp', '21.5', { flags: 1, at: START });
    publish(table, 'plant/a/temp', '22', { flags: 2 | RETAINED, at: START + 1234 });

    expect(topicOf(table, idOf('plant/a/temp'))).toEqual({
      id: idOf('plant/a/temp'),
      name: 'temp',
      topic: 'plant/a/temp',
      isTopic: true,
      topicsBelow: 0,
      levelsBelow: 0,
      messages: 2,
      messagesBelow: 0,
      payloadBytesTotal: 6,
      payloadBytesBelow: 0,
      rate: expect.closeTo(0.2, 1),
      ownRate: expect.closeTo(0.2, 1),
      seen: { firstAt: START, qos: [1, 2], retained: true, retainedHeld: true, held: 1 },
      last: {
        at: START + 1234,
        qos: 2,
        retained: true,
        payload: bytesOf('22'),
        payloadBytes: 2,
        evicted: false,
      },
    });
    expect(table.counters).toMatchObject({
      messages: 2,
      payloadBytes: 6,
      topics: 1,
      levels: 3,
      evictedTopics: 0,
      evictedPayloads: 0,
    });
  });

  it('sums up what is below a level, itself not counted', () => {
    const table = tableOf();
    for (const topic of ['plant', 'plant/a', 'plant/a/x', 'plant/b', 'other'])
      publish(table, topic, 'xy');
    expect(topicOf(table, idOf('plant'))).toMatchObject({
      isTopic: true,
      messages: 1,
      topicsBelow: 3,
      levelsBelow: 3,
      messagesBelow: 3,
      payloadBytesTotal: 2,
      payloadBytesBelow: 6,
      rate: expect.closeTo(0.4, 5),
    });
  });

  it('tells a level that only leads to topics from a topic', () => {
    const table = tableOf();
    publish(table, 'plant/a', '1');
    expect(topicOf(table, idOf('plant'))).toMatchObject({ isTopic: false, messages: 0 });
    expect(topicOf(table, idOf('plant'))).not.toHaveProperty('last');
    publish(table, 'plant', '1');
    expect(topicOf(table, idOf('plant'))).toMatchObject({
      isTopic: true,
      messages: 1,
      topicsBelow: 1,
    });
  });

  it('keeps a topic whose retained message was cleared, with an empty last payload', () => {
    const table = tableOf();
    publish(table, 'a', '21.5', { flags: RETAINED });
    publish(table, 'a', '', { flags: RETAINED });
    expect(topicOf(table, idOf('a'))?.last).toMatchObject({
      payload: new Uint8Array(),
      payloadBytes: 0,
      evicted: false,
      retained: true,
    });
  });

  it('finds a topic by the id computed from its name, never handed out before', () => {
    const table = tableOf();
    for (let i = 0; i < 300; i++) publish(table, `plant/${i}/temp`, '1');
    expect(topicOf(table, idOf('plant/7/temp'))?.topic).toBe('plant/7/temp');
    expect(topicOf(table, idOf('plant/8'))?.topic).toBe('plant/8');
    expect(topicOf(table, idOf('plant/300'))).toBeUndefined();
    expect(table.children({ parent: idOf('nowhere'), limit: 1, at: START })).toBeUndefined();
  });

  it('finds ids of topics that came after it had to search for one', () => {
    const table = tableOf();
    publish(table, 'a');
    expect(topicOf(table, idOf('b/c'))).toBeUndefined();
    publish(table, 'b/c');
    expect(topicOf(table, idOf('b/c'))?.topic).toBe('b/c');
    expect(topicOf(table, idOf('b'))?.topic).toBe('b');
  });

  it('asks for ids only when rows are read', () => {
    let asked = 0;
    const table = new TopicTable({
      memoryBudget: 1_048_576,
      topicId: (name) => `${asked++}${name}`,
    });
    for (let i = 0; i < 100; i++) publish(table, `plant/${i}`, '1');
    expect(asked).toBe(0);
    table.children({ limit: 10, at: START });
    expect(asked).toBe(1);
  });

  it('takes any seed for its hashes', () => {
    for (const seed of [
      [0, 0],
      [0xffff_ffff, 0x8000_0000],
    ] as const) {
      const table = new TopicTable({ memoryBudget: 1_048_576, topicId: idOf, seed });
      for (let i = 0; i < 500; i++) publish(table, `plant/${i % 250}`, '1');
      expect(table.counters.topics).toBe(250);
      expect(names(allChildren(table, 'plant'))).toHaveLength(250);
    }
  });

  it('refuses a budget that holds nothing', () => {
    expect(() => tableOf(65_535)).toThrow('65536 bytes to 16 GiB');
    expect(() => tableOf(Number.NaN)).toThrow(RangeError);
  });
});

describe('children', () => {
  it('are sorted by the bytes of their names', () => {
    const table = tableOf();
    for (const topic of ['b', 'a', '', 'ä', 'B', 'aa', '10', '9', '温'])
      publish(table, `x/${topic}`);
    expect(names(allChildren(table, 'x'))).toEqual(['', '10', '9', 'B', 'a', 'aa', 'b', 'ä', '温']);
  });

  it.each([1, 2, 7, 100])('come in pages of %i, each once', (limit) => {
    const table = tableOf();
    const topics = Array.from({ length: 100 }, (_, i) => `t${(i * 37) % 100}`);
    for (const topic of topics) publish(table, topic);
    expect(names(allChildren(table, undefined, limit))).toEqual([...topics].sort());
    expect(table.children({ limit, at: START })?.total).toBe(100);
  });

  it('keep their place while others come between pages', () => {
    const table = tableOf();
    for (const topic of ['b', 'd', 'f']) publish(table, topic);
    const first = table.children({ limit: 2, at: START });
    for (const topic of ['a', 'c', 'e']) publish(table, topic);
    const second = table.children({ limit: 9, cursor: first?.nextCursor ?? '', at: START });
    expect(names([...(first?.rows ?? []), ...(second?.rows ?? [])])).toEqual(['b', 'd', 'e', 'f']);
  });

  it('page past names that are too long for a cursor', () => {
    const table = tableOf();
    const long = 'n'.repeat(5000);
    for (const end of ['c', 'a', 'b']) publish(table, long + end);
    const first = table.children({ limit: 1, at: START });
    expect(first?.nextCursor?.length).toBeLessThan(8000);
    expect(names(allChildren(table, undefined, 1))).toEqual([`${long}a`, `${long}b`, `${long}c`]);
  });

  it('begin again for a cursor that is none', () => {
    const table = tableOf();
    publish(table, 'a');
    for (const cursor of ['', 'n0', 'x', 'n61zz', '%', 'n'.repeat(1000)]) {
      expect(table.children({ limit: 9, cursor, at: START })?.rows).toHaveLength(1);
    }
  });

  it('are none below a topic without any', () => {
    const table = tableOf();
    publish(table, 'a');
    expect(table.children({ parent: idOf('a'), limit: 9, at: START })).toEqual({
      rows: [],
      total: 0,
    });
  });
});

describe('rates', () => {
  it('approach a steady rate and decay to nothing', () => {
    const table = tableOf();
    for (let ms = 0; ms < 60_000; ms += 20) publish(table, 'plant/a', '1', { at: START + ms });
    const rateAt = (at: number) => topicOf(table, idOf('plant'), at)?.rate ?? 0;
    expect(rateAt(START + 60_000)).toBeGreaterThan(48);
    expect(rateAt(START + 60_000)).toBeLessThan(51);
    expect(rateAt(START + 70_000) / rateAt(START + 60_000)).toBeCloseTo(Math.exp(-1), 1);
    expect(rateAt(START + 300_000)).toBe(0);
  });

  it('survive a clock that is set back', () => {
    const table = tableOf();
    publish(table, 'a', '1', { at: START });
    publish(table, 'a', '1', { at: START - 3_600_000 });
    publish(table, 'a', '1', { at: 0 });
    expect(topicOf(table, idOf('a'), START - 3_600_000)).toMatchObject({ messages: 3 });
    expect(topicOf(table, idOf('a'), 0)?.rate).toBeCloseTo(0.3, 5);
    publish(table, 'a', '1', { at: START - 3_600_001 });
    expect(topicOf(table, idOf('a'))?.last?.at).toBe(START - 3_600_001);
  });

  it('order the busiest topics by their own messages', () => {
    const table = tableOf();
    for (let i = 0; i < 20; i++) {
      for (let n = 0; n <= i; n++) publish(table, `plant/${i}`, '1');
    }
    publish(table, 'plant', '1');
    const busiest = table.busiest(3, START);
    expect(busiest.map((row) => row.topic)).toEqual(['plant/19', 'plant/18', 'plant/17']);
    expect(busiest[0]?.rate).toBeCloseTo(2, 5);
    expect(table.busiest(50, START)).toHaveLength(21);
    expect(table.busiest(3, START + 600_000)).toEqual([]);
    expect(table.busiest(0, START)).toEqual([]);
  });
});

describe('hostile topics', () => {
  const deep = '/'.repeat(10_000);
  it.each([
    ['nothing', bytesOf('')],
    ['a slash', bytesOf('/')],
    ['slashes', bytesOf('//a//')],
    ['bytes that are not UTF-8', Uint8Array.of(0x61, 0xff, 0x2f, 0xc0, 0xaf)],
    ['control characters', bytesOf('\u0000\u0007')],
    ['65,535 bytes', bytesOf('n'.repeat(65_535))],
    ['10,000 levels', bytesOf(deep)],
    ['65,536 levels', bytesOf('/'.repeat(65_535))],
    ['words of JavaScript', bytesOf('__proto__/constructor')],
  ])('are held like others: %s', (_, topic) => {
    const table = tableOf();
    publish(table, 'a/b', '1');
    for (let i = 0; i < 3; i++) publish(table, topic, 'x');
    const rows = allTopics(table).filter((row) => row.topic !== 'a/b');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.messages).toBe(3);
    expect(topicOf(table, rows[0]?.id ?? '')).toEqual({
      ...rows[0],
      rate: expect.closeTo(0.3, 5),
      ownRate: expect.closeTo(0.3, 5),
    });
  });

  it('stay apart when they are not UTF-8', () => {
    const table = tableOf();
    publish(table, Uint8Array.of(0x61, 0xff), '1');
    publish(table, Uint8Array.of(0x61, 0xfe), '2');
    publish(table, 'a\uFFFD', '3');
    expect(names(allChildren(table))).toEqual(['a\uFFFD', 'a\\xfe', 'a\\xff']);
  });

  it('are cut into 256 levels, of which the last holds the rest', () => {
    const table = tableOf();
    publish(table, deep);
    expect(table.counters).toMatchObject({ topics: 1, levels: 256 });
    expect(allTopics(table)[0]?.topic).toBe(deep);
    publish(table, deep.slice(1));
    expect(table.counters).toMatchObject({ topics: 2, levels: 257 });
  });

  it('longer than MQTT can say are cut', () => {
    const table = tableOf();
    publish(table, 'n'.repeat(70_000));
    expect(allTopics(table)[0]?.topic).toHaveLength(65_535);
  });
});

it('keeps a last payload whatever its size, up to an eighth of the budget', () => {
  const table = tableOf(16_777_216);
  const large = new Uint8Array(2_097_152).fill(65);
  publish(table, 'a', large);
  expect(topicOf(table, idOf('a'))?.last).toMatchObject({
    payloadBytes: large.length,
    evicted: false,
  });
  expect(table.counters.evictedPayloads).toBe(0);

  publish(table, 'a', new Uint8Array(200_000_000));
  const last = topicOf(table, idOf('a'))?.last;
  expect(last).toMatchObject({ payloadBytes: 200_000_000, evicted: true });
  expect(last?.payload).toHaveLength(262_144);
  expect(table.counters).toMatchObject({ payloadBytes: 202_097_152, evictedPayloads: 1 });
  expect(table.counters.memoryUsed).toBeLessThan(2_000_000);

  publish(table, 'a', 'small again');
  expect(textOf(topicOf(table, idOf('a'))?.last?.payload)).toBe('small again');
});
