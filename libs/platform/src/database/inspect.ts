import { stat } from 'node:fs/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { openConnection } from './data-source.js';
import { DatabaseError } from './database-error.js';
import { checkedVersion } from './migrate.js';

export interface InspectedFile {
  readonly path: string;
  /** Of the schema. */
  readonly version: number;
}

/**
 * One state of the file, through a connection that can only read.
 *
 * It is opened for writing all the same: one opened for reading alone leaves a `-wal` and a `-shm` file
 * behind, in the name of whoever looked.
 */
export async function inspect<T>(
  { path, version }: InspectedFile,
  work: (read: EntityManager) => Promise<T>,
): Promise<T> {
  await stat(path).catch((cause: unknown) => {
    const remedy = 'look at database.path (MCM_DATABASE_PATH), or start the server once';
    throw new DatabaseError('absent', `there is no database at ${path}: ${remedy}`, { cause });
  });
  const source = await openConnection(path, [], { create: false });
  try {
    await source.query('PRAGMA query_only = ON');
    await source.query('BEGIN');
    await requireVersion(source, path, version);
    return await work(source.manager);
  } finally {
    await source.destroy();
  }
}

async function requireVersion(source: DataSource, path: string, known: number): Promise<void> {
  const version = await checkedVersion(source, path, known);
  if (version === known) return;
  throw new DatabaseError(
    'older-version',
    `the database ${path} has schema version ${String(version)}, and this MCM reads version ` +
      `${String(known)}: start the server once, which brings it up to date`,
  );
}
