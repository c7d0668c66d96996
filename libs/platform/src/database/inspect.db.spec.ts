import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { openConnection } from './data-source.js';
import { Database } from './database.js';

let home: TemporaryFolder;
let path: string;
beforeEach(async () => {
  home = await temporaryFolder();
  path = join(home.path, 'mcm.db');
});
afterEach(() => home.remove());

const open = () => Database.open({ path, entities: [] });
const add = (database: Database, username: string) =>
  database.write((tx) =>
    tx.query(
      `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
       VALUES (?, '', 'viewer', 0, 0)`,
      [username],
    ),
  );
const names = async (read: EntityManager) =>
  (await read.query<{ username: string }[]>('SELECT username FROM admin_users')).map(
    ({ username }) => username,
  );

describe('a look into the file', () => {
  it('sees what is committed while a server has it open, and one state to its end', async () => {
    const database = await open();
    await add(database, 'a');
    const seen = await Database.inspect(path, async (read) => {
      const before = await names(read);
      await add(database, 'b');
      return [before, await names(read)];
    });
    expect(seen).toEqual([['a'], ['a']]);
    expect(await database.snapshot(names)).toEqual(['a', 'b']);
    await database.close();
  });

  it('leaves nothing behind where no server runs', async () => {
    await (await open()).close();
    const before = await readdir(home.path);
    expect(await Database.inspect(path, names)).toEqual([]);
    expect(await readdir(home.path)).toEqual(before);
  });

  it('cannot change anything', async () => {
    await (await open()).close();
    const changing = Database.inspect(path, (read) => read.query('DELETE FROM admin_users'));
    await expect(changing).rejects.toMatchObject({ kind: 'not-writable' });
  });

  it('makes no file where there is none', async () => {
    await expect(Database.inspect(path, names)).rejects.toMatchObject({
      kind: 'absent',
      message: expect.stringContaining(`there is no database at ${path}`),
    });
    expect(await readdir(home.path)).toEqual([]);
  });

  it('migrates nothing: an older schema is named', async () => {
    const source = await openConnection(path, []);
    await source.query('PRAGMA application_id = 1296256305');
    await source.query('PRAGMA user_version = 1');
    await source.destroy();
    await expect(Database.inspect(path, names)).rejects.toMatchObject({
      kind: 'older-version',
      message: expect.stringContaining('schema version 1, and this MCM reads version'),
    });
  });

  it.each([
    ['newer-version', 'PRAGMA user_version = 999'],
    ['not-mcm', 'PRAGMA application_id = 1'],
  ])('refuses what it does not know: %s', async (kind, pragma) => {
    await (await open()).close();
    const source = await openConnection(path, []);
    await source.query(pragma);
    await source.destroy();
    await expect(Database.inspect(path, names)).rejects.toMatchObject({ kind });
  });

  it('says so when it is no database at all', async () => {
    await writeFile(path, 'a file of some other kind, long enough to be looked at'.repeat(20));
    await expect(Database.inspect(path, names)).rejects.toMatchObject({ kind: 'not-a-database' });
  });
});
