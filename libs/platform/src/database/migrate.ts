import { open, rename, rm } from 'node:fs/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { value } from './data-source.js';
import { DatabaseError } from './database-error.js';
import type { Migration } from './migration.js';
import type { WriteQueue } from './write-queue.js';

/** 'MCM1': tells our files from any other SQLite database. */
const APPLICATION_ID = 0x4d434d31;

/**
 * Brings the schema to the newest version. Before an existing database is changed, it is copied to
 * `<path>.before-<version>`. Each migration is all or nothing, so a killed process goes on at the next start.
 */
export async function migrate(
  { source, queue, path }: { source: DataSource; queue: WriteQueue; path: string },
  migrations: readonly Migration[],
): Promise<void> {
  const known = migrations.length;
  const version = await checkedVersion(source, path, known);
  if (version === known) return;
  if (version > 0) await copyTo(source, `${path}.before-${String(known)}`);

  await source.query('PRAGMA foreign_keys = OFF'); // has no effect inside a transaction; checked at each one's end
  for (const migration of migrations.slice(version)) {
    await queue.run((tx) => apply(tx, migration));
  }
  await source.query('PRAGMA foreign_keys = ON');
}

/** The version of the database; 0 for an empty one. Touches nothing that is not ours. */
export async function checkedVersion(
  source: DataSource,
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
        `${String(known)}: start the newer MCM that wrote it, or restore a backup from before its upgrade`,
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

/** A consistent copy, complete or absent: another name until it is on the disk. */
async function copyTo(source: DataSource, copy: string): Promise<void> {
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', 0o600); // SQLite writes into an empty file, and keeps its mode
  try {
    await source.query('VACUUM INTO ?', [unfinished]);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, copy);
}
