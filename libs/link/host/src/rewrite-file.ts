import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileFault, FileNotReplaced } from './file-fault.js';
import {
  behindLinks,
  findPlace,
  type Creation,
  type FilePlace,
  type Ownership,
} from './file-place.js';

const MARK = '.mcm-';
const RANDOM_BYTES = 6;
const RANDOM = new RegExp(`^[0-9a-f]{${2 * RANDOM_BYTES}}$`);
const GROUP_READS = 0o040;

export interface RewriteOptions {
  /** Makes the file when it is missing. A file that is there keeps its owner, group and mode. */
  readonly create?: Creation;
}

/** The file that stands there now; from `canRewrite`, the one that would. */
export interface RewrittenFile extends Ownership {
  /** Behind all links. */
  readonly path: string;
  /** False when it belongs to MCM's user now and the broker can read it by its group only. */
  readonly ownerKept: boolean;
}

/**
 * Replaces a file of the broker so that its path holds, whatever happens, all of the old content or all of the new,
 * and so that the same owner, group and mode may use it. A link stays; what it leads to is replaced. Where MCM may
 * not give files away, it keeps the group, if that may read the file.
 * @throws FileNotReplaced
 */
export async function rewriteFile(
  path: string,
  content: Uint8Array,
  { create }: RewriteOptions = {},
): Promise<RewrittenFile> {
  const place = await findPlace(path, create);
  return withTemporary(place, async ({ file, folder, temporary }) => {
    await file.writeFile(content);
    await file.sync();
    await rename(temporary, place.path);
    await settle(folder);
  });
}

/**
 * Whether a file can be replaced by one as large as it is now: does all but that. @throws FileNotReplaced
 */
export async function canRewrite(
  path: string,
  { create }: RewriteOptions = {},
): Promise<RewrittenFile> {
  const place = await findPlace(path, create);
  return withTemporary(place, async ({ file, temporary }) => {
    await file.writeFile(new Uint8Array(place.size));
    await file.sync();
    await rm(temporary);
  });
}

/**
 * Removes what a killed MCM left beside the file; not while it is being rewritten. Answers how many files it was.
 * @throws FileNotReplaced
 */
export async function removeLeftovers(path: string): Promise<number> {
  try {
    const target = await behindLinks(path, true);
    const folder = dirname(target);
    const start = `.${basename(target)}${MARK}`;
    const isOurs = (name: string) =>
      name.startsWith(start) && RANDOM.test(name.slice(start.length));
    const names = (await readdir(folder)).filter(isOurs);
    for (const name of names) await rm(join(folder, name), { force: true });
    return names.length;
  } catch (error) {
    // A folder that may not be read or written: the operator's to change.
    throw fileFault(path, error);
  }
}

/** Makes a rename outlast a power failure, where the file system can: it is done, and nothing takes it back. */
async function settle(folder: FileHandle): Promise<void> {
  try {
    await folder.sync();
  } catch {
    // EINVAL: network file systems do not sync folders.
  }
}

interface Temporary {
  readonly file: FileHandle;
  /** Opened first, since a folder that may not be read cannot be synced either. */
  readonly folder: FileHandle;
  readonly temporary: string;
}

async function withTemporary(
  { path, wanted }: FilePlace,
  work: (open: Temporary) => Promise<void>,
): Promise<RewrittenFile> {
  const random = randomBytes(RANDOM_BYTES).toString('hex');
  // In the same folder, since a rename across file systems is not one step.
  const temporary = join(dirname(path), `.${basename(path)}${MARK}${random}`);
  try {
    await using folder = await open(dirname(path), 'r');
    await using file = await open(temporary, 'wx', 0o600);
    // Before there is anything to read in it.
    const ownerKept = await give(file, path, wanted);
    await work({ file, folder, temporary });
    const { uid, gid } = await file.stat();
    return { path, uid, gid, mode: wanted.mode, ownerKept };
  } catch (error) {
    // A full disk, a folder that may not be written: nothing of ours may stay behind.
    await rm(temporary, { force: true }).catch(() => undefined); // the first error says why
    throw fileFault(path, error);
  }
}

/** Answers whether it belongs to the wanted user. */
async function give(file: FileHandle, path: string, wanted: Ownership): Promise<boolean> {
  const kept = (await tryToGive(file, wanted.uid, wanted.gid)) !== 'refused';
  if (!kept) await giveToGroup(file, path, wanted);
  // Afterwards, since a change of owner takes setuid and setgid off.
  await file.chmod(wanted.mode);
  return kept;
}

async function giveToGroup(file: FileHandle, path: string, wanted: Ownership): Promise<void> {
  const { uid, gid, mode } = wanted;
  if ((mode & GROUP_READS) === 0) {
    throw new FileNotReplaced(
      'owner',
      `${path} belongs to user ${uid}, to whom MCM's user may not give files, and its group may not read it. Let the group read it (chmod g+r), or run MCM as that user.`,
    );
  }
  if ((await tryToGive(file, process.geteuid?.() ?? 0, gid)) === 'refused') {
    throw new FileNotReplaced(
      'owner',
      `${path} belongs to user ${uid} and group ${gid}, and MCM's user may give files to neither. Give the file a group that the broker and MCM's user are both in (chgrp) and start MCM again, or run MCM as that user.`,
    );
  }
}

async function tryToGive(file: FileHandle, uid: number, gid: number): Promise<'given' | 'refused'> {
  const now = await file.stat();
  if (now.uid === uid && now.gid === gid) return 'given';
  try {
    await file.chown(uid, gid);
    return 'given';
  } catch {
    // EPERM: to give files away is root's right. EINVAL: a user that this container does not know.
    return 'refused';
  }
}
