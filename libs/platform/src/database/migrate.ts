import type { DataSource, EntityManager } from 'typeorm';
import { errorCode } from '../config/error-code.js';
import { value, type Queries } from './data-source.js';
import { DatabaseError } from './database-error.js';
import type { Migration } from './migration.js';
import { replaceWholeFile } from './whole-file.js';
import type { WriteQueue } from './write-queue.js';

/** 'MCM1': tells our files from any other SQLite database. */
export const APPLICATION_ID = 0x4d434d31;

/** What an older database was brought from and to, and where its copy is. */
export interface Upgrade {
  /** Versions of the schema. */
  readonly from: number;
  readonly to: number;
  /** The database as it was before. */
  readonly copy: string;
}

/**
 * Brings the schema to the newest version. Before an existing database is changed, it is copied to
 * `<path>.before-<version>`. All migrations are one transaction: a killed process leaves the old version, of
 * which the next start makes the same copy again, never the copy of something half upgraded.
 */
export async function migrate(
  { source, queue, path }: { source: DataSource; queue: WriteQueue; path: string },
  migrations: readonly Migration[],
): Promise<Upgrade | undefined> {
  const to = migrations.length;
  const from = await checkedVersion(source, path, to);
  if (from === to) return undefined;
  const copy = `${path}.before-${String(to)}`;
  if (from > 0) await copyTo(source, { path, copy });

  await source.query('PRAGMA foreign_keys = OFF'); // has no effect inside a transaction; checked after each migration
  await queue.run(async (tx) => {
    for (const migration of migrations.slice(from)) await apply(tx, migration);
  });
  await source.query('PRAGMA foreign_keys = ON');
  return from === 0 ? undefined : { from, to, copy };
}

/** The version of the database; 0 for an empty one. Touches nothing that is not ours. */
export async function checkedVersion(
  source: Queries,
  path: string,
  known: number,
): Promise<number> {
  const version = Number(await value(source, 'PRAGMA user_version'));
  const id = Number(await value(source, 'PRAGMA application_id'));
  const objects = Number(await value(source, 'SELECT count(*) FROM sqlite_schema'));
  if (objects > 0 && id !== APPLICATION_ID) {
    throw new DatabaseError(
      'not-mcm',
      `the database ${path} belongs to another application: set database.path to another file`,
    );
  }
  if (version > known) {
    throw new DatabaseError(
      'newer-version',
      `the database ${path} has schema version ${String(version)}, and this MCM knows versions up to ` +
        `${String(known)}: start the newer MCM that wrote it, or go back to the copy from before its upgrade, ` +
        `${path}.before-${String(version)}, as docs/upgrading.md says`,
    );
  }
  return version;
}

async function apply(tx: EntityManager, { version, name, statements }: Migration): Promise<void> {
  if (version === 1) await begin(tx);
  for (const statement of statements) await tx.query(statement);

  const orphans = await tx.query<unknown[]>('PRAGMA foreign_key_check');
  if (orphans.length > 0) {
    const rows = `${String(orphans.length)} rows without their parent`;
    throw new Error(`migration ${String(version)} (${name}) would leave ${rows}`);
  }
  await tx.query('INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)', [
    version,
    name,
    Date.now(),
  ]);
  await tx.query(`PRAGMA user_version = ${String(version)}`);
}

async function begin(tx: EntityManager): Promise<void> {
  await tx.query(`PRAGMA application_id = ${String(APPLICATION_ID)}`);
  await tx.query(
    `CREATE TABLE schema_migrations (
       version INTEGER PRIMARY KEY,
       name TEXT NOT NULL,
       applied_at INTEGER NOT NULL
     ) STRICT`,
  );
}

/** A consistent copy, complete or absent. */
async function copyTo(
  source: DataSource,
  { path, copy }: { path: string; copy: string },
): Promise<void> {
  try {
    await replaceWholeFile(copy, (unfinished) => source.query('VACUUM INTO ?', [unfinished]));
  } catch (error) {
    // SQLITE_FULL, SQLITE_IOERR, ENOSPC: how much room a copy takes, and who else takes room, nobody knows before.
    throw refusal(error, { path, copy });
  }
}

function refusal(cause: unknown, { path, copy }: { path: string; copy: string }): unknown {
  const code = errorCode(cause);
  if (code !== 'SQLITE_FULL' && code !== 'ENOSPC') return cause;
  return new DatabaseError(
    'disk-full',
    `the database ${path} was not upgraded and is as it was: there is no room for its copy ${copy}. ` +
      'Make room, as much as the database is large, and start again',
    { cause },
  );
}
