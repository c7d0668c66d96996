import type { DataSource, EntityManager } from 'typeorm';
import { openConnection, value, type Entities } from './data-source.js';
import { prepareFile } from './database-file.js';
import { explain } from './explain.js';
import { inspect, type InspectedFile } from './inspect.js';
import { migrate, type Upgrade } from './migrate.js';
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
 * The SQLite file, through three connections: one writes, in a queue; one reads, and can do nothing else;
 * and one more reads where the answer may take long. A read therefore never sees what is not committed.
 */
export class Database {
  readonly #writer: DataSource;
  readonly #reader: DataSource;
  readonly #queue: WriteQueue;
  readonly #file: InspectedFile;
  readonly #openReader: () => Promise<DataSource>;
  #searcher: Promise<DataSource> | undefined;
  #upgrade: Upgrade | undefined;
  #closed = false;

  private constructor(
    { writer, reader }: Readonly<Record<'writer' | 'reader', DataSource>>,
    queue: WriteQueue,
    file: InspectedFile,
    openReader: () => Promise<DataSource>,
  ) {
    this.#writer = writer;
    this.#reader = reader;
    this.#queue = queue;
    this.#file = file;
    this.#openReader = openReader;
  }

  /**
   * Looks into the file as it is at this moment, whether a server has it open or not: changes nothing,
   * migrates nothing, leaves no file behind.
   *
   * @throws DatabaseError when there is no such file, or one that this version does not read
   */
  static async inspect<T>(path: string, work: (read: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await inspect({ path, version: MIGRATIONS.length }, work);
    } catch (error) {
      throw explain(error, path);
    }
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
      const upgrade = await migrate({ source: writer, queue, path }, migrations);
      await makeDurable(writer);
      const openReader = () => openReadOnly(path, entities);
      const reader = await openReader();
      opened.push(reader);
      const file = { path, version: migrations.length };
      const database = new Database({ writer, reader }, queue, file, openReader);
      database.#upgrade = upgrade;
      return database;
    } catch (error) {
      await Promise.all(opened.map((source) => source.destroy()));
      throw explain(error, path);
    }
  }

  /** That opening it was an upgrade of its schema; `undefined` when it was up to date, or new. */
  get upgrade(): Upgrade | undefined {
    return this.#upgrade;
  }

  /** Everything that only reads, and is answered at once: every request waits here to learn who asks. */
  get read(): EntityManager {
    return this.#reader.manager;
  }

  /**
   * For what may take long, such as lists and exports: reads through a connection of its own, opened when
   * it is first needed, so that only those who search wait for one another.
   */
  async search<T>(work: (read: EntityManager) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('the database is closed');
    this.#searcher ??= this.#openReader().catch((error: unknown) => {
      this.#searcher = undefined;
      throw error;
    });
    return work((await this.#searcher).manager);
  }

  /**
   * For what takes many reads and has to see one state: everything `work` reads is as of its first read.
   * Has a connection of its own, so that nothing else waits; what is long keeps the write-ahead log growing.
   */
  snapshot<T>(work: (read: EntityManager) => Promise<T>): Promise<T> {
    return inspect(this.#file, work);
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
    this.#closed = true;
    await this.#queue.close();
    await (await this.#searcher)?.destroy();
    await this.#reader.destroy();
    await this.#writer.destroy(); // last: folds the write-ahead log into the file
  }
}

async function openReadOnly(path: string, entities: Entities): Promise<DataSource> {
  const reader = await openConnection(path, entities);
  await reader.query('PRAGMA query_only = ON');
  return reader;
}

/** From here on, what is committed survives `kill -9` and a power cut. */
async function makeDurable(writer: DataSource): Promise<void> {
  const mode = await value(writer, 'PRAGMA journal_mode = WAL');
  if (mode !== 'wal')
    throw new Error(`SQLite answered journal mode "${String(mode)}" instead of "wal"`);
  await writer.query('PRAGMA synchronous = FULL');
}
