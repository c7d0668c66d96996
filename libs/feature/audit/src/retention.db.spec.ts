import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAuditKey } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { auditRow } from './api/audit.dto.js';
import { act, DAY_MS, done, keepLog, openTrail, type OpenTrail } from './fixtures.js';
import { macOf } from './trail-mac.js';
import { verifyTrail } from './verify-trail.js';

const RETENTION = 90 * DAY_MS;

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

const cut = (batch?: number) => open.trail.cut(RETENTION, batch);
const numbers = async () =>
  (await open.database.read.query<{ number: number }[]>('SELECT number FROM audit_entries')).map(
    ({ number }) => number,
  );
const verdict = () => open.trail.verify();
const tamper = (sql: string) => open.database.write((tx) => tx.query(sql));

/** Acts that end at these days: 1 and 2 are the entries of the first, 3 and 4 of the second, … */
async function onDays(...days: readonly number[]): Promise<void> {
  const begin = open.clock.now;
  for (const day of days) {
    open.clock.now = begin + day * DAY_MS;
    await done(open.trail);
  }
  open.clock.now = begin;
}
const passDays = (days: number) => (open.clock.now += days * DAY_MS);

describe('retention', () => {
  it('cuts the old end off, so that the rest stays provable and says where it was cut', async () => {
    await onDays(0, 5, 50);
    passDays(97);
    await cut();
    expect(await numbers()).toEqual([5, 6, 7]);
    const { valid, first, cut: at } = await verdict();
    expect({ valid, first, at }).toEqual({
      ...{ valid: true, first: 5 },
      at: { number: 5, at: open.clock.now },
    });
  });

  it('is an entry itself, by the system', async () => {
    await onDays(0);
    passDays(92);
    await cut();
    const { entries } = await open.reader.page({ action: 'audit.cut' }, 10);
    expect(entries.map(auditRow)).toMatchObject([
      {
        ...{ id: 3, result: 'success', actor: { name: 'system', via: 'system' } },
        changes: [{ pointer: '/first', before: 1, after: 3 }],
      },
    ]);
  });

  it('leaves alone what is young, and cuts no more than once a day', async () => {
    await onDays(0, 0.5, 1, 1.5);
    passDays(89);
    await cut();
    passDays(1.5);
    await cut();
    expect(await numbers()).toHaveLength(8);
    passDays(1);
    await cut();
    expect(await numbers()).toEqual([7, 8, 9]);
    passDays(0.5);
    await cut();
    expect(await numbers()).toEqual([7, 8, 9]);
  });

  it('goes on over many cuts', async () => {
    for (let round = 0; round < 5; round += 1) {
      await onDays(0);
      passDays(100);
      await cut();
      expect(await verdict()).toMatchObject({ valid: true, entries: 1 });
    }
    expect(await numbers()).toEqual([15]);
  });

  it('cuts much in batches, each with a mark of its own', async () => {
    await onDays(...Array.from({ length: 10 }, (_, day) => day / 10));
    passDays(92);
    await cut(8);
    expect(await numbers()).toEqual([21, 22, 23]);
    expect((await verdict()).valid).toBe(true);
  });

  it('leaves an act whole when its intent goes: the outcome says all of it', async () => {
    const intent = await open.trail.begin(act({ resourceName: 'bob' }));
    passDays(50);
    await open.trail.end(intent, act({ resourceName: 'bob' }), { result: 'success' });
    passDays(50);
    await cut();
    expect(await numbers()).toEqual([2, 3]);
    const { entries } = await open.reader.page({}, 10);
    expect(entries.map(auditRow).at(-1)).toMatchObject({
      ...{ id: 2, intent: 1, result: 'success', resourceName: 'bob' },
    });
    await open.close();
    open = await openTrail(home.path, open.clock.now);
    expect(await numbers()).toEqual([2, 3]);
  });

  it('does not believe an altered time', async () => {
    await onDays(0, 1, 2);
    passDays(3);
    await tamper(`UPDATE audit_entries SET body = json_set(body, '$.at', 0)`);
    await cut();
    expect(await numbers()).toHaveLength(6);
    expect((await verdict()).problemCount).toBe(6);
  });

  it('takes an altered entry along with a proven one behind it, when that is old', async () => {
    await onDays(0, 1, 2);
    await tamper(`UPDATE audit_entries SET body = '{}' WHERE number = 2`);
    passDays(94);
    await cut();
    expect(await numbers()).toEqual([7]);
    expect((await verdict()).valid).toBe(true);
  });

  it('is not held up by an entry of a time when the clock was wrong', async () => {
    await onDays(0, 50_000, 1);
    passDays(94);
    await cut();
    expect(await numbers()).toEqual([7]);
  });

  it('does not disturb a look at the trail that has begun', async () => {
    await onDays(0, 50);
    passDays(92);
    const key = await readAuditKey(home.path);
    const seen = await open.database.snapshot(async (read) => {
      await read.query('SELECT 1 FROM audit_marks');
      await cut();
      await done(open.trail);
      return key && verifyTrail(read, macOf(key), { limit: 10 });
    });
    expect(seen).toMatchObject({ valid: true, entries: 4, first: 1 });
    expect(await verdict()).toMatchObject({ valid: true, entries: 5, first: 3 });
  });

  it('is all or nothing', async () => {
    await onDays(0);
    passDays(100);
    await tamper(
      `CREATE TRIGGER refuse BEFORE INSERT ON audit_entries BEGIN SELECT raise(ABORT, 'no'); END`,
    );
    await expect(cut()).rejects.toThrow('no');
    expect(await numbers()).toEqual([1, 2]);
    await tamper('DROP TRIGGER refuse');
    expect((await verdict()).valid).toBe(true);
  });
});
