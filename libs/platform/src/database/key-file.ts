import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
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
    const { mode, size } = await file.stat();
    if ((mode & 0o077) !== 0) {
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
    return await open(path, 'r');
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
