import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../config/error-code.js';

/** Where names get to the disk by themselves: Windows, network file systems, folders that one may only write into. */
const NOT_SYNCED: ReadonlySet<string | undefined> = new Set([
  ...['EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'],
]);

/**
 * Has `make` fill a new file (0600), and `finish` give it its name once it is whole and on the disk. When anything
 * fails, nothing stays behind.
 */
export async function fillWhole<T>(
  unfinished: string,
  make: (unfinished: string) => Promise<T>,
  finish: () => Promise<void>,
): Promise<T> {
  try {
    // SQLite writes into an empty file and keeps its mode.
    await (await open(unfinished, 'wx', 0o600)).close();
    const made = await make(unfinished);
    await syncFile(unfinished);
    await finish();
    await syncFolder(dirname(unfinished));
    return made;
  } finally {
    await rm(unfinished, { force: true });
    await rm(`${unfinished}-journal`, { force: true });
  }
}

/**
 * Has `make` fill a file that takes the place of the one at `path`, if there is one. Nobody else makes it at the same
 * time: what a process that was killed left of it is taken away first.
 */
export async function replaceWholeFile<T>(
  path: string,
  make: (unfinished: string) => Promise<T>,
): Promise<T> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true });
  return fillWhole(unfinished, make, () => rename(unfinished, path));
}

/** Makes what was written outlast a power failure. Windows does that only for those who may write. */
export async function syncFile(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.sync();
}

/** Makes the names that are in a folder outlast a power failure, where the file system lets one do that. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    // Only trying shows it. What was renamed has its name, and nothing takes that back.
    if (!NOT_SYNCED.has(errorCode(error))) throw error;
  }
}
