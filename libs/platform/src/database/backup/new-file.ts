import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../config/error-code.js';
import { fillWhole } from '../whole-file.js';
import { BackupError } from './backup-error.js';

/** Whoever makes one writes into it all the time: one that is so old was left behind by a process that was killed. */
const ABANDONED_MS = 3_600_000;
const UNFINISHED = /^\..+\.[0-9a-f]{12}\.unfinished(-journal)?$/;

/** What file systems without hard links answer. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

/**
 * Has `make` fill a new file (0600) of another name, and gives it the name `path` once it is whole and on the disk. An
 * existing file is never replaced; when anything fails, nothing stays behind.
 *
 * @throws BackupError (`exists`)
 */
export async function createWholeFile<T>(
  path: string,
  make: (unfinished: string) => Promise<T>,
): Promise<T> {
  const name = `.${basename(path)}.${randomBytes(6).toString('hex')}.unfinished`;
  const unfinished = join(dirname(path), name);
  return fillWhole(unfinished, make, () => giveName(unfinished, path));
}

/** Takes away what processes that were killed have left in `folder`, and nothing else. `now` as milliseconds since 1970. */
export async function sweepUnfinished(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const path = join(folder, name);
    const left = await stat(path).catch(() => undefined); // gone meanwhile: whoever made it is done
    if (left && now - left.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

async function giveName(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path); // fails when the name is taken, unlike a rename
  } catch (error) {
    // EEXIST: somebody was quicker, or it was there all the time. Else a file system that knows no links.
    if (!NO_LINKS.has(errorCode(error))) throw asTaken(error, path);
    await claim(path);
    await rename(unfinished, path);
  }
}

/** Takes the name with an empty file, which a rename may then replace. */
async function claim(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw asTaken(error, path);
  });
  await file.close();
}

const asTaken = (error: unknown, path: string): unknown =>
  errorCode(error) === 'EEXIST' ? taken(path, error) : error;

export const taken = (path: string, cause?: unknown): BackupError =>
  new BackupError('exists', `${path} already exists, and is not overwritten: name another file`, {
    cause,
  });
