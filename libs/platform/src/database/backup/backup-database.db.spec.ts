import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentOf, asNobody, temporaryFolder, type TemporaryFolder } from '#testing';
import { Secret } from '../../config/secret.js';
import { Database } from '../database.js';
import { readKeys } from '../keys.js';
import { MIGRATIONS } from '../migrations/all.js';
import { backupDatabase } from './backup-database.js';
import { examineBackup } from './examine-backup.js';
import { dataFolderWith, overwrite, tamper, usersIn } from './fixtures.js';
import { openKeys, sealKeys } from './sealed-keys.js';
import { createWholeFile, sweepUnfinished } from './new-file.js';

const run = promisify(execFile);
const mount = (place: string) => run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]);

/** Only root may mount, and in some containers not even root. */
async function mayMount(): Promise<boolean> {
  const place = await temporaryFolder();
  try {
    await mount(place.path);
    await run('umount', [place.path]);
    return true;
  } catch {
    // EPERM, as mount says it.
    return false;
  } finally {
    await place.remove();
  }
}
const onSmallDisk = (await mayMount()) ? it : it.skip;

let home: TemporaryFolder;
let path: string;
let output: string;
beforeEach(async () => {
  home = await temporaryFolder();
  path = await dataFolderWith(home.path, ['ada', 'bob']);
  output = join(home.path, 'new/backups/out.db');
});
afterEach(() => home.remove());

describe('a backup', () => {
  it('is one file with everything in it, for its owner alone, in folders that are made', async () => {
    const { bytes, version, keys } = await backupDatabase({ path, output });
    expect(await usersIn(output)).toEqual(['ada', 'bob']);
    expect([keys, version]).toEqual([undefined, MIGRATIONS.length]);
    const stats = await stat(output);
    expect([stats.mode & 0o777, stats.size]).toEqual([0o600, bytes]);
    expect((await stat(join(home.path, 'new'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(home.path, 'new/backups'))).toEqual(['out.db']);
  });

  it('leaves the data folder as it was', async () => {
    const before = await contentOf(home.path);
    await backupDatabase({ path, output });
    const { [output]: _, ...after } = await contentOf(home.path);
    expect(after).toEqual(before);
  });

  it('never takes the place of another file', async () => {
    await mkdir(join(home.path, 'new/backups'), { recursive: true });
    await writeFile(output, 'precious');
    await expect(backupDatabase({ path, output })).rejects.toMatchObject({
      fault: 'exists',
      message: `${output} already exists, and is not overwritten: name another file`,
    });
    expect(await readFile(output, 'utf8')).toBe('precious');
    await expect(backupDatabase({ path, output: path })).rejects.toMatchObject({ fault: 'exists' });
  });

  it('that two make at once under one name is made by one of them', async () => {
    const both = await Promise.allSettled([1, 2].map(() => backupDatabase({ path, output })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await usersIn(output)).toEqual(['ada', 'bob']);
    expect(await readdir(join(home.path, 'new/backups'))).toEqual(['out.db']);
  });

  it('is made of an older schema as well, as before an upgrade', async () => {
    const older = join(home.path, 'older.db');
    const migrations = MIGRATIONS.slice(0, 3);
    await (await Database.open({ path: older, entities: [], migrations })).close();
    expect(await backupDatabase({ path: older, output })).toMatchObject({ version: 3 });
  });

  it('is not made of a newer schema, which nobody here could restore', async () => {
    await tamper(path, `PRAGMA user_version = ${String(MIGRATIONS.length + 1)}`);
    await expect(backupDatabase({ path, output })).rejects.toMatchObject({ kind: 'newer-version' });
    expect(await readdir(join(home.path, 'new/backups'))).toEqual([]);
  });

  it('is not made where there is no database, or none of MCM', async () => {
    const absent = join(home.path, 'absent.db');
    await expect(backupDatabase({ path: absent, output })).rejects.toMatchObject({
      kind: 'absent',
    });
    await tamper(join(home.path, 'other.db'), 'CREATE TABLE t (a)');
    const other = backupDatabase({ path: join(home.path, 'other.db'), output });
    await expect(other).rejects.toMatchObject({ kind: 'not-mcm' });
    expect(await readdir(join(home.path, 'new/backups'))).toEqual([]);
  });

  it('is not made of a database that is empty, or that somebody else has changed, and says why', async () => {
    const empty = join(home.path, 'empty.db');
    await writeFile(empty, '');
    await expect(backupDatabase({ path: empty, output })).rejects.toMatchObject({
      kind: 'absent',
      message: `there is nothing in the database ${empty} yet: start the server once`,
    });
    await tamper(path, 'CREATE TABLE theirs (a)');
    await expect(backupDatabase({ path, output })).rejects.toMatchObject({
      fault: 'foreign',
      message:
        `the database cannot be backed up, since nobody could restore it: ${path} is no backup of MCM: ` +
        `its "table theirs" is not that of schema version ${String(MIGRATIONS.length)}`,
    });
    expect(await readdir(join(home.path, 'new/backups'))).toEqual([]);
  });

  it('of a database that is damaged is refused, and nothing is left of it', async () => {
    const { length } = await readFile(path);
    await overwrite(path, 8192, new Uint8Array(length - 8192).fill(0xee));
    await expect(backupDatabase({ path, output })).rejects.toMatchObject({ kind: 'damaged' });
    expect(await readdir(join(home.path, 'new/backups'))).toEqual([]);
  });

  it('goes into a folder of other people, which one may only lay something into', async () => {
    await chmod(home.path, 0o755);
    const drop = join(home.path, 'drop');
    await mkdir(drop);
    await chmod(drop, 0o733);
    const laid = await asNobody(() =>
      createWholeFile(join(drop, 'x.db'), (unfinished) => writeFile(unfinished, 'whole')).then(() =>
        readFile(join(drop, 'x.db'), 'utf8'),
      ),
    );
    expect([laid, await readdir(drop)]).toEqual(['whole', ['x.db']]);
  });

  it('says so when its folder may not be written to', async () => {
    await chmod(home.path, 0o755);
    await mkdir(join(home.path, 'closed'), { mode: 0o755 });
    const closed = join(home.path, 'closed');
    if (process.getuid?.() !== 0) await chmod(closed, 0o500);
    const making = asNobody(() => backupDatabase({ path, output: join(closed, 'x.db') }));
    await expect(making).rejects.toMatchObject({ fault: 'not-writable' });
  });
});

onSmallDisk('a full disk is told, and nothing is left on it', async () => {
  const disk = join(home.path, 'disk');
  await mkdir(disk);
  await mount(disk);
  try {
    const full = backupDatabase({ path, output: join(disk, 'x.db') });
    await expect(full).rejects.toMatchObject({
      fault: 'disk-full',
      message: `there is no room for ${disk}/x.db: make room on its file system`,
    });
    expect(await readdir(disk)).toEqual([]);
  } finally {
    await run('umount', [disk]);
  }
});

describe('what a process that was killed has left', () => {
  it('is taken away after an hour, and nothing else is', async () => {
    const names = ['.a.db.0123456789ab.unfinished', '.b.db.0123456789ab.unfinished', 'mine.db'];
    const hourAgo = Date.now() / 1000 - 3_700;
    for (const name of names) await writeFile(join(home.path, name), '');
    for (const name of [names[0] ?? '', 'mine.db']) {
      await utimes(join(home.path, name), hourAgo, hourAgo);
    }
    await sweepUnfinished(home.path, Date.now());
    const left = (await readdir(home.path)).filter((name) => names.includes(name));
    expect(left.sort()).toEqual(['.b.db.0123456789ab.unfinished', 'mine.db']);
  });
});

describe('the keys in a backup', () => {
  it('open with their passphrase only, however it was typed', async () => {
    const keys = await readKeys(home.path);
    if (!keys) throw new Error('no keys');
    const passphrase = new Secret('ångström and more');
    await backupDatabase({ path, output, keys: await sealKeys(keys, passphrase) });
    const { keys: sealed } = await examineBackup(output);
    if (!sealed) throw new Error('no keys in the backup');
    const decomposed = new Secret(passphrase.reveal().normalize('NFD'));
    const opened = await openKeys(sealed, decomposed);
    expect(opened?.master.reveal()).toEqual(keys.master.reveal());
    expect(opened?.audit.reveal()).toEqual(keys.audit.reveal());
    expect(await openKeys(sealed, new Secret('angstrom and more'))).toBeUndefined();
    const bytes = await readFile(output);
    expect([bytes.includes(keys.master.reveal()), bytes.includes(keys.audit.reveal())]).toEqual([
      ...[false, false],
    ]);
  });
});
