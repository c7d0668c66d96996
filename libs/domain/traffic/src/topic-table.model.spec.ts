import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '#domain/mqtt';
import { allChildren, allTopics, idOf, publish, START, tableOf, textOf } from './fixtures.js';
import type { TopicTable } from './topic-table.js';

interface Known {
  messages: number;
  bytes: number;
  payload: string;
  flags: number;
  at: number;
  /** Messages since the last take, while watched. */
  waiting: number;
}

/** The same table, as anyone would write it without caring for memory or speed. */
class Model {
  readonly topics = new Map<string, Known>();
  filters: readonly string[] = [];
  messages = 0;
  bytes = 0;

  record(topic: string, payload: string, flags: number, at: number): void {
    const known = this.topics.get(topic);
    const watched = this.watches(topic);
    this.topics.delete(topic);
    this.topics.set(topic, {
      messages: (known?.messages ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + payload.length,
      payload,
      flags,
      at,
      waiting: (known?.waiting ?? 0) + (watched ? 1 : 0),
    });
    this.messages++;
    this.bytes += payload.length;
  }

  watches(topic: string): boolean {
    return this.filters.some((filter) => matches(filter, topic));
  }

  below(level: string | undefined): string[] {
    const start = level === undefined ? '' : `${level}/`;
    return [...this.topics.keys()].filter((topic) => topic.startsWith(start));
  }

  childNames(level: string | undefined): string[] {
    const skip = level === undefined ? 0 : level.length + 1;
    return [
      ...new Set(this.below(level).map((topic) => topic.slice(skip).split('/')[0] ?? '')),
    ].sort();
  }
}

type Step = (table: TopicTable, model: Model) => void;

const level = fc.constantFrom('', 'a', 'b', 'c', '$s', 'a-name-that-is-longer-than-the-record');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const payload = fc.tuple(fc.nat(3), fc.nat(250)).map(([kind, size]) => `${kind}`.repeat(size));

const record: fc.Arbitrary<Step> = fc
  .tuple(topic, payload, fc.nat(7), fc.nat(100_000))
  .map(([name, value, flags, offset]) => (table, model) => {
    publish(table, name, value, { flags, at: START + offset });
    model.record(name, value, flags, START + offset);
  });

const watch: fc.Arbitrary<Step> = fc
  .subarray(['#', 'a/#', '+/b', '$s/+', 'c', '+/+/+'])
  .map((filters) => (table, model) => {
    takeAll(table, model);
    table.watch(filters);
    model.filters = filters;
  });

const read: fc.Arbitrary<Step> = fc
  .tuple(topic, fc.integer({ min: 1, max: 4 }))
  .map(([name, limit]) => (table, model) => {
    const present = model.topics.has(name) || model.below(name).length > 0;
    expect(table.topic(idOf(name))?.topic).toBe(present ? name : undefined);
    if (present) {
      const rows = allChildren(table, name, limit);
      expect(rows.map((row) => row.name)).toEqual(model.childNames(name));
    }
  });

function takeAll(table: TopicTable, model: Model): void {
  const taken: Record<string, number> = {};
  for (let more = true; more;) {
    const batch = table.takeChanges(2);
    for (const change of batch.changes) {
      expect(taken).not.toHaveProperty([change.topic]);
      expect(textOf(change.payload)).toBe(model.topics.get(change.topic)?.payload);
      taken[change.topic] = change.coalesced;
    }
    ({ more } = batch);
  }
  const waiting = [...model.topics].filter(([, known]) => known.waiting > 0);
  expect(taken).toEqual(Object.fromEntries(waiting.map(([name, known]) => [name, known.waiting])));
  for (const known of model.topics.values()) known.waiting = 0;
}

function agree(table: TopicTable, model: Model): void {
  expect(table.counters).toMatchObject({
    messages: model.messages,
    payloadBytes: model.bytes,
    topics: model.topics.size,
    evictedTopics: 0,
    evictedPayloads: 0,
  });
  const rows = allTopics(table);
  expect(rows.map((row) => row.topic).sort()).toEqual([...model.topics.keys()].sort());
  for (const row of rows) {
    const known = model.topics.get(row.topic);
    const below = model.below(row.topic).map((name) => model.topics.get(name));
    expect(row).toMatchObject({
      messages: known?.messages,
      payloadBytesTotal: known?.bytes,
      topicsBelow: below.length,
      messagesBelow: below.reduce((sum, one) => sum + (one?.messages ?? 0), 0),
      payloadBytesBelow: below.reduce((sum, one) => sum + (one?.bytes ?? 0), 0),
    });
    expect(textOf(row.last?.payload)).toBe(known?.payload);
    expect(row.last?.at).toBe(known?.at);
    expect(row.last?.qos).toBe([0, 1, 2, 0][(known?.flags ?? 0) & 3]);
    expect(row.last?.retained).toBe((known?.flags ?? 0) >= 4);
  }
}

describe('a topic table', () => {
  it('answers as a naive one does, within its budget', () => {
    const steps = fc.array(fc.oneof({ weight: 8, arbitrary: record }, watch, read), {
      maxLength: 120,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (all) => {
        const table = tableOf(4_194_304);
        const model = new Model();
        for (const step of all) step(table, model);
        agree(table, model);
        takeAll(table, model);
      }),
      { numRuns: 60 },
    );
  });

  it('at its budget holds the most recent ones, and every one of them right', () => {
    const message = fc.tuple(fc.nat(1500), fc.oneof(fc.nat(60), fc.nat(60), fc.nat(9000)));
    const floods = fc.array(message, { minLength: 800, maxLength: 2500, size: 'max' });
    fc.assert(
      fc.property(floods, (messages) => {
        const table = tableOf(65_536);
        const model = new Model();
        let evicted = 0;
        for (const [i, [number, size]] of messages.entries()) {
          const name = `plant/${number % 7}/line/${number}`;
          const value = `${number % 10}`.repeat(size);
          publish(table, name, value, { at: START + i * 1024 });
          model.record(name, value, 0, START + i * 1024);
          const { memoryUsed, evictedTopics, evictedPayloads, topics } = table.counters;
          expect(memoryUsed).toBeLessThanOrEqual(65_536);
          expect(topics).toBeGreaterThan(0);
          expect(evictedTopics + evictedPayloads).toBeGreaterThanOrEqual(evicted);
          evicted = evictedTopics + evictedPayloads;
        }
        holdsTheMostRecent(table, model);
      }),
      { numRuns: 20 },
    );
  });
});

/** Topics that are held are the last ones recorded, and what they hold of their payload is right. */
function holdsTheMostRecent(table: TopicTable, model: Model): void {
  const recent = [...model.topics.keys()].slice(-table.counters.topics);
  const rows = allTopics(table);
  expect(rows.map((row) => row.topic).sort()).toEqual([...recent].sort());
  for (const row of rows) {
    const known = model.topics.get(row.topic);
    const held = textOf(row.last?.payload);
    expect(known?.payload.startsWith(held)).toBe(true);
    expect(row.last?.payloadBytes).toBe(known?.payload.length);
    expect(row.last?.evicted).toBe(held !== known?.payload);
  }
}
