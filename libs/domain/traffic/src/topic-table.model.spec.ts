import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '#domain/mqtt';
import {
  START,
  allChildren,
  allTopics,
  idOf,
  publish,
  searchAll,
  tableOf,
  textOf,
  topicOf,
} from './fixtures.js';
import { TOPIC_SORTS, type TopicRow, type TopicSort } from './topic-row.js';
import type { TopicTable } from './topic-table.js';

interface Known {
  messages: number;
  bytes: number;
  payload: string;
  flags: number;
  at: number;
  /** Messages since the last take, while watched. */
  waiting: number;
  firstAt: number;
  qosSeen: Set<number>;
  retainedHeld: boolean;
  /** Payloads and properties of all messages, oldest first. */
  history: { payload: string; properties: string; at: number }[];
}

const HISTORY = 5;
/** Tables that are filled over and over; `make nightly` asks for more. */
const FLOODS = process.env['MCM_SEARCH_RUNS'] === undefined ? 8 : 200;
const seen = (all: ReadonlySet<number>) => [0, 1, 2].filter((qos) => all.has(qos));

/** The same table, as anyone would write it without caring for memory or speed. */
class Model {
  readonly topics = new Map<string, Known>();
  filters: readonly string[] = [];
  messages = 0;
  bytes = 0;

  record(topic: string, payload: string, flags: number, at: number, properties = ''): void {
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
      firstAt: known?.firstAt ?? at,
      qosSeen: new Set([...(known?.qosSeen ?? []), flags & 3]),
      retainedHeld: flags >= 4 ? payload !== '' : (known?.retainedHeld ?? false),
      history: [...(known?.history ?? []), { payload, properties, at }],
    });
    if (topic.startsWith('$')) return;
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
  .tuple(topic, payload, fc.constantFrom(0, 1, 2, 4, 5, 6), fc.nat(100_000), fc.nat(9))
  .map(([name, value, flags, offset, size]) => (table, model) => {
    const properties = 'p'.repeat(size);
    publish(table, name, value, { flags, at: START + offset, properties });
    model.record(name, value, flags, START + offset, properties);
  });

const forget: fc.Arbitrary<Step> = fc.constant((table, model) => {
  table.forgetRetained();
  for (const [name, known] of model.topics) {
    if (!name.startsWith('$')) known.retainedHeld = false;
  }
});

const search: fc.Arbitrary<Step> = fc
  .record({
    filter: fc.constantFrom(undefined, '#', 'a/#', '+/b', '$s/#', 'a/+/c', '+', '/+', 'b/a'),
    contains: fc.constantFrom(undefined, '', 'A', '/b', 'longer'),
    value: fc.constantFrom(undefined, '', '11', '2'),
    retained: fc.boolean(),
    sort: fc.constantFrom(...TOPIC_SORTS),
    limit: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ filter, contains, value, ...rest }) => (table, model) => {
    const given = {
      ...(filter !== undefined && { filter }),
      ...(contains !== undefined && { contains }),
      ...(value !== undefined && { value }),
    };
    const found = searchAll(table, { ...given, ...rest }, START + 100_000);
    const wanted = [...model.topics].filter(
      ([name, known]) =>
        matches(filter ?? '#', name) &&
        name.toLowerCase().includes((contains ?? '').toLowerCase()) &&
        known.payload.includes(value ?? '') &&
        (!rest.retained || known.retainedHeld),
    );
    expect(found.map((row) => row.topic).sort()).toEqual(wanted.map(([name]) => name).sort());
    const keys = found.map((row) => sortKey(rest.sort, row));
    expect(keys).toEqual(keys.toSorted(rest.sort === 'name' ? byLevels : descending));
  });

function sortKey(sort: TopicSort, row: TopicRow): string | number {
  switch (sort) {
    case 'name':
      return row.topic;
    case 'rate':
      return row.ownRate;
    case 'messages':
      return row.messages;
    case 'bytes':
      return row.payloadBytesTotal;
    case 'last-seen':
      return row.last?.at ?? 0;
  }
}

const descending = (one: string | number, other: string | number) => Number(other) - Number(one);

/** A level before what is below it, siblings by their bytes. */
function byLevels(one: string | number, other: string | number): number {
  const [a, b] = [one, other].map((name) => String(name).split('/'));
  for (let depth = 0; depth < Math.min(a?.length ?? 0, b?.length ?? 0); depth++) {
    const [x, y] = [a?.[depth] ?? '', b?.[depth] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return (a?.length ?? 0) - (b?.length ?? 0);
}

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
    expect(topicOf(table, idOf(name))?.topic).toBe(present ? name : undefined);
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
    topics: [...model.topics.keys()].filter((name) => !name.startsWith('$')).length,
    retained: [...model.topics].filter(
      ([name, known]) => known.retainedHeld && !name.startsWith('$'),
    ).length,
    evictedTopics: 0,
    evictedPayloads: 0,
    evictedHistory: 0,
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
    if (known) remembers(table, row, known);
  }
}

/** What is held of the topic's past is right. */
function remembers(table: TopicTable, row: TopicRow, known: Known): void {
  const last = known.history.slice(-HISTORY).reverse();
  expect(row.seen).toMatchObject({
    qos: seen(known.qosSeen),
    retainedHeld: known.retainedHeld,
    held: last.length,
  });
  expect(Math.abs((row.seen?.firstAt ?? 0) - known.firstAt)).toBeLessThan(128);
  const history = table.history({ id: row.id, limit: 500 });
  expect(history).toMatchObject({ topic: row.topic, total: known.messages, held: last.length });
  expect(
    history?.messages.map(({ number, payload, properties, at }) => [
      ...[number, textOf(payload), textOf(properties), at],
    ]),
  ).toEqual(
    last.map(({ payload, properties, at }, back) => [
      ...[known.messages - back, payload, properties, at],
    ]),
  );
}

describe('a topic table', () => {
  it('answers as a naive one does, within its budget', () => {
    const steps = fc.array(
      fc.oneof({ weight: 8, arbitrary: record }, watch, read, search, forget),
      {
        maxLength: 120,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const table = tableOf(4_194_304, HISTORY);
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
      { numRuns: FLOODS, endOnFailure: true },
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
