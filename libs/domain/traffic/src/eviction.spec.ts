import { describe, expect, it } from '@jest/globals';
import { START, allTopics, bytesOf, find, idOf, publish, tableOf, topicOf } from './fixtures.js';

const SECOND = 1024;

describe('a table at its budget', () => {
  it('lets payloads go before topics, the least recently updated first', () => {
    const table = tableOf(262_144);
    const order: string[] = [];
    let at = START;
    const send = (topic: string) => {
      if (order.includes(topic)) order.splice(order.indexOf(topic), 1);
      order.push(topic);
      publish(table, topic, 'p'.repeat(500), { at: (at += SECOND) });
    };
    for (let i = 0; table.counters.evictedPayloads < 100; i++) {
      send(`t${i}`);
      if (i % 3 === 0) send(`t${i >> 1}`);
    }
    expect(table.counters.evictedTopics).toBe(0);
    allTopics(table); // takes memory for ids, at the cost of payloads
    const whole = new Set(
      allTopics(table).flatMap((row) => (row.last?.evicted ? [] : [row.topic])),
    );
    const held = order.map((topic) => whole.has(topic));
    expect(held.lastIndexOf(false)).toBe(table.counters.evictedPayloads - 1);
    expect(held.indexOf(true)).toBe(table.counters.evictedPayloads);

    for (let i = 0; table.counters.evictedTopics < 100; i++) send(`u${i}`);
    const rest = new Set(allTopics(table).map((row) => row.topic));
    const kept = order.map((topic) => rest.has(topic));
    expect(kept.indexOf(true)).toBe(100);
    expect(kept.lastIndexOf(false)).toBe(99);
  });

  it('keeps a topic that is updated through a flood of others', () => {
    const table = tableOf(131_072);
    for (let i = 0; i < 5000; i++) {
      publish(table, `flood/${i}`, 'x'.repeat(i % 90), { at: START + i * SECOND });
      if (i % 10 === 0) publish(table, 'plant/a', `${i}`, { at: START + i * SECOND });
    }
    const row = topicOf(table, idOf('plant/a'));
    expect(row).toMatchObject({
      messages: 500,
      last: { payload: bytesOf('4990'), evicted: false },
    });
    expect(table.counters.topics + table.counters.evictedTopics).toBe(5001);
  });

  it('never exceeds it, whatever the sizes', () => {
    const table = tableOf(200_000);
    let random = 1;
    const next = (below: number) => (random = (random * 48_271) % 2_147_483_647) % below;
    for (let i = 0; i < 6000; i++) {
      const topic = `${'n'.repeat(next(8) === 0 ? next(3000) : next(20))}/${next(900)}`;
      publish(table, topic, new Uint8Array(next(12) === 0 ? next(40_000) : next(100)));
      expect(table.counters.memoryUsed).toBeLessThanOrEqual(200_000);
    }
    const rows = allTopics(table);
    expect(rows).toHaveLength(table.counters.topics);
    expect(table.counters.evictedTopics).toBeGreaterThan(0);
    expect(table.counters.evictedPayloads).toBeGreaterThan(0);
  });

  it('takes in the deepest and the longest topics, or counts what does not fit', () => {
    const table = tableOf(65_536);
    for (let i = 0; i < 200; i++) {
      publish(table, `${'/'.repeat(300)}${i}`, 'x');
      publish(table, `${'n'.repeat(65_000)}${i}`, 'x');
      publish(table, `t${i}`, 'x');
      expect(table.counters.memoryUsed).toBeLessThanOrEqual(65_536);
    }
    expect(table.counters.messages).toBe(600);
    expect(table.counters.topics + table.counters.evictedTopics).toBe(600);
    expect(topicOf(table, idOf('t199'))?.messages).toBe(1);
  });

  it('turns memory of payloads into memory of topics and back', () => {
    const table = tableOf(1_048_576);
    let at = START;
    for (let i = 0; i < 40; i++)
      publish(table, `large/${i}`, new Uint8Array(30_000), { at: (at += SECOND) });
    const before = table.counters.topics;
    for (let i = 0; i < 9000; i++) publish(table, `small/${i}`, '', { at: (at += SECOND) });
    expect(table.counters.topics).toBeGreaterThan(before + 5000);
    for (let i = 0; i < 50; i++)
      publish(table, `large/${i}`, new Uint8Array(3000).fill(i), { at: (at += SECOND) });
    const last = topicOf(table, idOf('large/49'))?.last;
    expect(last).toMatchObject({ payload: new Uint8Array(3000).fill(49), evicted: false });
  });

  it('does not move a topic within the same second, but each second', () => {
    const table = tableOf(65_536);
    publish(table, 'kept', 'x', { at: START });
    for (let i = 0; i < 3000; i++) {
      publish(table, 'kept', 'x', { at: START + i * 100 });
      publish(table, `t${i}`, 'x', { at: START + i * 100 });
    }
    expect(topicOf(table, idOf('kept'))?.messages).toBe(3001);
  });

  it('keeps what has just come, also when many are let go within the same second', () => {
    const table = tableOf(1_048_576);
    for (let i = 0; i < 1_000; i++) {
      const topic = `t${(i * 7) % 24}`;
      publish(table, topic, new Uint8Array(20_000 + ((i * 37) % 11) * 9_000), { at: START });
      expect(table.last({ id: '', topic })?.evicted).toBe(false);
    }
    expect(table.counters.evictedPayloads).toBeGreaterThan(100);
  });

  it('counts among those let go none that begins with $, as it does not among those held', () => {
    const table = tableOf(65_536);
    for (let i = 0; i < 20; i++) publish(table, `$SYS/broker/${i}`, 'x', { at: START });
    for (let i = 0; i < 3_000; i++) publish(table, `t${i}`, 'x', { at: START + i * SECOND });
    const { topics, evictedTopics } = table.counters;
    expect(find(table, '$SYS')).toBeUndefined();
    expect(topics + evictedTopics).toBe(3_000);
  });

  it('starts a topic anew that comes back', () => {
    const table = tableOf(65_536);
    publish(table, 'a/b/c', 'x', { at: START });
    publish(table, 'a/b/c', 'x', { at: START });
    for (let i = 0; i < 3000; i++) publish(table, `t${i}`, 'x', { at: START + i * SECOND });
    expect(find(table, 'a')).toBeUndefined();
    publish(table, 'a/b/c', 'x', { at: START });
    expect(find(table, 'a/b/c')?.messages).toBe(1);
    expect(find(table, 'a')?.messagesBelow).toBe(1);
  });

  it('keeps what a level counted below while other topics keep it', () => {
    const table = tableOf(65_536);
    publish(table, 'a', 'x', { at: START });
    publish(table, 'a/old', 'x', { at: START });
    for (let i = 0; i < 3000; i++) {
      publish(table, `t${i}`, 'x', { at: START + i * SECOND });
      publish(table, 'a/new', 'x', { at: START + i * SECOND });
    }
    expect(topicOf(table, idOf('a'))).toMatchObject({
      isTopic: false,
      messages: 0,
      topicsBelow: 1,
      messagesBelow: 3001,
    });
    publish(table, 'a', 'back', { at: START + 3000 * SECOND });
    expect(topicOf(table, idOf('a'))).toMatchObject({ isTopic: true, messages: 1, topicsBelow: 1 });
  });
});
