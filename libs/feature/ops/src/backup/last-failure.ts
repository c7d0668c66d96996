import { constants, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '#link/host';

/** Why the last scheduled backup was not made; gone when one was made since. */
export interface BackupFailure {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A sentence. */
  readonly reason: string;
}

const NAME = 'backup-failure.json';

/*
 * A file in the data folder, so that commands know it as well, and the next start.
 */

export async function noteFailure(dataFolder: string, failure: BackupFailure): Promise<void> {
  await replaceFile(join(dataFolder, NAME), JSON.stringify(failure));
}

export async function forgetFailure(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, NAME), { force: true });
}

export async function lastFailure(dataFolder: string): Promise<BackupFailure | undefined> {
  try {
    const flag = constants.O_RDONLY | constants.O_NONBLOCK;
    const text = await readFile(join(dataFolder, NAME), { encoding: 'utf8', flag });
    const read: unknown = JSON.parse(text);
    return isFailure(read) ? { at: read.at, reason: read.reason } : undefined;
  } catch {
    // ENOENT: there was none. EACCES or SyntaxError: nobody can know any more.
    return undefined;
  }
}

const isFailure = (read: unknown): read is BackupFailure =>
  typeof read === 'object' &&
  read !== null &&
  'at' in read &&
  'reason' in read &&
  typeof read.at === 'number' &&
  typeof read.reason === 'string';
