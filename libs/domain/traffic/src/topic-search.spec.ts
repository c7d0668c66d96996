import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastTime } from '#testing';
import { ByteSearch } from './byte-search.js';
import { bytesOf, publish, RETAINED, run, searchAll, START, tableOf } from './fixtures.js';
import type { TopicTable } from './topic-table.js';

const names = (table: TopicTable, query: Partial<Parameters<typeof searchAll>[1]>) =>
  searchAll(table, { sort: 'name', limit: 100, ...query }).map((row) => row.topic);

function plant(): TopicTable {
  const table = tableOf();
  publish(table, 'plant/line1/Speed', '{"rpm":1184}');
  publish(table, 'plant/line2/speed', '{"rpm":12}');
  publish(table, 'plant/line2/state', 'RUNNING', { flags: RETAINED });
  publish(table, 'plant', 'on');
  publish(table, 'weather', 'rain');
  publish(table, '$SYS/broker/uptime', '12 seconds');
  return table;
}

describe('a search', () => {
  it('finds by part of the topic, across levels, in either case', () => {
    expect(names(plant(), { contains: 'speed' })).toEqual([
      ...['plant/line1/Speed', 'plant/line2/speed'],
    ]);
    expect(names(plant(), { contains: 'E2/S' })).toEqual([
      'plant/line2/speed',
      'plant/line2/state',
    ]);
    expect(names(plant(), { contains: 'nowhere' })).toEqual([]);
  });

  it('finds by filter as the broker does: reserved topics only by their name', () => {
    expect(names(plant(), { filter: 'plant/#' })).toEqual([
      ...['plant', 'plant/line1/Speed', 'plant/line2/speed', 'plant/line2/state'],
    ]);
    expect(names(plant(), { filter: 'plant/+/speed' })).toEqual(['plant/line2/speed']);
    expect(names(plant(), { filter: '+' })).toEqual(['plant', 'weather']);
    expect(names(plant(), { filter: '#' })).toHaveLength(5);
    expect(names(plant(), {})).toHaveLength(5);
    expect(names(plant(), { filter: '$SYS/#' })).toEqual(['$SYS/broker/uptime']);
    expect(names(plant(), { filter: '+/broker/uptime' })).toEqual([]);
  });

  it('finds by part of the last value, and by all conditions together', () => {
    expect(names(plant(), { value: '"rpm":1' })).toHaveLength(2);
    expect(names(plant(), { value: 'running' })).toEqual(['plant/line2/state']);
    expect(names(plant(), { retained: true })).toEqual(['plant/line2/state']);
    const all = { filter: 'plant/line2/+', contains: 'SPEED', value: 'rpm' };
    expect(names(plant(), all)).toEqual(['plant/line2/speed']);
    expect(names(plant(), { ...all, retained: true })).toEqual([]);
  });

  it('counts all it found when it is sorted, and compares rates as of its first page', () => {
    const table = tableOf();
    for (let i = 0; i < 30; i++) {
      for (let n = 0; n <= i; n++) publish(table, `t${i}`, 'x', { at: START + n * 100 });
    }
    const at = START + 3_000;
    const first = run(table.search({ sort: 'rate', limit: 10, at }));
    expect(first.total).toBe(30);
    expect(first.rows.map((row) => row.topic)).toEqual(
      Array.from({ length: 10 }, (_, i) => `t${29 - i}`),
    );
    const cursor = first.nextCursor ?? '';
    const later = run(table.search({ sort: 'rate', limit: 10, at: at + 60_000, cursor }));
    expect(later.rows.map((row) => row.topic)).toEqual(
      Array.from({ length: 10 }, (_, i) => `t${19 - i}`),
    );
  });

  it('tells apart topics that are ranked the same', () => {
    const table = tableOf();
    for (let i = 0; i < 50; i++) publish(table, `t${i}`, 'x');
    for (const sort of ['rate', 'messages', 'bytes', 'last-seen'] as const) {
      expect(new Set(names(table, { sort, limit: 7 })).size).toBe(50);
    }
  });

  it('begins again with a cursor that is none, or of another kind of list', () => {
    const table = plant();
    for (const cursor of ['', 'x', 'r00', `r${'f'.repeat(32)}`, 'n7', `n${'61'.repeat(2_000)}`]) {
      for (const sort of ['name', 'messages'] as const) {
        expect(run(table.search({ sort, limit: 3, at: START, cursor })).rows.length).toBeLessThan(
          4,
        );
      }
    }
    const { nextCursor } = run(table.search({ sort: 'name', limit: 2, at: START }));
    const other = { sort: 'bytes', limit: 2, at: START, cursor: nextCursor ?? '' } as const;
    expect(run(table.search(other)).rows).toHaveLength(2);
  });

  it('goes on behind a topic that is gone, and behind names that are cut in a cursor', () => {
    const table = tableOf(131_072);
    publish(table, 'a', 'x', { at: START });
    publish(table, 'b', 'x', { at: START });
    const { nextCursor } = run(table.search({ sort: 'name', limit: 1, at: START }));
    for (let i = 0; i < 3_000; i++) publish(table, `c/${i}`, 'x', { at: START + i * 1_000 });
    const rest = run(
      table.search({ sort: 'name', limit: 2, at: START, cursor: nextCursor ?? '' }),
    ).rows;
    expect(rest.map((row) => row.topic)).not.toContain('a');
    expect(rest).toHaveLength(2);

    const long = tableOf();
    const topics = [1, 2, 3].map((i) => `${'n'.repeat(5_000)}${i}`);
    for (const topic of topics) publish(long, topic);
    expect(names(long, { limit: 1 })).toEqual(topics);
  });

  it('leaves out none that stays, and shows none twice, while the table changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1_000_000), (limit, seed) => {
        const table = tableOf(8_388_608);
        const stay = Array.from({ length: 5_000 }, (_, i) => `s/${(i * 7919) % 5_000}`);
        for (const topic of stay) publish(table, topic);
        let random = seed + 1;
        const next = (below: number) => (random = (random * 48_271) % 2_147_483_647) % below;
        const change = () => {
          for (let i = 0; i < 5; i++) publish(table, `s/${next(9_000)}/${next(9)}`);
        };
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const query = { sort: 'name', limit: limit * 100, at: START, filter: 's/#' } as const;
          const page = run(table.search({ ...query, ...(cursor && { cursor }) }), change);
          found.push(...page.rows.map((row) => row.topic));
          cursor = page.nextCursor;
          change();
        } while (cursor !== undefined);
        expect(new Set(found).size).toBe(found.length);
        const seen = new Set(found);
        expect(stay.filter((topic) => !seen.has(topic))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('rests after so much, however few of the topics it passes are looked for', () => {
    const table = tableOf(33_554_432);
    for (let i = 0; i < 40_000; i++) publish(table, `t/${i % 200}/${i}`, '');
    for (const sort of ['name', 'rate'] as const) {
      let rests = 0;
      run(table.search({ sort, limit: 5, at: START, filter: '+/+/+/+' }), () => rests++);
      expect(rests).toBeGreaterThanOrEqual(15);
      rests = 0;
      publish(table, 'large', 'x'.repeat(900_000));
      run(table.search({ sort, limit: 5, at: START, value: 'y' }), () => rests++);
      expect(rests).toBeGreaterThan(15);
    }
  });

  it('is not slowed down by payloads that nearly have what is looked for', () => {
    const table = tableOf(33_554_432);
    publish(table, 'a', 'a'.repeat(1_000_000));
    const time = (value: string) =>
      leastTime(() => run(table.search({ sort: 'name', limit: 5, at: START, value })));
    const plain = time('zz');
    expect(time(`${'a'.repeat(1_000)}b`)).toBeLessThan(20 * plain + 20);
  });

  it('answers no other topic than was looked for, though records become those of others meanwhile', () => {
    const table = tableOf(1_048_576);
    for (let i = 0; i < 4_000; i++) publish(table, `plant/${i}`, 'x', { at: START });
    let other = 0;
    const change = () => {
      for (let i = 0; i < 2_000; i++) {
        publish(table, `other/${other++}`, 'x', { at: START + other * 1_000 });
      }
    };
    const page = run(
      table.search({ sort: 'messages', limit: 100, at: START, contains: 'plant' }),
      change,
    );
    expect(table.counters.evictedTopics).toBeGreaterThan(1_000);
    expect(page.rows.filter(({ topic }) => !topic.startsWith('plant/'))).toEqual([]);
  });

  it('goes on with the next page when it has looked at many in vain', () => {
    const table = tableOf(134_217_728);
    for (let i = 0; i < 210_000; i++) publish(table, `t/${i % 1_000}/${i}`, '');
    publish(table, 'z', 'here');
    const query = { sort: 'name', limit: 5, at: START, value: 'here' } as const;
    const first = run(table.search(query));
    expect(first.rows).toEqual([]);
    const second = run(table.search({ ...query, cursor: first.nextCursor ?? '' }));
    expect(second.rows.map((row) => row.topic)).toEqual(['z']);
    expect(second.nextCursor).toBeUndefined();
  });
});

describe('a text looked for in bytes', () => {
  it('is found where the lower case of both says so', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'Z', '0'), maxLength: 8 });
    const hay = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', 'é', 'z', '0') });
    const lower = (one: string) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    fc.assert(
      fc.property(text, hay, (wanted, within) => {
        const bytes = bytesOf(within);
        expect(new ByteSearch(wanted).isIn(bytes)).toBe(lower(within).includes(lower(wanted)));
      }),
    );
  });
});
