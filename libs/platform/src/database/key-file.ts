import { randomBytes } from 'node:crypto';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { replaceFile } from '#link/host';
import { errorCode } from '../config/error-code.js';
import { DatabaseError } from './database-error.js';

/** A file of random bytes that only its owner may read. */
export interface KeyFile {
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** What is lost with it, as a sentence goes on. */
  readonly loss: string;
}

/** Reads the key, or makes it when there is none. */
export async function loadKeyFile(file: KeyFile): Promise<Buffer> {
  return (await readKeyFile(file)) ?? (await make(file));
}

/** The key, or nothing when there is none. @throws DatabaseError (`key-file`) when it must not be used */
export async function readKeyFile({ path, length, loss }: KeyFile): Promise<Buffer | undefined> {
  const file = await openExisting(path);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new DatabaseError(
        'key-file',
        `what stands at ${path} is no file: put the key back in its place`,
      );
    }
    const { mode, size } = stats;
    // On Windows there is no such mode, and a user's folders are the user's.
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new DatabaseError(
        'key-file',
        `the key ${path} can be read by other users: run chmod 600 ${path}`,
      );
    }
    if (size !== length) {
      throw new DatabaseError(
        'key-file',
        `the key ${path} has ${String(size)} bytes instead of ${String(length)}: restore it, or remove it to ` +
          `have a new one made (${loss})`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    // A pipe keeps nobody waiting.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    // Absent at the first start; unreadable when another user made it.
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new DatabaseError(
      'key-file',
      `the key ${path} cannot be read by uid ${String(process.geteuid?.() ?? '')}: chown it to the user MCM runs as`,
      { cause },
    );
  }
}

async function make({ path, length }: KeyFile): Promise<Buffer> {
  const key = randomBytes(length);
  await replaceFile(path, key).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
  return key;
}

export const unwritable = (path: string, cause: unknown): DatabaseError =>
  new DatabaseError(
    'key-file',
    `the key ${path} cannot be written: look at the owner of its folder`,
    { cause },
  );
