import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chown,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { AuditReader } from '#feature/audit';
import { Database, finishRestore, Secret, type Config } from '#platform';
import { contentOf, temporaryFolder, type TemporaryFolder } from '#testing';
import { createBackup } from './create-backup.js';
import { configOf, install, NOON, PASSPHRASE, trailOf, usersOf, within } from './fixtures.js';
import { restoreBackup, type RestoreRequest } from './restore-backup.js';

let home: TemporaryFolder;
let config: Config;
/** Another data folder, as on another machine. */
let elsewhere: Config;
let input: string;
beforeEach(async () => {
  home = await temporaryFolder();
  config = await configOf(join(home.path, 'data'));
  elsewhere = await configOf(join(home.path, 'other'));
  input = join(home.path, 'backup.db');
  await install(config, ['ada', 'bob']);
  await createBackup(config, input);
});
afterEach(() => home.remove());

const data = () => join(home.path, 'data');
const path = () => config.database.path;
const later = () => install(config, ['cyd']);

function restore(wishes: Partial<RestoreRequest> = {}) {
  return restoreBackup({
    ...{ config, input, force: true, clock: () => NOON },
    actor: { name: 'cli:7', via: 'local' },
    ...wishes,
  });
}

/** Of the newest entry of the trail. */
const lastAct = (of: Config) =>
  within(of, async (database) => {
    const { entries } = await new AuditReader(database).page({}, 1);
    return String(entries[0]?.body);
  });

async function unchanged(work: () => Promise<unknown>, fault: string, says: RegExp): Promise<void> {
  const before = await contentOf(home.path);
  await expect(work()).rejects.toMatchObject({ fault, message: expect.stringMatching(says) });
  expect(await contentOf(home.path)).toEqual(before);
  expect(await readdir(data())).not.toContain('restore.unfinished');
}

describe('a restore', () => {
  it('brings back what was, keeps what is, and is the last entry of a trail that is proven', async () => {
    await later();
    const { kept, keys, trail } = await restore();
    const replaced = `${path()}.replaced-20261125T120000.000Z`;
    expect([kept, keys]).toEqual([[replaced], 'kept']);
    expect(await usersOf(path())).toEqual(['ada', 'bob']);
    expect(await usersOf(replaced)).toEqual(['ada', 'bob', 'cyd']);
    expect(trail).toMatchObject({ valid: true, entries: 3 });
    expect(await trailOf(path())).toMatchObject({ valid: true, entries: 3 });
    const said = await lastAct(config);
    expect(said).toContain('backup.restore');
    expect(said).toContain('cli:7');
    expect(said).toContain('backup.db');
  });

  it('goes into an empty folder, for its owner alone', async () => {
    await mkdir(join(home.path, 'other'), { mode: 0o700 });
    const { kept, keys } = await restore({ config: elsewhere, force: false });
    expect([kept, keys]).toEqual([[], 'new']);
    const names = await readdir(join(home.path, 'other'));
    expect(names.sort()).toEqual(['audit.key', 'mcm.db', 'secret.key']);
    for (const name of names) {
      expect((await stat(join(home.path, 'other', name))).mode & 0o777).toBe(0o600);
    }
  });

  it('can itself be taken back', async () => {
    await later();
    const { kept } = await restore();
    const [replaced = ''] = kept;
    await restore({ input: replaced, clock: () => NOON + 1 });
    expect(await usersOf(path())).toEqual(['ada', 'bob', 'cyd']);
    expect(await trailOf(path())).toMatchObject({ valid: true });
  });

  it('ends what the backup caught half done: log-ins, deliveries of webhooks', async () => {
    await within(config, (database) =>
      database.write(async (tx) => {
        await tx.query(
          "INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ('s', 1, 0, 9e12)",
        );
        await tx.query(
          `INSERT INTO webhook_endpoints (id, name, url, filters, enabled, secret, version, created_at, updated_at)
           VALUES (1, 'n', 'http://x', '{}', 1, x'00', 1, 0, 0)`,
        );
        await tx.query(
          `INSERT INTO webhook_deliveries (id, endpoint_id, event, message, content, state, created_at,
             next_attempt_at, expires_at) VALUES ('d', 1, 'test', 'm', '{}', 'queued', 0, 0, 9)`,
        );
      }),
    );
    input = join(home.path, 'busy.db');
    await createBackup(config, input);
    await restore();
    const rows = await Database.inspect(path(), (read) =>
      read.query<object[]>(
        `SELECT (SELECT revoked_at FROM sessions) AS revoked, state, last_error AS why
         FROM webhook_deliveries`,
      ),
    );
    const why = 'The database was restored from a backup.';
    expect(rows).toEqual([{ revoked: NOON, state: 'given_up', why }]);
  });
});

describe('what is there', () => {
  it('is replaced only by force', async () => {
    const says = /mcm\.db already exists; re-run with --force to replace it$/;
    await unchanged(() => restore({ force: false }), 'exists', says);
  });

  it.each(['the same path', 'a hard link', 'a symbolic link'])(
    'is not restored from itself, by %s',
    async (by) => {
      const other = join(home.path, 'alias.db');
      if (by === 'a hard link') await link(path(), other);
      if (by === 'a symbolic link') await symlink(path(), other);
      const from = by === 'the same path' ? path() : other;
      await unchanged(() => restore({ input: from }), 'in-use', /is the database itself/);
    },
  );

  it('is not replaced when its path is a link, which would take the link’s place', async () => {
    await copyFile(path(), join(data(), 'real.db'));
    await rm(path());
    await symlink(join(data(), 'real.db'), path());
    await unchanged(() => restore(), 'not-a-file', /is a symbolic link/);
  });

  it('is not replaced while another program has it open', async () => {
    const database = await Database.open({ path: path(), entities: [] });
    await database.write((tx) => tx.query("UPDATE admin_users SET role = 'admin'"));
    await expect(restore()).rejects.toMatchObject({ fault: 'in-use' });
    await database.close();
    expect(await usersOf(path())).toEqual(['ada', 'bob']);
    expect(await readdir(data())).not.toContain('restore.unfinished');
  });

  it('is kept whole with what a killed server had left in its write-ahead log', async () => {
    const crashed = join(home.path, 'crashed');
    await mkdir(crashed);
    const database = await Database.open({ path: path(), entities: [] });
    await database.write((tx) => tx.query("UPDATE admin_users SET username = 'eve' WHERE id = 1"));
    for (const end of ['', '-wal', '-shm']) {
      await copyFile(`${path()}${end}`, join(crashed, `mcm.db${end}`));
    }
    await database.close();
    await copyFile(join(data(), 'secret.key'), join(crashed, 'secret.key'));
    await copyFile(join(data(), 'audit.key'), join(crashed, 'audit.key'));
    expect((await stat(join(crashed, 'mcm.db-wal'))).size).toBeGreaterThan(0);
    const there = await configOf(crashed);
    const { kept } = await restore({ config: there });
    expect(await usersOf(kept[0] ?? '')).toEqual(['eve', 'bob']);
    expect(await usersOf(there.database.path)).toEqual(['ada', 'bob']);
    expect((await readdir(crashed)).filter((name) => /-(wal|shm)/.test(name))).toEqual([]);
  });

  it('is kept beside what was kept before, though the clock stands still', async () => {
    const one = await restore();
    await later();
    const other = await restore();
    const [first, second] = [...one.kept, ...other.kept];
    expect(await usersOf(first ?? '')).toEqual(['ada', 'bob']);
    expect(await usersOf(second ?? '')).toEqual(['ada', 'bob', 'cyd']);
  });

  it('is replaced when it is damaged, and kept as it is', async () => {
    await writeFile(path(), Buffer.alloc(8_192, 7));
    const { kept } = await restore();
    expect(await usersOf(path())).toEqual(['ada', 'bob']);
    expect(await readFile(kept[0] ?? '')).toEqual(Buffer.alloc(8_192, 7));
  });

  it('is untouched by files that are no backups', async () => {
    await later();
    const cut = join(home.path, 'cut.db');
    await copyFile(input, cut);
    await truncate(cut, 40_000);
    const text = join(home.path, 'text.db');
    await writeFile(text, 'no database');
    const damaged = join(home.path, 'damaged.db');
    const bytes = await readFile(input);
    await writeFile(damaged, bytes.fill(0x33, 12_000, 40_000));
    const newer = join(home.path, 'newer.db');
    await writeFile(newer, (await readFile(input)).fill(0xff, 63, 64));
    await unchanged(() => restore({ input: cut }), 'truncated', /cut\.db is truncated/);
    await unchanged(() => restore({ input: text }), 'foreign', /text\.db is no backup of MCM/);
    await unchanged(() => restore({ input: damaged }), 'damaged', /damaged\.db is damaged/);
    await unchanged(() => restore({ input: newer }), 'newer', /schema version 255/);
    await unchanged(() => restore({ input: `${input}x` }), 'absent', /there is no file/);
    await unchanged(() => restore({ input: data() }), 'not-a-file', /is not a regular file/);
  });
});

describe('the keys', () => {
  const withKeys = async () => {
    input = join(home.path, 'with-keys.db');
    await createBackup(config, input, PASSPHRASE);
    await mkdir(join(home.path, 'other'), { mode: 0o700 });
  };
  const passphrase = () => Promise.resolve(PASSPHRASE);
  const keyIn = (folder: string) => readFile(join(home.path, folder, 'audit.key'));

  it('of a backup prove the trail on another machine, and are not in the database there', async () => {
    await withKeys();
    const { keys, trail } = await restore({ config: elsewhere, passphrase });
    expect([keys, trail.valid]).toEqual(['restored', true]);
    expect(await keyIn('other')).toEqual(await keyIn('data'));
    const { path: there } = elsewhere.database;
    const tables = await Database.inspect(there, (read) =>
      read.query<object[]>("SELECT name FROM sqlite_schema WHERE name LIKE 'backup%'"),
    );
    expect(tables).toEqual([]);
    expect((await readFile(there)).includes('scrypt N=')).toBe(false);
  });

  it('are left alone when that is wanted, and the trail says that its key is another', async () => {
    await withKeys();
    const { keys, trail } = await restore({ config: elsewhere });
    expect(keys).toBe('new');
    expect(trail).toMatchObject({ valid: false, problems: [{ kind: 'not-provable', number: 1 }] });
    expect(await keyIn('other')).not.toEqual(await keyIn('data'));
    expect(await lastAct(elsewhere)).toContain('backup.restore');
  });

  it('stay sealed for another passphrase, and nothing is changed', async () => {
    await withKeys();
    const wrong = () => Promise.resolve(new Secret('open sesame, pleasE'));
    const says = /the passphrase does not open the keys in .*with-keys\.db/;
    await unchanged(() => restore({ passphrase: wrong }), 'passphrase', says);
  });

  it('of the folder are replaced only by force, and kept', async () => {
    await withKeys();
    await install(elsewhere, ['zoe']);
    const before = await keyIn('other');
    await rm(elsewhere.database.path);
    const wish = { config: elsewhere, passphrase };
    const says = /has other keys than the backup/;
    await unchanged(() => restore({ ...wish, force: false }), 'keys', says);
    const { kept, trail } = await restore(wish);
    expect(trail.valid).toBe(true);
    expect(kept.map((name) => name.replace(/^.*\//, ''))).toEqual([
      'audit.key.replaced-20261125T120000.000Z',
      'secret.key.replaced-20261125T120000.000Z',
    ]);
    expect(await readFile(kept[0] ?? '')).toEqual(before);
  });

  it('that are the same need no force, and nothing of them is kept twice', async () => {
    await withKeys();
    await rm(path());
    const { kept } = await restore({ passphrase, force: false });
    expect(kept).toEqual([]);
    expect((await readdir(data())).sort()).toEqual(['audit.key', 'mcm.db', 'secret.key']);
  });
});

describe('what a killed restore has left', () => {
  it('is taken away when it was not decided', async () => {
    const before = await contentOf(data());
    await mkdir(join(data(), 'restore.unfinished'));
    await writeFile(join(data(), 'restore.unfinished/mcm.db'), 'half');
    await finishRestore(path());
    expect(await contentOf(data())).toEqual(before);
  });

  it('is ended when it was, and a log that SQLite could not fold in stays with its database', async () => {
    const ready = join(data(), 'restore.ready');
    await mkdir(ready);
    await copyFile(input, join(ready, 'mcm.db'));
    await writeFile(join(ready, 'plan.json'), '{"database":"mcm.db","suffix":".old"}');
    for (const end of ['', '-wal', '-journal', '-shm']) {
      await writeFile(`${path()}${end}`, `old${end}`);
    }
    await finishRestore(path());
    expect((await readdir(data())).sort()).toEqual([
      ...[
        'audit.key',
        'mcm.db',
        'mcm.db.old',
        'mcm.db.old-journal',
        'mcm.db.old-wal',
        'secret.key',
      ],
    ]);
    expect(await usersOf(path())).toEqual(['ada', 'bob']);
    expect(await readFile(`${path()}.old-wal`, 'utf8')).toBe('old-wal');
  });
});

it('what a killed restore had decided is ended, though another database is configured since', async () => {
  const ready = join(data(), 'restore.ready');
  await mkdir(ready);
  await copyFile(input, join(ready, 'mcm.db'));
  await writeFile(join(ready, 'plan.json'), '{"database":"mcm.db","suffix":".old"}');
  await later();
  await finishRestore(join(data(), 'other.db'));
  expect(await usersOf(path())).toEqual(['ada', 'bob']);
  expect(await usersOf(`${path()}.old`)).toEqual(['ada', 'bob', 'cyd']);
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;
asRoot('root leaves files that belong to the owner of the folder', async () => {
  await mkdir(join(home.path, 'other'), { mode: 0o700 });
  await chown(join(home.path, 'other'), 65_534, 65_534);
  await restore({ config: elsewhere });
  for (const name of ['mcm.db', 'secret.key', 'audit.key']) {
    const { uid, gid } = await stat(join(home.path, 'other', name));
    expect([name, uid, gid]).toEqual([name, 65_534, 65_534]);
  }
});
