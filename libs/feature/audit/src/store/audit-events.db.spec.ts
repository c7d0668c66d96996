import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { auditRow } from '../api/audit.dto.js';
import { act, keepLog, NOON, openTrail, type OpenTrail } from '../fixtures.js';
import { eventsBefore, narrow, newest, type AuditFilter } from './audit-events.js';

let home: TemporaryFolder;
let open: OpenTrail;
beforeEach(async () => {
  keepLog();
  home = await temporaryFolder();
  open = await openTrail(home.path);
});
afterEach(async () => {
  await open.close();
  await home.remove();
});

type Asked = readonly [sql: string, values?: readonly unknown[]];

/** All that is asked of the database for `filter`. */
const questions = (filter: AuditFilter) =>
  open.database.search(async (read) => {
    const asked: Asked[] = [];
    const listening = Object.create(read, {
      query: {
        value: (...question: [string, unknown[]?]) => {
          asked.push(question);
          return read.query(...question);
        },
      },
    }) as EntityManager;
    const place = await narrow(listening, await newest(read), filter);
    await eventsBefore(listening, place, 50, filter);
    return asked;
  });

/** How SQLite goes about it, step by step. */
async function planOf(filter: AuditFilter): Promise<readonly string[]> {
  const steps: string[] = [];
  for (const [sql, values] of await questions(filter)) {
    const rows = await open.database.search((read) =>
      read.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, [...(values ?? [])]),
    );
    steps.push(...rows.map(({ detail }) => detail));
  }
  return steps;
}

describe('a question about the trail', () => {
  it.each<[string, AuditFilter, string[]]>([
    ['nothing in particular', {}, []],
    ['an actor', { actor: 'ada' }, ['actor']],
    ['failures', { result: 'failure' }, ['result']],
    ['failures of an actor', { actor: 'ada', result: 'failure' }, ['actor', 'result']],
    [
      'everything',
      { actor: 'ada', action: 'mfa', resourceId: '7', result: 'failure', since: 1, until: 2 },
      ['time', 'actor', 'noun', 'resource', 'result'],
    ],
    ['one action', { action: 'mfa.setup', since: NOON }, ['time', 'action']],
    ['what has not ended', { actor: 'ada', result: 'started' }, ['actor', 'intents']],
  ])('reads only what it has to, and sorts nothing: %s', async (_, filter, indexes) => {
    const plan = await planOf(filter);
    const used = plan.flatMap((step) =>
      [
        ...step.matchAll(/^SEARCH (?:audit_entries|e) USING .*INDEX audit_entries_(?:by_)?(\w+)/g),
      ].map(([, name]) => name),
    );
    expect(used).toEqual(indexes);
    expect(plan.filter((step) => /SCAN (?!json_each)|TEMP B-TREE/.test(step))).toEqual([]);
  });

  it('by time, where there is none, reads no entry', async () => {
    for (let n = 0; n < 5; n += 1) await open.trail.record(act(), { result: 'success' });
    for (const filter of [{ since: NOON + 1 }, { until: NOON }]) {
      const [, [, numbers] = ['', []]] = await questions(filter);
      expect(numbers?.slice(0, 2)).toEqual([1, 0]);
    }
  });
});

describe('a question about a time', () => {
  const name = fc.constantFrom('ada', 'bob');
  const step = fc.record({ name, by: fc.integer({ min: -5, max: 10 }), failed: fc.boolean() });
  const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
  const time = some(fc.integer({ min: NOON - 30, max: NOON + 60 }));
  const filters = fc.record({
    ...{ since: time, until: time, actor: some(name) },
    ...{ result: some(fc.constantFrom('success', 'failure', 'started')) },
  });

  it('is answered exactly, in pages of any size, also where the clock was set back', async () => {
    const steps = fc.sample(step, { numRuns: 60, seed: 7 });
    for (const { name: actor, by, failed } of steps) {
      open.clock.now += by;
      const wishes = act({ actor: { name: actor, via: 'session' } });
      const intent = await open.trail.begin(wishes);
      open.clock.now += by;
      if (by % 3 === 0) continue;
      await open.trail.end(intent, wishes, { result: failed ? 'failure' : 'success' });
    }
    const all = (await open.reader.page({}, 500)).entries.map(auditRow);
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 20 }), async (wanted, limit) => {
        const filter = Object.fromEntries(
          Object.entries(wanted).filter(([, value]) => value !== undefined),
        ) as AuditFilter;
        const { since = -Infinity, until = Infinity, actor, result } = filter;
        const expected = all.filter((row) => {
          if (!('occurredAt' in row)) return false;
          const at = Date.parse(row.occurredAt);
          const who = actor ?? row.actor.name;
          return (
            at >= since &&
            at < until &&
            who === row.actor.name &&
            (result ?? row.result) === row.result
          );
        });
        const found: number[] = [];
        for (let next: Parameters<typeof open.reader.page>[2], more = true; more;) {
          const page = await open.reader.page(filter, limit, next);
          found.push(...page.entries.map(({ number }) => number));
          next = page.next && { before: page.next.before, top: page.next.top };
          more = next !== undefined;
        }
        expect(found).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 100 },
    );
  });
});
