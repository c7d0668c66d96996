import { lstatSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOurs } from './trust.js';

const DAY_MS = 86_400_000;
/** As the executable names its folders, and what an interrupted unpacking leaves. */
const FOLDER = /^mcm-\d+\.\d+\.\d+[^/]*-[0-9a-f]{16}(\.\w{6})?$/;

/** Marks the folder as one in use, now and each day. */
export function keepInUse(folder: string): void {
  markUsed(folder);
  setInterval(() => markUsed(folder), DAY_MS).unref();
}

function markUsed(folder: string): void {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // EROFS, EPERM: made by somebody else, in a place that we cannot write, where nothing is removed either.
  }
}

/** Removes the folders of other versions that nothing has used for a week. */
export function removeUnused(folder: string): void {
  const place = dirname(folder);
  for (const name of readdirSync(place).filter((one) => FOLDER.test(one))) {
    const other = join(place, name);
    if (other !== folder && isUnused(other)) rmSync(other, { recursive: true, force: true });
  }
}

function isUnused(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory() || !isOurs(stats)) return false;
  return Date.now() - stats.mtimeMs > 7 * DAY_MS;
}
