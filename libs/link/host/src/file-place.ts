import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileFault, FileNotReplaced, mounted } from './file-fault.js';

/** Whose a file is, and what they may do with it: the lowest twelve bits of its mode. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** For a file that may be missing: how it is made then; the user and group are MCM's own when left out. */
export interface Creation {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A file that is to be replaced. */
export interface FilePlace {
  /** Behind all links. */
  readonly path: string;
  readonly wanted: Ownership;
  /** In bytes; 0 when it is missing. */
  readonly size: number;
}

const PERMISSIONS = 0o7777;
const STICKY = 0o1000;

/** Finds the file, and what can be known to stand in the way. @throws FileNotReplaced */
export async function findPlace(path: string, create?: Creation): Promise<FilePlace> {
  try {
    const target = await behindLinks(path, create !== undefined);
    const found = await stat(target).catch(undefinedIfMissing);
    if (found === undefined) return { path: target, wanted: made(create), size: 0 };
    if (!found.isFile()) {
      throw new FileNotReplaced(
        'not-a-file',
        `${target} is no regular file. Correct where MCM looks for it (mosquitto.access).`,
      );
    }
    await checkFolder(target, found.uid);
    const { uid, gid, mode, size } = found;
    return { path: target, wanted: { uid, gid, mode: mode & PERMISSIONS }, size };
  } catch (error) {
    // The file system's word on a path that the operator gave.
    throw fileFault(path, error);
  }
}

/** The file itself; one that is missing is looked for no further than its folder. */
export async function behindLinks(path: string, mayBeMissing: boolean): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!mayBeMissing || !isMissing(error)) throw error;
    // A link to nothing does not tell whether it is the link or the file that is wrong.
    if (await lstat(path).catch(undefinedIfMissing)) throw error;
    return join(await realpath(dirname(path)), basename(path));
  }
}

/** Finds what only the last step, the rename, would run into. */
async function checkFolder(path: string, owner: number): Promise<void> {
  if (await isMountPoint(path)) throw new FileNotReplaced('other', mounted(path));
  const folder = await stat(dirname(path));
  const self = process.geteuid?.() ?? 0;
  if ((folder.mode & STICKY) === 0 || [0, owner, folder.uid].includes(self)) return;
  throw new FileNotReplaced(
    'folder-not-writable',
    `In ${dirname(path)} only the owner of a file may replace it. Take the sticky bit off (chmod -t), or keep the broker's files in a folder of their own.`,
  );
}

/** By proc(5): the fifth field of a line is where something is mounted, with blanks and backslashes in octal. */
async function isMountPoint(path: string): Promise<boolean> {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(undefinedIfMissing);
  const points = (text ?? '').split('\n').map((line) => line.split(' ')[4] ?? '');
  return points.some((point) => unescaped(point) === path);
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function made(create: Creation | undefined): Ownership {
  const {
    mode = 0o600,
    uid = process.geteuid?.() ?? 0,
    gid = process.getegid?.() ?? 0,
  } = create ?? {};
  return { uid, gid, mode };
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
