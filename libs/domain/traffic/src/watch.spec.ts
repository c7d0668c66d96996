import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '#domain/mqtt';
import { publish, RETAINED, START, tableOf, textOf } from './fixtures.js';

describe('takeChanges', () => {
  it('answers each changed watched topic once, with its latest message and the count it stands for', () => {
    const table = tableOf();
    publish(table, 'a/1', 'before');
    table.watch(['a/+']);
    publish(table, 'a/1', 'first');
    publish(table, 'a/2', 'new', { flags: RETAINED | 1, at: START + 5 });
    publish(table, 'b', 'not watched');
    publish(table, 'a/1', 'second', { at: START + 9 });

    const { changes, more } = table.takeChanges(10);
    expect(more).toBe(false);
    expect(changes.map((change) => ({ ...change, payload: textOf(change.payload) }))).toEqual([
      { topic: 'a/1', payload: 'second', payloadBytes: 6, flags: 0, at: START + 9, coalesced: 2 },
      { topic: 'a/2', payload: 'new', payloadBytes: 3, flags: 5, at: START + 5, coalesced: 1 },
    ]);
    expect(table.takeChanges(10)).toEqual({ changes: [], more: false });
  });

  it('leaves what exceeds the limit for the next call', () => {
    const table = tableOf();
    table.watch(['#']);
    for (let i = 0; i < 1000; i++) publish(table, `t${i}`);
    const taken: string[] = [];
    for (let more = true; more;) {
      const batch = table.takeChanges(7);
      expect(batch.changes.length).toBeLessThanOrEqual(7);
      taken.push(...batch.changes.map((change) => change.topic));
      publish(table, 't999');
      ({ more } = batch);
      if (taken.length === 1000) break;
    }
    expect(taken).toEqual(Array.from({ length: 1000 }, (_, i) => `t${i}`));
  });

  it('forgets topics that are no longer watched and keeps those that still are', () => {
    const table = tableOf();
    table.watch(['a', 'b']);
    publish(table, 'a');
    publish(table, 'b');
    table.watch(['b', 'c']);
    expect(table.takeChanges(10).changes.map((change) => change.topic)).toEqual(['b']);
    table.watch([]);
    publish(table, 'b');
    expect(table.takeChanges(10)).toEqual({ changes: [], more: false });
  });

  it('does not mistake a topic for one whose record it was given', () => {
    const table = tableOf(65_536);
    table.watch(['#']);
    publish(table, 'first');
    for (let i = 0; i < 2000; i++) publish(table, `t${i}`, '', { at: START + i * 1024 });
    const { changes } = table.takeChanges(10_000);
    expect(table.counters.evictedTopics).toBeGreaterThan(0);
    expect(changes.map((change) => change.topic)).not.toContain('first');
    expect(new Set(changes.map((change) => change.topic)).size).toBe(changes.length);
    expect(changes.every((change) => change.coalesced === 1)).toBe(true);
  });

  it('watches what the filters select, whether the topic or the filter came first', () => {
    const level = fc.constantFrom('', 'a', 'b', '$s');
    const topics = fc
      .array(level, { minLength: 1, maxLength: 4 })
      .map((levels) => levels.join('/'))
      .filter((topic) => topic !== '');
    const filters = fc
      .tuple(
        fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 3 }),
        fc.constantFrom('#', '+', 'a'),
      )
      .map(([levels, last]) => [...levels, last].join('/'));
    fc.assert(
      fc.property(fc.array(topics), fc.array(topics), fc.array(filters), (known, late, watched) => {
        const table = tableOf(131_072);
        for (const topic of known) publish(table, topic);
        table.watch(['b/#', '+']);
        table.watch(watched);
        for (const topic of [...known, ...late]) publish(table, topic);
        const expected = [...known, ...late].filter((topic) =>
          watched.some((filter) => matches(filter, topic)),
        );
        const changed = table.takeChanges(1000).changes.map((change) => change.topic);
        expect(changed.sort()).toEqual([...new Set(expected)].sort());
      }),
    );
  });

  it.each([
    '#',
    '/#',
    '+/'.repeat(299) + '+',
    '/'.repeat(299),
    '/'.repeat(255) + '#',
    'a/#',
    '/'.repeat(298),
  ])('compares topics of more than 256 levels whole: %#', (filter) => {
    const deep = '/'.repeat(299);
    for (const first of [deep, 'other']) {
      const table = tableOf();
      publish(table, first);
      table.watch([filter]);
      publish(table, deep);
      const changed = table.takeChanges(10).changes.map((change) => change.topic);
      expect(changed).toEqual(matches(filter, deep) ? [deep] : []);
    }
  });
});
