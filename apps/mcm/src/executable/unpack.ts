import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isOurs, refuseOthersFolder } from './trust.js';
import { Unsuitable } from './unsuitable.js';

/** What the executable carries, a bundle. */
export interface Carried {
  /** Of the folder to unpack to: different for each content. */
  readonly name: string;
  /** Each file's path in the folder, with `/`, and the SHA-256 of its content in hex. */
  readonly files: Readonly<Record<string, string>>;
  read(file: string): Uint8Array;
}

const OWN = 0o700;

/**
 * Sees to it that what the executable carries lies in a folder in `place`, whole and changeable by nobody but us and
 * root, and answers the folder and whether it was made just now.
 *
 * @throws Unsuitable when the place does not allow it
 */
export function unpack(carried: Carried, place: string): { folder: string; made: boolean } {
  try {
    mkdirSync(place, { recursive: true, mode: OWN });
    const real = realpathSync(place);
    refuseOthersFolder(real);
    const folder = join(real, carried.name);
    if (isWhole(carried, folder)) return { folder, made: false };
    make(carried, folder);
    return { folder, made: true };
  } catch (error) {
    // EACCES, EROFS, ENOSPC and the like: what the file system allows is known only by trying.
    const { errno, message } = error as NodeJS.ErrnoException;
    if (errno !== undefined) throw new Unsuitable(message);
    throw error;
  }
}

/** Makes the folder beside its place and puts it there when it is whole, so that nobody ever meets a part of it. */
function make(carried: Carried, folder: string): void {
  const next = mkdtempSync(`${folder}.`);
  try {
    for (const file of Object.keys(carried.files)) {
      const path = join(next, file);
      mkdirSync(dirname(path), { recursive: true, mode: OWN });
      writeFileSync(path, carried.read(file), { mode: 0o600 });
    }
    // One that is damaged, by a power cut or a full disk, gives way.
    if (!isWhole(carried, folder)) rmSync(folder, { recursive: true, force: true });
    renameSync(next, folder);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    // ENOTEMPTY, EEXIST, EPERM: another process of the same executable was quicker, which is as good.
    if (!isWhole(carried, folder)) throw error;
  }
}

/** Whether the folder is there and has what it should have. @throws Unsuitable when it is not ours alone */
function isWhole(carried: Carried, folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (!stats.isDirectory() || !isOurs(stats)) {
    throw new Unsuitable(`others may have made ${folder}: remove it`);
  }
  return Object.entries(carried.files).every(
    ([file, hash]) => isCache(file) || hashOf(join(folder, file)) === hash,
  );
}

/** V8's code: Node compares it with the source when it reads it, and writes it anew when V8 is told other options. */
const isCache = (file: string): boolean => file.startsWith('cache/');

const buffer = Buffer.allocUnsafeSlow(262_144);

/** The SHA-256 of a plain file in hex; nothing when there is none. Read in pieces: memory counts. */
function hashOf(path: string): string | undefined {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    // ENOENT, ELOOP: a file is missing or is a link, so the folder is damaged.
    return undefined;
  }
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const hash = createHash('sha256');
    let length;
    while ((length = readSync(file, buffer)) > 0) hash.update(buffer.subarray(0, length));
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}
