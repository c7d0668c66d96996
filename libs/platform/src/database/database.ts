import type { DataSource, EntityManager } from 'typeorm';
import { openConnection, value, type Entities } from './data-source.js';
import { prepareFile } from './database-file.js';
import { explain } from './explain.js';
import { migrate } from './migrate.js';
import type { Migration } from './migration.js';
import { MIGRATIONS } from './migrations/all.js';
import { WriteQueue } from './write-queue.js';

export interface DatabaseOptions {
  /** Absolute. Made, with its folder, when it does not exist: 0600 and 0700. */
  readonly path: string;
  /** The row classes of the features. */
  readonly entities: Entities;
  readonly migrations?: readonly Migration[];
}

/**
 * The SQLite file, through two connections: one writes, in a queue; one reads, and can do nothing else.
 * A read therefore never sees what is not committed.
 */
export class Database {
  readonly #writer: DataSource;
  readonly #reader: DataSource;
  readonly #queue: WriteQueue;

  private constructor(writer: DataSource, reader: DataSource, queue: WriteQueue) {
    this.#writer = writer;
    this.#reader = reader;
    this.#queue = queue;
  }

  /** Opens the file and brings its schema up to date. @throws DatabaseError with a sentence for operators */
  static async open({
    path,
    entities,
    migrations = MIGRATIONS,
  }: DatabaseOptions): Promise<Database> {
    const opened: DataSource[] = [];
    try {
      await prepareFile(path);
      const writer = await openConnection(path, entities);
      opened.push(writer);
      const queue = new WriteQueue(writer);
      await migrate({ source: writer, queue, path }, migrations);
      await makeDurable(writer);
      const reader = await openConnection(path, entities);
      opened.push(reader);
      await reader.query('PRAGMA query_only = ON');
      return new Database(writer, reader, queue);
    } catch (error) {
      await Promise.all(opened.map((source) => source.destroy()));
      throw explain(error, path);
    }
  }

  /** Everything that only reads. */
  get read(): EntityManager {
    return this.#reader.manager;
  }

  /** The only way to change anything: one transaction, committed when `work` resolves, rolled back when it throws. */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.#queue.run(work);
  }

  /** Resolves when the file still answers. */
  async ping(): Promise<void> {
    await this.#reader.query('SELECT count(*) FROM schema_migrations');
  }

  /** Lets the queued transactions end, then closes. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#reader.destroy();
    await this.#writer.destroy(); // last: folds the write-ahead log into the file
  }
}

/** From here on, what is committed survives `kill -9` and a power cut. */
async function makeDurable(writer: DataSource): Promise<void> {
  const mode = await value(writer, 'PRAGMA journal_mode = WAL');
  if (mode !== 'wal')
    throw new Error(`SQLite answered journal mode "${String(mode)}" instead of "wal"`);
  await writer.query('PRAGMA synchronous = FULL');
}
