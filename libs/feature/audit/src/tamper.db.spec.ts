import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import { link, ORIGIN, writeMark } from '#domain/ledger';
import { Database, loadKeys, readAuditKey, Secret } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { act, done, keepLog, openTrail } from './fixtures.js';
import { macOf } from './trail-mac.js';
import { verifyTrail } from './verify-trail.js';

/** A trail that was written once, and for each test a copy of it that somebody gets at. */
let original: TemporaryFolder;
let home: TemporaryFolder;
let stranger: DataSource;
beforeAll(async () => {
  keepLog();
  original = await temporaryFolder();
  const { trail, clock, close } = await openTrail(original.path);
  await done(trail, { resourceName: 'eins' });
  clock.now += 100 * 86_400_000;
  await done(trail, { resourceName: 'Zwölf 🦟' });
  await trail.cut(90 * 86_400_000); // leaves 3 to 5, and a mark of the start
  await trail.end(await trail.begin(act()), act(), { result: 'failure', reason: 'name-taken' });
  await close();
});
afterAll(() => original.remove());

beforeEach(async () => {
  home = await temporaryFolder();
  await cp(original.path, home.path, { recursive: true });
  stranger = await strangerTo(home.path);
});
afterEach(async () => {
  await stranger.destroy();
  await home.remove();
});

/** A connection that is not ours. */
async function strangerTo(folder: string): Promise<DataSource> {
  const database = join(folder, 'mcm.db');
  const source = new DataSource({ type: 'sqlite', driver: sqlite3, database });
  return source.initialize();
}

/** What a look from outside finds, as `<kind> <number>`. */
async function found(known?: { number: number; hash: Uint8Array }): Promise<string[]> {
  const key = await readAuditKey(home.path);
  if (!key) throw new Error('There is no key.');
  const options = { limit: 100, ...(known && { known }) };
  const verdict = await Database.inspect(join(home.path, 'mcm.db'), (read) =>
    verifyTrail(read, macOf(key), options),
  );
  expect(verdict.valid).toBe(verdict.problemCount === 0);
  expect(verdict.problemCount).toBe(verdict.problems.length);
  return verdict.problems.map(({ kind, number }) => `${kind} ${number}`);
}

interface Row {
  readonly key: number | string;
  readonly value: Buffer;
}

const rows = (sql: string) => stranger.query<Row[]>(sql);

const flip = (bytes: Buffer, at: number, bit: number) =>
  bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));

describe('one bit that somebody turned over', () => {
  it('is nowhere to begin with', async () => {
    expect(await found()).toEqual([]);
  });

  it.each(['body', 'hash'])(
    'in any byte of the %s of any entry is found, and the entry is named',
    async (column) => {
      const all = await rows(
        `SELECT number AS key, CAST(${column} AS BLOB) AS value FROM audit_entries`,
      );
      expect(all.map(({ key }) => key)).toEqual([3, 4, 5, 6, 7]);
      const sql = `UPDATE audit_entries SET ${column} = CAST(? AS ${column === 'body' ? 'TEXT' : 'BLOB'}) WHERE number = ?`;
      for (const { key, value } of all) {
        for (let at = 0; at < value.length; at += 1) {
          await stranger.query(sql, [flip(value, at, at % 8), key]);
          expect([at, await found()]).toEqual([at, [`altered ${key}`]]);
        }
        await stranger.query(sql, [value, key]);
      }
      expect(await found()).toEqual([]);
    },
  );

  it('in any bit of the number of any entry is found', async () => {
    for (const number of [3, 4, 5, 6, 7]) {
      for (let bit = 0n; bit < 64n; bit += 1n) {
        const changed = BigInt.asIntN(64, BigInt(number) ^ (1n << bit));
        if (changed >= 3n && changed <= 7n) continue; // that row is taken: SQLite refuses it
        const move =
          'UPDATE audit_entries SET number = CAST(? AS INTEGER) WHERE number = CAST(? AS INTEGER)';
        await stranger.query(move, [String(changed), String(number)]);
        const problems = (await found()).map((problem) => problem.split(' '));
        expect(problems.length).toBeGreaterThan(0);
        const named = problems.map(([, one]) => Number(one));
        expect(named).toContain(number);
        await stranger.query(move, [String(number), String(changed)]);
      }
    }
    expect(await found()).toEqual([]);
  });

  it.each(['body', 'mac'])('in any byte of the %s of a mark is found', async (column) => {
    const all = await rows(`SELECT kind AS key, CAST(${column} AS BLOB) AS value FROM audit_marks`);
    expect(all).toHaveLength(2);
    const sql = `UPDATE audit_marks SET ${column} = CAST(? AS ${column === 'body' ? 'TEXT' : 'BLOB'}) WHERE kind = ?`;
    for (const { key, value } of all) {
      for (let at = 0; at < value.length; at += 1) {
        await stranger.query(sql, [flip(value, at, at % 8), key]);
        expect((await found()).join()).toContain('mark-invalid');
      }
      await stranger.query(sql, [value, key]);
    }
  });
});

describe('somebody who can write into the database', () => {
  const remove = (condition: string) =>
    stranger.query(`DELETE FROM audit_entries WHERE ${condition}`);
  const hashOf = async (number: number) => {
    const [row] = await rows(
      `SELECT 0 AS key, hash AS value FROM audit_entries WHERE number = ${number}`,
    );
    return row?.value ?? ORIGIN;
  };

  it('cannot hash entries again without the key', async () => {
    const guess = macOf(new Secret(Buffer.alloc(32)));
    const body = Buffer.from('{"kind":"intent"}');
    let hash: Uint8Array = await hashOf(4);
    for (const number of [5, 6, 7]) {
      hash = link(guess, hash, number, body);
      await stranger.query('UPDATE audit_entries SET body = ?, hash = ? WHERE number = ?', [
        ...[body.toString(), Buffer.from(hash), number],
      ]);
    }
    expect(await found()).toEqual(['altered 5', 'altered 6', 'altered 7']);
    const mark = writeMark(guess, 'head', { number: 7, hash, at: 0 });
    await stranger.query("UPDATE audit_marks SET body = ?, mac = ? WHERE kind = 'head'", [
      ...[Buffer.from(mark.body).toString(), Buffer.from(mark.mac)],
    ]);
    expect(await found()).toEqual(['altered 5', 'altered 6', 'altered 7', 'mark-invalid 7']);
  });

  it('cannot remove an entry from between the others', async () => {
    await remove('number = 5');
    expect(await found()).toEqual(['missing 5']);
  });

  it.each([
    ['its entries', [], ['truncated 6']],
    ['its entries and their mark', ['head'], ['mark-invalid 5']],
  ])('cannot cut off the end: %s', async (_, kinds, problems) => {
    await remove('number > 5');
    for (const kind of kinds)
      await stranger.query('DELETE FROM audit_marks WHERE kind = ?', [kind]);
    expect(await found()).toEqual(problems);
  });

  it.each([
    ['its entries', [], ['start-unproven 3']],
    ['its entries and their mark', ['start'], ['start-unproven 1']],
  ])('cannot cut off the start: %s', async (_, kinds, problems) => {
    await remove('number < 6');
    for (const kind of kinds)
      await stranger.query('DELETE FROM audit_marks WHERE kind = ?', [kind]);
    expect(await found()).toEqual(problems);
  });

  it('cannot empty it', async () => {
    await remove('true');
    expect(await found()).toEqual(['truncated 3']);
    await stranger.query('DELETE FROM audit_marks');
    expect(await found()).toEqual(['mark-invalid 0']);
  });

  it('can bring back an older state, marks and all, and is found by a head that was logged', async () => {
    const hash = await hashOf(7);
    await remove('number > 5');
    const key = await readAuditKey(home.path);
    if (!key) throw new Error('There is no key.');
    // As it was when 5 was the last entry: only the key could make it, or a copy of that time.
    const older = writeMark(macOf(key), 'head', { number: 5, hash: await hashOf(5), at: 0 });
    await stranger.query("UPDATE audit_marks SET body = ?, mac = ? WHERE kind = 'head'", [
      ...[Buffer.from(older.body).toString(), Buffer.from(older.mac)],
    ]);
    expect(await found()).toEqual([]);
    expect(await found({ number: 7, hash })).toEqual(['truncated 6']);
  });
});

describe('a server that goes on with a trail that somebody got at', () => {
  /** Starts on the copy, records an act, and stops. */
  async function goneOn(): Promise<string[]> {
    const { trail, close } = await openTrail(home.path);
    await done(trail);
    const { problems } = await trail.verify();
    await close();
    return problems.map(({ kind, number }) => `${kind} ${number}`);
  }
  const change = (sql: string) => stranger.query(sql);

  it.each([
    ['the end cut off', ['DELETE FROM audit_entries WHERE number > 5'], ['missing 6']],
    [
      'the end and its mark cut off',
      ['DELETE FROM audit_entries WHERE number > 5', "DELETE FROM audit_marks WHERE kind = 'head'"],
      ['not-provable 6'],
    ],
    [
      'everything removed',
      ['DELETE FROM audit_entries', 'DELETE FROM audit_marks'],
      ['not-provable 1'],
    ],
    [
      'an entry added behind the end',
      ["INSERT INTO audit_entries (number, body, hash) VALUES (8, '{}', zeroblob(32))"],
      ['altered 8', 'not-provable 9'],
    ],
    [
      'an entry moved far behind the end',
      ['UPDATE audit_entries SET number = 1000000 WHERE number = 5'],
      ['missing 5', 'out-of-place 1000000'],
    ],
    [
      'an entry moved beyond all numbers',
      ['UPDATE audit_entries SET number = 9223372036854775807 WHERE number = 5'],
      ['missing 5', 'out-of-place 9223372036854776000'],
    ],
    ['an altered entry', ["UPDATE audit_entries SET body = '{}' WHERE number = 4"], ['altered 4']],
    [
      'an altered last hash',
      ['UPDATE audit_entries SET hash = zeroblob(32) WHERE number = 7'],
      ['altered 7'],
    ],
  ])('does not smooth it over: %s', async (_, sql, problems) => {
    for (const one of sql) await change(one);
    const after = await goneOn();
    expect(after).toEqual(problems);
    expect(await goneOn()).toEqual(problems);
  });
});

describe('the list of acts', () => {
  it('shows what is no entry any more as such, in its place', async () => {
    const bytes = Buffer.from('{"kind":"outcome", \ud800', 'latin1');
    await stranger.query('UPDATE audit_entries SET body = CAST(? AS TEXT) WHERE number = 5', [
      bytes,
    ]);
    const keys = await loadKeys(home.path);
    expect(keys.audit.isNew).toBe(false);
    const { reader, close } = await openTrail(home.path);
    const { entries } = await reader.page({}, 10);
    expect(entries.map(({ number }) => number)).toEqual([7, 5, 4]);
    expect((await reader.page({ action: 'admin_user' }, 10)).entries).toHaveLength(2);
    await close();
  });
});
