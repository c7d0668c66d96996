import { hkdfSync, randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '#link/host';
import { errorCode } from '../config/error-code.js';
import { Secret } from '../config/secret.js';
import { DatabaseError } from './database-error.js';

const LENGTH = 32;

export type KeyPurpose = 'jwt' | 'totp' | 'api-token';

/** The keys of this installation. All come from one file; knowing one tells nothing about another. */
export class Keys {
  readonly #master: Secret<Buffer>;

  constructor(master: Secret<Buffer>) {
    this.#master = master;
  }

  /** 32 bytes, always the same for a purpose (HKDF-SHA256, RFC 5869). */
  derive(purpose: KeyPurpose): Secret<Buffer> {
    const derived = hkdfSync('sha256', this.#master.reveal(), '', `mcm/${purpose}/v1`, LENGTH);
    return new Secret(Buffer.from(derived));
  }
}

/**
 * Reads `<folder>/secret.key`, or makes it at the first start. The caller holds the folder's lock.
 *
 * @throws DatabaseError (`key-file`) when others may read the file or it is not 32 bytes
 */
export async function loadKeys(folder: string): Promise<Keys> {
  const path = join(folder, 'secret.key');
  const master = (await read(path)) ?? (await make(path));
  return new Keys(new Secret(master));
}

async function read(path: string): Promise<Buffer | undefined> {
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
    if (size !== LENGTH) {
      throw new DatabaseError(
        'key-file',
        `the key ${path} has ${String(size)} bytes instead of ${String(LENGTH)}: restore it, or remove it to ` +
          'have a new one made (log-ins end, and what was encrypted with the old one is lost)',
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

async function make(path: string): Promise<Buffer> {
  const master = randomBytes(LENGTH);
  await replaceFile(path, master).catch((cause: unknown) => {
    throw new DatabaseError(
      'key-file',
      `the key ${path} cannot be written: look at the owner of its folder`,
      { cause },
    );
  });
  return master;
}
