import type { DataSource } from 'typeorm';
import { openConnection } from '../data-source.js';
import { migrate } from '../migrate.js';
import { MIGRATIONS } from '../migrations/all.js';
import { WriteQueue } from '../write-queue.js';

/** More tables, indexes, triggers and views than any version has; one more is told as foreign anyway. */
const MOST_OBJECTS = 1_000;

/**
 * Everything that the schema declares, by kind and name: its table and its SQL as one text. A trigger may have the name
 * of a table or an index, behind which it must not hide.
 */
export async function schemaObjects(source: DataSource): Promise<Map<string, string>> {
  const rows = await source.query<{ name: string; object: string }[]>(
    `SELECT type || ' ' || name AS name, json_array(tbl_name, substr(sql, 1, 100000)) AS object
     FROM sqlite_schema LIMIT ?`,
    [MOST_OBJECTS],
  );
  return new Map(rows.map(({ name, object }) => [name, object]));
}

/** The same of a database that was made just now, up to that version. */
export async function schemaOfVersion(version: number): Promise<Map<string, string>> {
  const source = await openConnection(':memory:', []);
  try {
    const place = { source, queue: new WriteQueue(source), path: ':memory:' };
    await migrate(place, MIGRATIONS.slice(0, version));
    return await schemaObjects(source);
  } finally {
    await source.destroy();
  }
}
