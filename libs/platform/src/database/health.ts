import { constants, copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sqlite3 from 'sqlite3';
import { errorCode } from '../config/error-code.js';
import { value, type Queries } from './data-source.js';
import { DatabaseError } from './database-error.js';
import { explain } from './explain.js';
import { checkedVersion } from './migrate.js';
import { MIGRATIONS } from './migrations/all.js';

/** Beyond this, SQLite only compares the pages with one another, not the indexes with their tables. */
const QUICK_FROM = 256 * 2 ** 20;
/** A copy of more than that is not worth the look. */
const LARGEST_COPY = 2 ** 30;
const MOST_DAMAGE = 5;

export interface HealthOptions {
  readonly path: string;
  /** Whether a process has it open just now. Otherwise nothing in the folder is touched. */
  readonly isOpen: boolean;
  /** For the whole of the file, in milliseconds. */
  readonly patience: number;
}

/** What can be said of the database's file without changing anything. */
export interface DatabaseHealth {
  /** Of the schema; 0 for an empty file. */
  readonly version: number;
  /** The one that this MCM brings it to. */
  readonly known: number;
  /** In bytes. */
  readonly size: number;
  /** Of the size, from 0 to 1: pages that hold nothing. */
  readonly freeShare: number;
  /** Bytes of the write-ahead log. */
  readonly logSize: number;
  /** `unfinished`: it took longer than the patience. */
  readonly check: 'whole' | 'quick' | 'unfinished';
  /** SQLite's words, a few of them; empty when all is well. */
  readonly damage: readonly string[];
}

/**
 * Looks at the file. Where nobody has it open, a write-ahead log is what a killed process left: to read it, SQLite
 * would take it into the file, so a copy is looked at.
 *
 * @throws DatabaseError when it cannot be opened, is not ours, or of a newer MCM
 */
export async function databaseHealth(options: HealthOptions): Promise<DatabaseHealth> {
  const { path, isOpen } = options;
  try {
    const size = await sizeOf(path);
    if (size === undefined) throw new DatabaseError('absent', `there is no database at ${path}`);
    const logSize = (await sizeOf(`${path}-wal`)) ?? 0;
    const sizes = { size, logSize };
    if (isOpen) return await lookInto(path, sizes, options);
    if (logSize === 0) return await lookInto(unchanged(path), sizes, options);
    return await withCopy(path, size + logSize, (copy) => lookInto(copy, sizes, options));
  } catch (error) {
    throw explain(error, path);
  }
}

/** Has SQLite take the file as one that nobody changes: no lock is taken and no file made. */
const unchanged = (path: string): string => `${pathToFileURL(path).href}?immutable=1`;

async function withCopy<T>(
  path: string,
  size: number,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  if (size > LARGEST_COPY) {
    throw new DatabaseError(
      'busy',
      `the database ${path} has a log that a killed process left: start the server once, which takes it in`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'mcm-doctor-'));
  try {
    const copy = join(folder, 'copy.db');
    await copyFile(`${path}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE);
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    return await work(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookInto(
  name: string,
  { size, logSize }: Pick<DatabaseHealth, 'size' | 'logSize'>,
  { path, patience }: HealthOptions,
): Promise<DatabaseHealth> {
  const file = await Looked.open(name);
  try {
    await file.query('PRAGMA query_only = ON');
    const version = await checkedVersion(file, path, MIGRATIONS.length);
    const pages = Number(await value(file, 'PRAGMA page_count'));
    const free = Number(await value(file, 'PRAGMA freelist_count'));
    const check = size > QUICK_FROM ? 'quick' : 'whole';
    const damage = await file.damage(check, patience);
    return {
      ...{ version, known: MIGRATIONS.length, size, logSize },
      freeShare: pages === 0 ? 0 : free / pages,
      check: damage === 'unfinished' ? 'unfinished' : check,
      damage: damage === 'unfinished' ? [] : damage,
    };
  } finally {
    await file.close();
  }
}

/** One connection, which TypeORM need not know of. */
class Looked implements Queries {
  private constructor(private readonly connection: sqlite3.Database) {}

  static open(name: string): Promise<Looked> {
    // One opened for reading alone could not follow a log that others write.
    const flags = name.startsWith('file:')
      ? sqlite3.OPEN_READONLY | sqlite3.OPEN_URI
      : sqlite3.OPEN_READWRITE;
    return new Promise((resolve, reject) => {
      const connection = new sqlite3.Database(name, flags, (error) => {
        if (error) reject(error);
        else resolve(new Looked(connection));
      });
    });
  }

  query<T>(sql: string): Promise<T> {
    return new Promise((resolve, reject) => {
      this.connection.all(sql, (error, rows) => {
        if (error) reject(error);
        else resolve(rows as T);
      });
    });
  }

  async damage(
    check: 'whole' | 'quick',
    patience: number,
  ): Promise<readonly string[] | 'unfinished'> {
    const pragma = check === 'whole' ? 'integrity_check' : 'quick_check';
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      this.connection.interrupt();
    }, patience);
    try {
      const rows = await this.query<Record<string, string>[]>(
        `PRAGMA ${pragma}(${String(MOST_DAMAGE)})`,
      );
      const lines = rows.flatMap((row) => Object.values(row));
      return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
    } catch (error) {
      // SQLITE_INTERRUPT, by ourselves; nobody knows beforehand how long a file takes.
      if (late.signal.aborted) return 'unfinished';
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.connection.close(() => {
        resolve();
      });
    });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return stats.size;
    throw new DatabaseError(
      'not-a-database',
      `what stands at ${path} is no file: set database.path to another place, or move it away`,
    );
  } catch (error) {
    // ENOENT is the answer that there is none; EACCES and the like are for the caller.
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
