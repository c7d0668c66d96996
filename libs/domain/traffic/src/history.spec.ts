import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START, allTopics, idOf, publish, tableOf, textOf, topicOf } from './fixtures.js';
import type { TopicTable } from './topic-table.js';

const SECOND = 1_000;

const numbers = (table: TopicTable, topic: string, before?: number, limit = 100) =>
  table
    .history({ id: idOf(topic), limit, ...(before !== undefined && { before }) })
    ?.messages.map(({ number }) => number);

describe('the history of a topic', () => {
  it('is its latest messages, each with its number, time, QoS, properties and payload', () => {
    const table = tableOf(1_048_576, 3);
    for (let i = 1; i <= 5; i++) {
      const about = { at: START + i * 250, flags: i % 3, properties: `p${i}` };
      publish(table, 'a/b', `value ${i}`, about);
    }
    const history = table.history({ id: idOf('a/b'), limit: 10 });
    expect(history).toMatchObject({ topic: 'a/b', total: 5, held: 3 });
    expect(
      history?.messages.map((one) => ({
        ...one,
        payload: textOf(one.payload),
        properties: textOf(one.properties),
      })),
    ).toEqual(
      [5, 4, 3].map((i) => ({
        number: i,
        at: START + i * 250,
        qos: i % 3,
        retained: false,
        payload: `value ${i}`,
        properties: `p${i}`,
        payloadBytes: 7,
        evicted: false,
      })),
    );
  });

  it('is read in pages that stay where they are while messages come', () => {
    const table = tableOf(1_048_576, 100);
    for (let i = 1; i <= 20; i++) publish(table, 'a', `${i}`);
    expect(numbers(table, 'a', undefined, 8)).toEqual([20, 19, 18, 17, 16, 15, 14, 13]);
    for (let i = 21; i <= 30; i++) publish(table, 'a', `${i}`);
    expect(numbers(table, 'a', 13, 8)).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
    expect(numbers(table, 'a', 5, 8)).toEqual([4, 3, 2, 1]);
    expect(numbers(table, 'a', 1)).toEqual([]);
    expect(numbers(table, 'b')).toBeUndefined();
  });

  it('gives one message by its number, as long as it is held', () => {
    const table = tableOf(1_048_576, 4);
    for (let i = 1; i <= 9; i++) publish(table, 'a', `${i}`);
    const payload = (number?: number) => {
      const message = table.message(idOf('a'), number);
      return message && textOf(message.payload);
    };
    expect([payload(), payload(9), payload(6), payload(5), payload(10)]).toEqual([
      ...['9', '9', '6', undefined, undefined],
    ]);
  });

  it('holds the latest messages whole, whatever their sizes', () => {
    const size = fc.oneof(fc.nat(40), fc.nat(3_000), fc.nat(90_000));
    fc.assert(
      fc.property(fc.array(size, { maxLength: 120, size: 'max' }), fc.nat(20), (sizes, history) => {
        const table = tableOf(1_048_576, history + 1);
        for (const [i, length] of sizes.entries()) {
          publish(table, `t${i % 3}`, `${i % 10}`.repeat(length), { properties: `${i}` });
        }
        for (const topic of ['t0', 't1', 't2']) {
          const all = sizes.map((length, i) => [i, length] as const);
          const sent = all.filter(([i]) => `t${i % 3}` === topic).reverse();
          const held = table.history({ id: idOf(topic), limit: 500 })?.messages ?? [];
          expect(held.length).toBeLessThanOrEqual(history + 1);
          expect(held.length > 0).toBe(sent.length > 0);
          for (const [back, message] of held.entries()) {
            const [i, length] = sent[back] ?? [0, 0];
            expect(message.number).toBe(sent.length - back);
            expect(textOf(message.properties)).toBe(`${i}`);
            expect(textOf(message.payload) === `${i % 10}`.repeat(length)).toBe(true);
          }
          expect(topicOf(table, idOf(topic))?.seen?.held ?? 0).toBe(held.length);
        }
        expect(table.counters.memoryUsed).toBeLessThanOrEqual(1_048_576);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a message that is as large as many, and then again many', () => {
    const table = tableOf(1_048_576, 50);
    publish(table, 'a', 'x'.repeat(100_000));
    expect(topicOf(table, idOf('a'))?.seen?.held).toBe(1);
    for (let i = 0; i < 60; i++) publish(table, 'a', 'small');
    expect(topicOf(table, idOf('a'))?.seen?.held).toBe(50);
    expect(table.counters.memoryUsed).toBeLessThan(200_000);
  });

  it('leaves properties out that are longer than any sensible packet has', () => {
    const table = tableOf(16_777_216, 3);
    publish(table, 'a', 'x', { properties: 'p'.repeat(65_536) });
    expect(table.message(idOf('a'))).toMatchObject({ properties: new Uint8Array() });
    publish(table, 'a', 'x', { properties: 'p'.repeat(65_535) });
    expect(table.message(idOf('a'))?.properties).toHaveLength(65_535);
  });
});

describe('history at the budget', () => {
  it('goes before last messages, that of the longest silent topic first', () => {
    const table = tableOf(524_288, 20);
    for (let topic = 0; topic < 10; topic++) {
      for (let i = 0; i < 10; i++) {
        publish(table, `old/${topic}`, 'h'.repeat(500), { at: START + topic * SECOND });
      }
    }
    const held = () =>
      Array.from(
        { length: 10 },
        (_, topic) => topicOf(table, idOf(`old/${topic}`))?.seen?.held ?? 0,
      );
    expect(held()).toEqual(Array.from({ length: 10 }, () => 10));
    for (let i = 0; held().some((count) => count > 1); i++) {
      publish(table, `new/${i}`, 'n'.repeat(500), { at: START + (20 + i) * SECOND });
      expect(held().lastIndexOf(1)).toBe(held().indexOf(10) === -1 ? 9 : held().indexOf(10) - 1);
      expect(table.counters).toMatchObject({ evictedPayloads: 0, evictedTopics: 0 });
    }
    expect(table.counters.evictedHistory).toBe(90);
    expect(topicOf(table, idOf('old/0'))?.last?.evicted).toBe(false);
  });

  it('is taken from silent topics for busy ones, but not by busy ones from each other', () => {
    const table = tableOf(131_072, 1_000);
    const send = (name: string, topics: number, messages: number, from: number) => {
      for (let i = 0; i < messages; i++) {
        publish(table, `${name}/${i % topics}`, 'x'.repeat(60), { at: START + from * SECOND + i });
      }
    };
    const held = (name: string) =>
      allTopics(table)
        .filter((row) => row.topic.startsWith(name))
        .reduce((sum, row) => sum + (row.seen?.held ?? 0), 0);
    send('silent', 50, 2_000, 0);
    const silent = held('silent');
    send('busy', 60, 6_000, 30);
    const busy = held('busy');
    // New topics take what they need from whoever was silent longest.
    expect(held('silent')).toBeGreaterThan(0.9 * silent);
    send('busy', 60, 30_000, 90);
    expect(held('silent')).toBe(50);
    expect(held('busy')).toBeGreaterThan(busy);
    const { evictedHistory } = table.counters;
    expect(evictedHistory).toBe(silent - 50);
    send('busy', 60, 30_000, 125);
    expect(table.counters).toMatchObject({ evictedHistory, evictedPayloads: 0 });
    expect(table.counters.memoryUsed).toBeLessThanOrEqual(131_072);
  });

  it('stays within it and stays right through a long mixture of everything', () => {
    const step = fc.tuple(fc.nat(40), fc.oneof(fc.nat(50), fc.nat(50), fc.nat(4_000)));
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 1_500, size: 'max' }), (steps) => {
        const table = tableOf(131_072, 30);
        const sent = new Map<string, number[]>();
        for (const [i, [number, size]] of steps.entries()) {
          const topic = `plant/${number % 5}/${number}`;
          publish(table, topic, `${size % 10}`.repeat(size), { at: START + i * 3 * SECOND });
          sent.set(topic, [size, ...(sent.get(topic) ?? [])]);
          expect(table.counters.memoryUsed).toBeLessThanOrEqual(131_072);
        }
        for (const [topic, sizes] of sent) {
          for (const [back, message] of (
            table.history({ id: idOf(topic), limit: 100 })?.messages ?? []
          ).entries()) {
            const size = sizes[back] ?? -1;
            expect(message.payloadBytes).toBe(size);
            expect(`${size % 10}`.repeat(size).startsWith(textOf(message.payload))).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
