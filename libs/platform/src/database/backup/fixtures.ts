import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConnection } from '../data-source.js';
import { Database } from '../database.js';
import { loadKeys } from '../keys.js';

const USERS = 'SELECT username FROM admin_users ORDER BY id';

/** Makes a data folder with a database of `users`, as a server leaves it. */
export async function dataFolderWith(folder: string, users: readonly string[]): Promise<string> {
  const path = join(folder, 'mcm.db');
  await loadKeys(folder);
  const database = await Database.open({ path, entities: [] });
  for (const name of users) await addUser(database, name);
  await database.close();
  return path;
}

const addUser = (database: Database, username: string): Promise<unknown> =>
  database.write((tx) =>
    tx.query(
      `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
       VALUES (?, '', 'viewer', 0, 0)`,
      [username],
    ),
  );

export async function usersIn(path: string): Promise<readonly string[]> {
  const rows = await Database.inspect(path, (read) => read.query<{ username: string }[]>(USERS));
  return rows.map(({ username }) => username);
}

/** Changes a file as somebody does who is not MCM. */
export async function tamper(path: string, ...statements: readonly string[]): Promise<void> {
  const source = await openConnection(path, []);
  try {
    for (const statement of statements) await source.query(statement);
  } finally {
    await source.destroy();
  }
}

export async function overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const content = await readFile(path);
  content.set(bytes, at);
  await writeFile(path, content);
}
