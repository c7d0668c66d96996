import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '#domain/mqtt';
import { idOf, publish, RETAINED, START, textOf } from './fixtures.js';
import { TopicTable } from './topic-table.js';

interface Fed {
  readonly feeds: number;
  readonly topic: string;
  readonly payload: string;
  readonly flags: number;
  readonly at: number;
}

function fedTable(memoryBudget = 4_194_304): { table: TopicTable; fed: Fed[] } {
  const fed: Fed[] = [];
  const table = new TopicTable({
    ...{ memoryBudget, topicId: idOf },
    feeds: {
      add: (feeds, bytes, topicStart, topicEnd, payloadStart, payloadEnd, flags, at) => {
        const topic = textOf(bytes.subarray(topicStart, topicEnd));
        const payload = textOf(bytes.subarray(payloadStart, payloadEnd));
        fed.push({ feeds, topic, payload, flags, at });
      },
    },
  });
  return { table, fed };
}

describe('feeds', () => {
  it('get each message to a topic of theirs, whole, as it comes', () => {
    const { table, fed } = fedTable();
    table.feed(0, ['line/+/temp']);
    table.feed(1, ['spBv1.0/#']);
    publish(table, 'line/1/temp', '21.5', { flags: RETAINED | 1, at: START + 7, properties: 'p' });
    publish(table, 'line/1/temp', '');
    publish(table, 'line/1/state', 'on');
    publish(table, 'spBv1.0/g/NDATA/n', 'bytes');
    expect(fed).toEqual([
      { feeds: 1, topic: 'line/1/temp', payload: '21.5', flags: RETAINED | 1, at: START + 7 },
      { feeds: 1, topic: 'line/1/temp', payload: '', flags: 0, at: START },
      { feeds: 2, topic: 'spBv1.0/g/NDATA/n', payload: 'bytes', flags: 0, at: START },
    ]);
  });

  it('get what is theirs now, whatever was chosen before, for known and for new topics', () => {
    const filter = fc.constantFrom('#', 'a/#', 'a/+', '+/b', 'a', 'b', '+');
    const topic = fc.constantFrom('a', 'b', 'a/b', 'b/b', 'a/b/c', '$a', '$a/b');
    const choice = fc.record({
      feed: fc.constantFrom(0, 1),
      filters: fc.array(filter, { maxLength: 3 }),
      topics: fc.array(topic, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(choice), (choices) => {
        const { table, fed } = fedTable();
        const chosen: readonly string[][] = [[], []];
        for (const { feed, filters, topics } of choices) {
          chosen[feed]!.splice(0, Infinity, ...filters);
          table.feed(feed, filters);
          for (const name of topics) {
            fed.length = 0;
            publish(table, name);
            const bits = chosen.map((all) => (all.some((one) => matches(one, name)) ? 1 : 0));
            const feeds = bits[0]! | (bits[1]! << 1);
            expect(fed.map((one) => one.feeds)).toEqual(feeds === 0 ? [] : [feeds]);
          }
        }
      }),
    );
  });

  it('do not take a topic for theirs that has the record of one that was', () => {
    const { table, fed } = fedTable(65_536);
    table.feed(0, ['first/#']);
    publish(table, 'first/one');
    for (let i = 0; i < 2000; i++) publish(table, `t${i}`, '', { at: START + i * 1024 });
    expect(table.counters.evictedTopics).toBeGreaterThan(0);
    expect(fed.map((one) => one.topic)).toEqual(['first/one']);
  });

  it('are chosen anew more often than a record can count', () => {
    const { table, fed } = fedTable();
    publish(table, 'a');
    for (let i = 0; i < 20_000; i++) table.feed(0, i % 2 === 0 ? ['a'] : ['b']);
    publish(table, 'a');
    table.feed(0, ['a']);
    publish(table, 'a');
    expect(fed).toHaveLength(1);
    expect(() => table.feed(2, [])).toThrow('There is no feed 2.');
  });

  it('get messages to topics that there is no room for', () => {
    const { table, fed } = fedTable(65_536);
    table.feed(0, ['#']);
    const long = 'x'.repeat(65_535);
    publish(table, long);
    expect(table.counters.topics).toBe(0);
    expect(fed.map(({ topic }) => topic === long)).toEqual([true]);
  });
});
