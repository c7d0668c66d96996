import { constants } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { errorCode } from '../../config/error-code.js';
import { openConnection } from '../data-source.js';
import { MIGRATIONS } from '../migrations/all.js';
import { BackupError } from './backup-error.js';
import { damaged, openBackup, readHeader, type FileHeader } from './file-header.js';
import { schemaObjects, schemaOfVersion } from './schema-objects.js';
import { KEYS_TABLE, readSealedKeys, type SealedKeys } from './sealed-keys.js';

/** What is in a backup. */
export interface BackupContent extends FileHeader {
  /** With `--with-keys`. */
  readonly keys?: SealedKeys;
}

const KEYS_NAME = 'backup_keys';
const KEYS_OBJECT = `table ${KEYS_NAME}`;
/** What SQLite says when it is not the file that is at fault. */
const NOT_THE_FILE = /^SQLITE_(BUSY|CANTOPEN|FULL|IOERR|NOMEM|PERM|READONLY)$/;

/**
 * What is in the file, which is not trusted: header, schema, rows and indexes all have to be as MCM writes them. Changes
 * nothing. Nobody else may have it open, nor files of a database beside it; so what comes from elsewhere is copied first.
 *
 * @param called what its sentences call it
 * @throws BackupError with a sentence for each way in which it is no backup that this version can restore
 */
export async function examineBackup(path: string, called = path): Promise<BackupContent> {
  const file = await openBackup(path, constants.O_NOFOLLOW);
  const header = await readHeader(file, called, MIGRATIONS.length).finally(() => file.close());
  try {
    const source = await openConnection(path, [], { create: false });
    try {
      return { ...header, ...(await examine(source, called, header.version)) };
    } finally {
      await source.destroy();
    }
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (!code.startsWith('SQLITE_') || NOT_THE_FILE.test(code)) throw error;
    throw damaged(called, (error as Error).message, error);
  }
}

/** The schema comes first: what follows evaluates what is in it. */
async function examine(
  source: DataSource,
  called: string,
  version: number,
): Promise<{ readonly keys?: SealedKeys }> {
  await distrust(source);
  const hasKeys = await requireSchema(source, called, version);
  const [found] = await source.query<{ integrity_check: string }[]>('PRAGMA integrity_check(1)');
  if (found?.integrity_check !== 'ok') {
    throw damaged(called, found?.integrity_check.split('\n', 1)[0] ?? 'it cannot be checked');
  }
  const [orphan] = await source.query<{ table: string }[]>(
    'SELECT "table" FROM pragma_foreign_key_check LIMIT 1',
  );
  if (orphan) throw damaged(called, `a row of ${orphan.table} is without its parent`);
  await requireMigrations(source, called, version);
  return hasKeys ? { keys: await requireKeys(source, called) } : {};
}

/** https://sqlite.org/security.html: what SQLite itself advises for files of unknown origin. */
async function distrust(source: DataSource): Promise<void> {
  await source.query('PRAGMA trusted_schema = OFF');
  await source.query('PRAGMA cell_size_check = ON');
  await source.query('PRAGMA mmap_size = 0');
  await source.query('PRAGMA query_only = ON');
}

/** Answers whether there are keys in it. */
async function requireSchema(
  source: DataSource,
  called: string,
  version: number,
): Promise<boolean> {
  const wanted = await schemaOfVersion(version);
  const found = await schemaObjects(source);
  const hasKeys = found.has(KEYS_OBJECT);
  if (hasKeys) wanted.set(KEYS_OBJECT, JSON.stringify([KEYS_NAME, KEYS_TABLE]));
  const foreign = [...found].find(([name, object]) => wanted.get(name) !== object);
  const missing = [...wanted.keys()].find((name) => !found.has(name));
  const odd = foreign?.[0] ?? missing;
  if (odd === undefined) return hasKeys;
  throw new BackupError(
    'foreign',
    `${called} is no backup of MCM: its ${JSON.stringify(odd.slice(0, 64))} is not that of schema version ${String(version)}`,
  );
}

async function requireMigrations(
  source: DataSource,
  called: string,
  version: number,
): Promise<void> {
  const rows = await source.query<{ version: number; name: string }[]>(
    'SELECT version, name FROM schema_migrations ORDER BY version LIMIT ?',
    [version + 1],
  );
  const wanted = MIGRATIONS.slice(0, version).map(({ version, name }) => ({ version, name }));
  if (JSON.stringify(rows) !== JSON.stringify(wanted)) {
    throw damaged(called, `its list of migrations is not that of version ${String(version)}`);
  }
}

async function requireKeys(source: DataSource, called: string): Promise<SealedKeys> {
  const keys = await readSealedKeys(source);
  if (keys) return keys;
  throw damaged(called, 'the keys in it are not as this MCM writes them');
}
