import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentOf, asNobody, temporaryFolder, type TemporaryFolder } from '#testing';
import { Database } from '../database.js';
import { MIGRATIONS } from '../migrations/all.js';
import { backupDatabase } from './backup-database.js';
import { copyBackup } from './copy-backup.js';
import { dataFolderWith, overwrite, tamper, usersIn } from './fixtures.js';

let home: TemporaryFolder;
let input: string;
let count = 0;
beforeEach(async () => {
  home = await temporaryFolder();
  const path = await dataFolderWith(home.path, ['ada']);
  input = join(home.path, 'backup.db');
  await backupDatabase({ path, output: input });
});
afterEach(() => home.remove());

const copied = () => copyBackup(input, join(home.path, `copy-${String((count += 1))}.db`));
const refusal = () =>
  copied().then(
    () => 'accepted',
    (error: unknown) => {
      const { fault, message } = error as { fault: string; message: string };
      expect(message).toContain(input); // what people named, not our copy
      return `${fault}: ${message.replaceAll(input, 'F')}`;
    },
  );

describe('a backup that is whole', () => {
  it('is copied, and what is in it is told', async () => {
    const copy = join(home.path, 'copy.db');
    expect(await copyBackup(input, copy)).toMatchObject({ version: MIGRATIONS.length });
    expect(await usersIn(copy)).toEqual(['ada']);
  });

  it.each(MIGRATIONS.map(({ version }) => version))(
    'may be of schema version %d',
    async (version) => {
      const path = join(home.path, 'older.db');
      const migrations = MIGRATIONS.slice(0, version);
      await (await Database.open({ path, entities: [], migrations })).close();
      input = join(home.path, 'older-backup.db');
      await backupDatabase({ path, output: input });
      expect(await copied()).toMatchObject({ version });
    },
  );

  it('may be a link to the file', async () => {
    await symlink(input, join(home.path, 'link.db'));
    input = join(home.path, 'link.db');
    expect(await refusal()).toBe('accepted');
  });
});

describe('what is no file', () => {
  it('is refused: a folder, a pipe, a device, nothing', async () => {
    const pipe = join(home.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await mkdir(join(home.path, 'folder'));
    const seen: string[] = [];
    for (input of [join(home.path, 'folder'), pipe, '/dev/zero', join(home.path, 'absent')]) {
      seen.push(await refusal());
    }
    expect(seen).toEqual([
      ...Array<string>(3).fill('not-a-file: F is not a regular file'),
      'absent: there is no file F',
    ]);
  });

  it('is told from one that may not be read', async () => {
    const copy = join(home.path, 'x.db');
    const copying = asNobody(() => copyBackup(input, copy));
    await expect(copying).rejects.toMatchObject({ fault: 'unreadable' });
  });
});

describe('a file that was cut', () => {
  it.each([0, 1, 15, 16, 99, 100, 512, 4096, 50_000])(
    'after %d bytes is refused',
    async (length) => {
      await truncate(input, length);
      expect(await refusal()).toMatch(/^truncated: F is truncated: /);
    },
  );
});

describe('a file of somebody else', () => {
  it('is refused: text, an empty database, one of another application', async () => {
    const path = join(home.path, 'other.db');
    await tamper(path, 'CREATE TABLE t (a)');
    const seen: string[] = [];
    await writeFile(input, 'users:\n  - ada\n');
    seen.push(await refusal());
    input = path;
    seen.push(await refusal());
    expect(seen).toEqual([
      'foreign: F is no backup of MCM: it is not a SQLite database',
      'foreign: F is no backup of MCM: another application wrote it',
    ]);
  });

  it('is refused from a newer version, with the remedy', async () => {
    const newer = MIGRATIONS.length + 1;
    await tamper(input, `PRAGMA user_version = ${String(newer)}`);
    expect(await refusal()).toBe(
      `newer: F has schema version ${String(newer)}, and this MCM knows versions up to ${String(newer - 1)}: ` +
        'use the newer MCM that wrote it',
    );
  });

  it.each([
    [
      'a trigger',
      'CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN DELETE FROM admin_users; END',
    ],
    ['a view', 'CREATE VIEW evil AS SELECT 1'],
    ['a table', 'CREATE TABLE evil (a)'],
    ['an index', 'CREATE INDEX evil ON admin_users (role)'],
    ['an expression', 'CREATE INDEX evil ON admin_users (upper(role))'],
    ['a virtual table', 'CREATE VIRTUAL TABLE evil USING fts5(a)'],
    ['statistics', 'ANALYZE'],
    ['keys of its own kind', 'CREATE TABLE backup_keys (evil)'],
  ])('is refused with %s that no version has', async (_, statement) => {
    await tamper(input, statement);
    expect(await refusal()).toMatch(
      /^foreign: F is no backup of MCM: its "\w+ \w+" is not that of/,
    );
  });

  it.each([
    ['a table', 'DROP TABLE webhook_deliveries'],
    ['an index', 'DROP INDEX sessions_by_user'],
    ['a column', 'ALTER TABLE admin_users ADD COLUMN evil TEXT'],
  ])('is refused without %s that its version has', async (_, statement) => {
    await tamper(input, statement);
    expect(await refusal()).toMatch(/^foreign: /);
  });

  it('is refused when a rule of its schema was taken off', async () => {
    await tamper(
      input,
      'PRAGMA writable_schema = ON',
      "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (disabled IN (0, 1))', '') WHERE name = 'admin_users'",
    );
    expect(await refusal()).toMatch(
      /^foreign: F is no backup of MCM: its "table admin_users" is not/,
    );
  });

  it.each(['table webhook_deliveries', 'index sessions_by_user'])(
    'is refused with a trigger behind the name of the %s',
    async (object) => {
      const name = object.split(' ')[1] ?? '';
      await tamper(
        input,
        `CREATE TRIGGER ${name} AFTER INSERT ON schema_migrations BEGIN DELETE FROM admin_users; END`,
        'PRAGMA writable_schema = ON',
        `UPDATE sqlite_schema SET rowid = rowid + 10000 WHERE '${name}' IN (name, tbl_name) AND type <> 'trigger'`,
      );
      expect(await refusal()).toMatch(
        `foreign: F is no backup of MCM: its "trigger ${name}" is not`,
      );
    },
  );

  it.each([[''], ["INSERT INTO backup_keys VALUES (1, 'none', x'00', x'00')"]])(
    'is refused with keys that this version does not write: %j',
    async (statement) => {
      const table =
        'CREATE TABLE backup_keys (version INTEGER PRIMARY KEY, kdf TEXT NOT NULL, salt BLOB NOT NULL, sealed BLOB NOT NULL) STRICT';
      await tamper(input, table, ...(statement ? [statement] : []));
      expect(await refusal()).toBe(
        'damaged: F is damaged: the keys in it are not as this MCM writes them',
      );
    },
  );
});

describe('a file that is damaged', () => {
  it('is refused: pages, rows without a parent, a list of migrations that is another', async () => {
    const { length } = await readFile(input);
    await overwrite(input, 4096 * 3, new Uint8Array(length - 4096 * 3).fill(0x5a));
    expect(await refusal()).toMatch(/^damaged: F is damaged: /);
  });

  it.each([
    [
      'PRAGMA foreign_keys = OFF',
      "INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ('x', 99, 0, 0)",
    ],
    ["UPDATE schema_migrations SET name = 'other' WHERE version = 2"],
    ['DELETE FROM schema_migrations WHERE version = 1'],
    ['PRAGMA ignore_check_constraints = ON', "UPDATE admin_users SET role = 'god'"],
  ])('is refused after %s %s', async (...statements) => {
    await tamper(input, ...statements);
    expect(await refusal()).toMatch(/^damaged: F is damaged: /);
  });

  it('is refused as a part while its write-ahead log lies beside it', async () => {
    const database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
    await database.write((tx) => tx.query('DELETE FROM admin_users'));
    input = join(home.path, 'mcm.db');
    expect(await refusal()).toMatch(/^in-use: F is not all of it: .* F-wal\. Make a backup with/);
    await database.close();
  });
});

it('nothing is changed by looking', async () => {
  const before = await contentOf(home.path);
  const copy = join(home.path, 'copy.db');
  await copyBackup(input, copy);
  const { [copy]: _, ...after } = await contentOf(home.path);
  expect(after).toEqual(before);
});
