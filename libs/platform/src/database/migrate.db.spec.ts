import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { Database } from './database.js';
import type { Migration } from './migration.js';
import { MIGRATIONS } from './migrations/all.js';

const first: Migration = {
  version: 1,
  name: 'plants',
  statements: ['CREATE TABLE plants (id INTEGER PRIMARY KEY)'],
};
const second: Migration = {
  version: 2,
  name: 'lines',
  statements: [
    'CREATE TABLE lines (id INTEGER PRIMARY KEY, plant INTEGER NOT NULL REFERENCES plants (id))',
    'INSERT INTO lines (plant) SELECT id FROM plants',
  ],
};

let home: TemporaryFolder;
let path: string;
beforeEach(async () => {
  home = await temporaryFolder();
  path = join(home.path, 'mcm.db');
});
afterEach(() => home.remove());

async function at<T>(
  migrations: readonly Migration[],
  ask: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await Database.open({ path, entities: [], migrations });
  return ask(database).finally(() => database.close());
}

const nothing = () => Promise.resolve();

describe('the migrations', () => {
  it('are numbered without gaps', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      MIGRATIONS.map((_, index) => index + 1),
    );
  });

  it('build every table from an empty file, once', async () => {
    const tables = async (database: Database) => [
      await database.read.query<unknown>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      ),
      await database.read.query<unknown>('SELECT version, name FROM schema_migrations'),
    ];
    const expected = [
      [
        ...['schema_migrations', 'admin_users', 'sessions'],
        ...['recovery_codes', 'api_tokens', 'failed_logins'],
        ...['audit_entries', 'audit_marks', 'security_events', 'policy_revisions'],
        ...['access_draft', 'access_applies', 'json_schemas'],
        ...['alert_rules', 'alert_states', 'alert_incidents', 'alert_windows'],
        ...['webhook_endpoints', 'webhook_deliveries', 'broker_samples'],
      ].map((name) => ({ name })),
      MIGRATIONS.map(({ version, name }) => ({ version, name })),
    ];
    expect(await at(MIGRATIONS, tables)).toEqual(expected);
    expect(await at(MIGRATIONS, tables)).toEqual(expected);
  });

  it('keep users apart whatever their case, and end sessions with their user', async () => {
    await at(MIGRATIONS, async (database) => {
      const user = (name: string) =>
        database.write((tx) =>
          tx.query(
            'INSERT INTO admin_users (username, password_hash, role, created_at, updated_at) VALUES (?, ?, ?, 0, 0)',
            [name, 'x', 'admin'],
          ),
        );
      await user('Ada');
      await expect(user('ada')).rejects.toThrow('UNIQUE constraint failed');
      await database.write(async (tx) => {
        await tx.query(
          "INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ('a', 1, 0, 1)",
        );
        await tx.query('DELETE FROM admin_users');
      });
      expect(await database.read.query('SELECT * FROM sessions')).toEqual([]);
    });
  });

  it('upgrade an older database, and keep a copy of it', async () => {
    await at([first], (database) =>
      database.write((tx) => tx.query('INSERT INTO plants VALUES (7)')),
    );
    const lines = await at([first, second], (database) =>
      database.read.query('SELECT * FROM lines'),
    );
    expect(lines).toEqual([{ id: 1, plant: 7 }]);

    expect(await readdir(home.path)).toEqual(['mcm.db', 'mcm.db.before-2']);
    const copy = `${path}.before-2`;
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    path = copy;
    expect(await at([first], (database) => database.read.query('SELECT * FROM plants'))).toEqual([
      { id: 7 },
    ]);
  });

  it('keep the users and sessions that the first version wrote', async () => {
    await at(MIGRATIONS.slice(0, 1), (database) =>
      database.write(async (tx) => {
        await tx.query("INSERT INTO admin_users VALUES (1, 'anna', 'a hash', 'admin', 0, 10, 10)");
        await tx.query("INSERT INTO sessions VALUES ('s', 1, 10, 20, NULL)");
      }),
    );
    const [users, sessions] = await at(MIGRATIONS, async ({ read }) => [
      await read.query('SELECT * FROM admin_users'),
      await read.query('SELECT * FROM sessions'),
    ]);
    expect(users).toEqual([
      expect.objectContaining({
        ...{ id: 1, username: 'anna', password_hash: 'a hash', role: 'admin', version: 1 },
        ...{ password_temporary: 0, totp_key: null },
      }),
    ]);
    expect(sessions).toEqual([expect.objectContaining({ id: 's', user_id: 1, address: null })]);
  });

  it('are done whole or not at all', async () => {
    await at([first], nothing);
    const broken: Migration = {
      ...second,
      statements: [...second.statements, 'CREATE TABLE plants (x)'],
    };
    await expect(at([first, broken], nothing)).rejects.toThrow('table plants already exists');
    const versions = (database: Database) =>
      database.read.query('SELECT version FROM schema_migrations');
    expect(await at([first], versions)).toEqual([{ version: 1 }]);
    expect(await at([first, second], versions)).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it('may rebuild a table that others refer to, but not leave rows without their parent', async () => {
    await at([first, second], (database) =>
      database.write(async (tx) => {
        await tx.query('INSERT INTO plants VALUES (7)');
        await tx.query('INSERT INTO lines (plant) VALUES (7)');
      }),
    );
    const rebuild = [
      'CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT)',
      'DROP TABLE plants',
      'ALTER TABLE new RENAME TO plants',
    ];
    const forgetful: Migration = { version: 3, name: 'names', statements: rebuild };
    await expect(at([first, second, forgetful], nothing)).rejects.toThrow(
      'migration 3 (names) would leave 1 rows without their parent',
    );
    const careful: Migration = {
      version: 3,
      name: 'names',
      statements: rebuild.toSpliced(1, 0, "INSERT INTO new SELECT id, 'x' FROM plants"),
    };
    const joined = 'SELECT name FROM lines JOIN plants ON plants.id = lines.plant';
    expect(await at([first, second, careful], (database) => database.read.query(joined))).toEqual([
      { name: 'x' },
    ]);
  });
});

describe('a file that is not ours', () => {
  const refused = async () => {
    const before = await readFile(path);
    const opening = Database.open({ path, entities: [], migrations: [first] });
    const error: unknown = await opening.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(await readFile(path)).toEqual(before);
    return error;
  };

  it('is refused when a newer MCM wrote it', async () => {
    await at([first, second], nothing);
    expect(await refused()).toMatchObject({
      kind: 'newer-version',
      message: `the database ${path} has schema version 2, and this MCM knows versions up to 1: start the newer MCM that wrote it, or go back to the copy from before its upgrade, ${path}.before-2, as docs/upgrading.md says`,
    });
  });

  it("is refused when it is another application's", async () => {
    const other = new DataSource({ type: 'sqlite', database: path });
    await other.initialize();
    await other.query('CREATE TABLE theirs (id)');
    await other.destroy();
    expect(await refused()).toMatchObject({ kind: 'not-mcm' });
  });

  it('is refused when it is no database', async () => {
    await writeFile(path, 'to be or not to be, that is the question'.repeat(100));
    expect(await refused()).toMatchObject({
      kind: 'not-a-database',
      message: `the database ${path} is not a SQLite database: set database.path to another file`,
    });
  });

  it('is refused when it is a folder', async () => {
    await mkdir(path);
    await expect(at([first], nothing)).rejects.toMatchObject({ kind: 'not-a-database' });
  });

  it('is refused when it is damaged', async () => {
    await at(MIGRATIONS, nothing);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(4096, 0xff), 0, 3900, 100); // the schema, behind the header
    await file.close();
    const before = await readFile(path);
    await expect(at(MIGRATIONS, nothing)).rejects.toMatchObject({
      kind: 'damaged',
      message: `the database ${path} is damaged: restore it from a backup`,
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('is refused where nothing can be written', async () => {
    path = '/dev/null/data/mcm.db';
    await expect(at([first], nothing)).rejects.toMatchObject({
      kind: 'not-writable',
      message: expect.stringContaining('the data folder /dev/null/data cannot be made'),
    });
  });
});
