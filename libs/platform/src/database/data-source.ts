import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';

export type Entities = NonNullable<DataSourceOptions['entities']>;

/** Waits this long for another connection's lock before SQLITE_BUSY. */
const BUSY_TIMEOUT = 5000;

/**
 * Opens one connection to the file. The schema is ours (see `migrations/`), never TypeORM's.
 *
 * The driver is handed over because TypeORM's own `require` is dynamic, which a bundle cannot follow.
 */
export async function openConnection(
  path: string,
  entities: Entities,
  { create = true } = {},
): Promise<DataSource> {
  const source = new DataSource({
    type: 'sqlite',
    driver: { verbose: () => ({ Database: OrderedConnection }) },
    database: path,
    ...(!create && { flags: sqlite3.OPEN_READWRITE }),
    entities,
    synchronize: false,
    logging: false,
  });
  await source.initialize(); // also turns foreign keys on
  // As a pragma: sqlite3's configure('busyTimeout') before the file is open stalls its queue for good.
  await source.query(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT)}`);
  return source;
}

/** Statements run in the order they were given, so that none slips behind its transaction's end. */
class OrderedConnection extends sqlite3.Database {
  constructor(...how: ConstructorParameters<typeof sqlite3.Database>) {
    super(...how);
    this.serialize();
  }
}

/** What can be asked in SQL. */
export interface Queries {
  query<T>(sql: string): Promise<T>;
}

/** The one value that a pragma or a count answers. */
export async function value(source: Queries, sql: string): Promise<unknown> {
  const rows = await source.query<Record<string, unknown>[]>(sql);
  return Object.values(rows[0] ?? {})[0];
}
