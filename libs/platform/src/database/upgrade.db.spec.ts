import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { EntityManager } from 'typeorm';
import {
  layReleased,
  releasedDatabases,
  runScript,
  temporaryFolder,
  until,
  type TemporaryFolder,
} from '#testing';
import { openConnection } from './data-source.js';
import { Database } from './database.js';
import { MIGRATIONS } from './migrations/all.js';

const RELEASED = await releasedDatabases();
const NEWEST = MIGRATIONS.length;
const OLDER = RELEASED.filter(({ version }) => version < NEWEST);
const [oldest] = RELEASED;

/** SHA-256 of the statements of each migration that was released, in their order. */
const FROZEN = [
  '4ad2613ede7060f23fa0b7303f6f304011908ab3335181baec7bf814b9be8b21',
  '1675b4262b130368e72c0de4a3010395b9a6b446603739b310a5389ba89b70ce',
  '103fb75eb2976ff7eab33aa9406433d6b70aba828394aa652d1f940bc023325e',
  'e2f7991bd00db23c8f5eecdd9e9e9bc8dc78436456cece3ba559a4405679edba',
  '75ea8182f433e28791d230953e827b7d8cfb31dba8218f8e8fb0efc9bfc48177',
  '35aa285084e73aa0e6f1515e02737a59c1bc6f711f08f0ce31515eba07bd5ec1',
  'e33e87059ece3d079803cf0a42f9afea718673c928bca22ec3a72136283d72b8',
  'a254772233784e6cf3154cfdad56ef8f198f19aa2053e137099b8e462ff43ec3',
];

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

async function reading<T>(
  path: string,
  version: number,
  work: (read: EntityManager) => Promise<T>,
): Promise<T> {
  const migrations = MIGRATIONS.slice(0, version);
  const database = await Database.open({ path, entities: [], migrations });
  return work(database.read).finally(() => database.close());
}

type Row = Readonly<Record<string, unknown>>;

/** Every row of every table, by the table's name. */
async function rowsOf(read: EntityManager): Promise<Readonly<Record<string, readonly Row[]>>> {
  const tables = await read.query<readonly { name: string }[]>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      const found = await read.query<readonly Row[]>(`SELECT * FROM "${name}" ORDER BY rowid`);
      return [name, found] as const;
    }),
  );
  return Object.fromEntries(rows);
}

const schemaOf = (read: EntityManager) =>
  read.query<unknown>(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
  );

describe('a migration that was released', () => {
  it('is never edited', () => {
    const hashes = MIGRATIONS.map(({ statements }) =>
      createHash('sha256').update(JSON.stringify(statements)).digest('hex'),
    );
    expect(hashes).toEqual(FROZEN);
  });

  it.each(RELEASED.map((released) => [released.version, released] as const))(
    'makes the schema of version %i as its release had it',
    async (version, released) => {
      const path = await layReleased(released, home.path);
      const then = await reading(path, version, schemaOf);
      expect(await reading(join(home.path, 'new.db'), version, schemaOf)).toEqual(then);
    },
  );
});

describe('a database that a release left', () => {
  it.each(RELEASED.map((released) => [released.version, released] as const))(
    'keeps every row of version %i, and has none that leads nowhere',
    async (version, released) => {
      const path = await layReleased(released, home.path);
      const before = await reading(path, version, rowsOf);
      const after = await reading(path, NEWEST, rowsOf);
      for (const [table, rows] of Object.entries(before)) {
        expect([table, rows]).not.toEqual([table, []]);
        expect([table, after[table]?.slice(0, rows.length)]).toEqual([
          table,
          rows.map((row) => expect.objectContaining(row)),
        ]);
      }
      const faults = await reading(path, NEWEST, async (read) => [
        await read.query<unknown>('PRAGMA integrity_check'),
        await read.query<unknown>('PRAGMA foreign_key_check'),
      ]);
      expect(faults).toEqual([[{ integrity_check: 'ok' }], []]);
    },
  );

  it.each(OLDER.map((released) => [released.version, released] as const))(
    'of version %i is copied before, for its owner alone, as what the old release opens',
    async (version, released) => {
      const path = await layReleased(released, home.path);
      const before = await reading(path, version, rowsOf);
      await reading(path, NEWEST, rowsOf);
      const copy = `${path}.before-${String(NEWEST)}`;
      expect((await stat(copy)).mode & 0o777).toBe(0o600);
      expect((await readdir(home.path)).filter((name) => name.includes('before'))).toHaveLength(1);
      expect(await reading(copy, version, rowsOf)).toEqual(before);
      expect(await reading(copy, version, schemaOf)).toEqual(
        await reading(join(home.path, 'new.db'), version, schemaOf),
      );
    },
  );

  it('tells from which version it came, and where the copy is, once', async () => {
    const path = await layReleased(oldest!, home.path);
    const upgradeOf = async () => {
      const database = await Database.open({ path, entities: [] });
      await database.close();
      return database.upgrade;
    };
    expect(await upgradeOf()).toEqual({
      ...{ from: 1, to: NEWEST, copy: `${path}.before-${String(NEWEST)}` },
    });
    expect(await upgradeOf()).toBeUndefined();
  });
});

describe('kill -9 in the middle of an upgrade', () => {
  // Its last statement never ends: whoever waits for the lock knows where the process is.
  const endless = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT count(*) FROM n`;

  it.each(MIGRATIONS.slice(1).map(({ version, name }) => [version, name] as const))(
    'leaves the old version when it was at %i (%s), and the next start goes on',
    async (version) => {
      const path = await layReleased(oldest!, home.path);
      const before = await reading(path, 1, rowsOf);
      const migrations = MIGRATIONS.map((one) =>
        one.version === version ? { ...one, statements: [...one.statements, endless] } : one,
      );
      const { child, said } = runScript(`
        import { Database } from '${join(import.meta.dirname, 'database.ts')}';
        const migrations = ${JSON.stringify(migrations)};
        await Database.open({ path: '${path}', entities: [], migrations });`);
      await until(
        () => isBeingWritten(path),
        () => said.err,
      );
      child.kill('SIGKILL');
      await once(child, 'close');

      expect(await reading(path, 1, rowsOf)).toEqual(before);
      const after = await reading(path, NEWEST, rowsOf);
      expect(after['schema_migrations']).toHaveLength(NEWEST);
      expect(after['sessions']).toHaveLength(before['sessions']!.length);
      expect(await reading(`${path}.before-${String(NEWEST)}`, 1, rowsOf)).toEqual(before);
    },
  );
});

/** Whether a transaction that writes is open, after the copy was made. */
async function isBeingWritten(path: string): Promise<boolean> {
  const names = await readdir(dirname(path));
  if (!names.some((name) => name.endsWith(`.before-${String(NEWEST)}`))) return false;
  const source = await openConnection(path, []);
  try {
    await source.query('PRAGMA busy_timeout = 0');
    await source.query('BEGIN IMMEDIATE');
    await source.query('ROLLBACK');
    return false;
  } catch (error) {
    if (String(error).includes('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    await source.destroy();
  }
}

const isRoot = process.geteuid?.() === 0;
const run = promisify(execFile);

/** A file system of its own takes root. */
(isRoot ? describe : describe.skip)('a disk that is full', () => {
  let small: string;
  beforeEach(async () => {
    small = join(home.path, 'small');
    await mkdir(small);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', small]);
  });
  afterEach(() => run('umount', [small]));

  it('leaves the old database as it was, says how much room is needed, and is no obstacle later', async () => {
    const path = await layReleased(OLDER.at(-1)!, small);
    const before = await readFile(path);
    const { bavail, bsize } = await statfs(small);
    const rest = join(small, 'rest');
    // What SQLite itself needs beside an open database (the index of its write-ahead log) is there, and no more.
    await writeFile(rest, Buffer.alloc(bavail * bsize - 65_536));
    await expect(Database.open({ path, entities: [] })).rejects.toMatchObject({
      kind: 'disk-full',
      message:
        `the database ${path} was not upgraded and is as it was: there is no room for its copy ` +
        `${path}.before-${String(NEWEST)}. Make room, as much as the database is large, and start again`,
    });
    expect(await readFile(path)).toEqual(before);
    expect((await readdir(small)).filter((name) => name.includes('before'))).toEqual([]);
    await rm(rest);
    await reading(path, NEWEST, rowsOf);
  });

  it('is told, when there is no room to open the database at all', async () => {
    const path = await layReleased(oldest!, small);
    const { bavail, bsize } = await statfs(small);
    await writeFile(join(small, 'rest'), Buffer.alloc((bavail - 1) * bsize));
    await expect(Database.open({ path, entities: [] })).rejects.toMatchObject({
      kind: 'disk-fault',
      message: expect.stringContaining('whether the disk is full or fails'),
    });
  });
});
