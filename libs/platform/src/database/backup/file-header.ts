import { constants, open, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../../config/error-code.js';
import { APPLICATION_ID } from '../migrate.js';
import { MIGRATIONS } from '../migrations/all.js';
import { BackupError } from './backup-error.js';

const HEADER_BYTES = 100;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const UTF_8 = 1;

/** What the first hundred bytes of a backup say (https://sqlite.org/fileformat2.html#the_database_header). */
export interface FileHeader {
  /** Of the schema: `user_version`. */
  readonly version: number;
  /** Of the file. */
  readonly bytes: number;
}

/** Opens what should be a backup; a pipe or a device keeps nobody waiting. @throws BackupError */
export async function openBackup(path: string, flags = 0): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    const code = errorCode(error);
    const options = { cause: error };
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new BackupError('absent', `there is no file ${path}`, options);
    }
    if (code === 'ELOOP' || code === 'ENXIO') throw notAFile(path, error);
    throw new BackupError('unreadable', `${path} cannot be read (${String(code)})`, options);
  }
}

/**
 * Looks at the header before SQLite does: whether it can be a backup that this version reads.
 *
 * @param known the newest version of the schema
 * @throws BackupError
 */
export async function readHeader(
  file: FileHandle,
  path: string,
  known: number,
): Promise<FileHeader> {
  const stats = await file.stat();
  if (!stats.isFile()) throw notAFile(path);
  const header = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    const isCut = header.subarray(0, bytesRead).equals(MAGIC.subarray(0, bytesRead));
    if (isCut) throw new BackupError('truncated', `${path} is truncated: its beginning is missing`);
    throw new BackupError('foreign', `${path} is no backup of MCM: it is not a SQLite database`);
  }
  if (bytesRead < HEADER_BYTES) throw truncated(path, bytesRead);
  return headerOf(header, stats.size, { path, known });
}

function headerOf(
  header: Buffer,
  bytes: number,
  { path, known }: { readonly path: string; readonly known: number },
): FileHeader {
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new BackupError('foreign', `${path} is no backup of MCM: another application wrote it`);
  }
  const version = header.readUInt32BE(60);
  if (version > known) {
    throw new BackupError(
      'newer',
      `${path} has schema version ${String(version)}, and this MCM knows versions up to ${String(known)}: ` +
        'use the newer MCM that wrote it',
    );
  }
  const page = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  if (bytes < page * pages) throw truncated(path, bytes, page * pages);
  const isSound =
    version > 0 && page >= 512 && bytes === page * pages && header.readUInt32BE(56) === UTF_8;
  if (!isSound) throw damaged(path, 'its header is not one that MCM writes');
  return { version, bytes };
}

const notAFile = (path: string, cause?: unknown): BackupError =>
  new BackupError('not-a-file', `${path} is not a regular file`, { cause });

function truncated(path: string, bytes: number, whole?: number): BackupError {
  const of = whole === undefined ? '' : ` of ${String(whole)}`;
  return new BackupError(
    'truncated',
    `${path} is truncated: only ${String(bytes)}${of} bytes are there`,
  );
}

export const damaged = (path: string, why: string, cause?: unknown): BackupError =>
  new BackupError('damaged', `${path} is damaged: ${why}`, { cause });

/** The schema version that the file says it has, or nothing when it is no backup that this version reads. */
export async function backupVersion(path: string): Promise<number | undefined> {
  try {
    await using file = await openBackup(path, constants.O_NOFOLLOW);
    return (await readHeader(file, path, MIGRATIONS.length)).version;
  } catch (error) {
    // Files are known by looking into them only.
    if (error instanceof BackupError) return undefined;
    throw error;
  }
}
