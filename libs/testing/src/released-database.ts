import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';

/** One file for each version of the schema that a release had: `0001.sql`, … Never edited. */
const RELEASED_SCHEMAS = join(import.meta.dirname, '../schemas');

/** What belongs to a database without being in it, and what only those know who made it. */
export interface Known {
  /** Files of the data folder beside the database, in hexadecimal. */
  readonly keys: Readonly<Record<string, string>>;
  readonly admin: Credentials;
  /** With a second factor. */
  readonly anna: Credentials & { readonly totpSecret: string };
  readonly apiToken: string;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A database as a release of MCM left it, with rows in every table that it had. */
export interface ReleasedDatabase {
  /** Of the schema. */
  readonly version: number;
  readonly sql: string;
  readonly known: Known;
}

const KNOWN = '-- known: ';

/** All of them, the oldest first. */
export async function releasedDatabases(): Promise<readonly ReleasedDatabase[]> {
  const names = (await readdir(RELEASED_SCHEMAS)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(RELEASED_SCHEMAS, name), 'utf8');
      const line = sql.split('\n').find((text) => text.startsWith(KNOWN)) ?? KNOWN;
      const known = JSON.parse(line.slice(KNOWN.length)) as Known;
      return { version: Number.parseInt(name, 10), sql, known };
    }),
  );
}

/** Writes what {@link releasedDatabases} reads. */
export async function keepReleased({ version, sql, known }: ReleasedDatabase): Promise<void> {
  const path = join(RELEASED_SCHEMAS, `${String(version).padStart(4, '0')}.sql`);
  const head = `-- What a server with schema version ${String(version)} left. Never edited.`;
  await writeFile(path, `${head}\n${KNOWN}${JSON.stringify(known)}\n${sql}`, { flag: 'wx' });
}

/** Lays the database and its keys into `folder`, as they would lie there. Answers the path of the database. */
export async function layReleased(
  { sql, known }: ReleasedDatabase,
  folder: string,
): Promise<string> {
  for (const [name, key] of Object.entries(known.keys)) {
    await writeFile(join(folder, name), Buffer.from(key, 'hex'), { mode: 0o600 });
  }
  const path = join(folder, 'mcm.db');
  await writeFile(path, '', { mode: 0o600 });
  const database = await opened(path);
  await executed(database, sql);
  await executed(database, 'PRAGMA journal_mode = WAL'); // as a server leaves it
  await new Promise<void>((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()));
  });
  return path;
}

const opened = (path: string) =>
  new Promise<sqlite3.Database>((resolve, reject) => {
    const database = new sqlite3.Database(path, (error) =>
      error ? reject(error) : resolve(database),
    );
  });

const executed = (database: sqlite3.Database, sql: string) =>
  new Promise<void>((resolve, reject) => {
    database.exec(sql, (error) => (error ? reject(error) : resolve()));
  });
