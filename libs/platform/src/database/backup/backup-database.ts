import { lstat, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openConnection } from '../data-source.js';
import { DatabaseError } from '../database-error.js';
import { explain } from '../explain.js';
import { checkedVersion } from '../migrate.js';
import { MIGRATIONS } from '../migrations/all.js';
import { BackupError, unwritten } from './backup-error.js';
import { examineBackup, type BackupContent } from './examine-backup.js';
import { putSealedKeys, type SealedKeys } from './sealed-keys.js';
import { createWholeFile, taken } from './new-file.js';

export interface BackupWish {
  /** Of the database; a server may have it open and write. */
  readonly path: string;
  /** Where the backup goes; the folders on the way are made (0700). Never overwritten. */
  readonly output: string;
  /** What goes along with it. */
  readonly keys?: SealedKeys;
}

/**
 * Writes one state of the database into a file of its own (0600): all that was committed before the call is in it. The
 * file is examined before it gets its name.
 *
 * @throws BackupError, DatabaseError when the database cannot be read
 */
export async function backupDatabase({ path, output, keys }: BackupWish): Promise<BackupContent> {
  try {
    await mkdir(dirname(output), { recursive: true, mode: 0o700 });
    // Only so that nobody waits in vain: what counts is that the name is free at the end.
    if (await lstat(output).catch(() => undefined)) throw taken(output);
    return await createWholeFile(output, async (unfinished) => {
      await copyState(path, unfinished, output);
      if (keys) await putSealedKeys(unfinished, keys);
      return await examineOwn(unfinished, path);
    });
  } catch (error) {
    throw unwritten(error, output);
  }
}

/** What is wrong with the copy is wrong with the database: whoever made that file has not named it yet. */
async function examineOwn(unfinished: string, path: string): Promise<BackupContent> {
  try {
    return await examineBackup(unfinished, path);
  } catch (error) {
    // BackupError: somebody else has changed the database, or its disk has.
    if (!(error instanceof BackupError)) throw error;
    const sentence = `the database cannot be backed up, since nobody could restore it: ${error.message}`;
    throw new BackupError(error.fault, sentence, { cause: error });
  }
}

async function copyState(path: string, unfinished: string, output: string): Promise<void> {
  await stat(path).catch((cause: unknown) => {
    throw new DatabaseError(
      'absent',
      `there is no database at ${path}: name the server's configuration with --config`,
      { cause },
    );
  });
  try {
    const source = await openConnection(path, [], { create: false });
    try {
      if ((await checkedVersion(source, path, MIGRATIONS.length)) === 0) throw nothingYet(path);
      await source.query('VACUUM INTO ?', [unfinished]).catch((error: unknown) => {
        throw unwritten(error, output);
      });
    } finally {
      await source.destroy();
    }
  } catch (error) {
    throw error instanceof BackupError ? error : explain(error, path);
  }
}

const nothingYet = (path: string): DatabaseError =>
  new DatabaseError(
    'absent',
    `there is nothing in the database ${path} yet: start the server once`,
  );
