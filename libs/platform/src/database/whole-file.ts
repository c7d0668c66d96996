import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '#link/host';

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
