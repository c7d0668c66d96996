import { hkdfSync } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '#link/host';
import { Secret } from '../config/secret.js';
import { DatabaseError } from './database-error.js';
import { loadKeyFile, readKeyFile, unwritable, type KeyFile } from './key-file.js';

export const KEY_BYTES = 32;

/** Next to the database: each has a place of its own in the data folder. */
export const KEY_FILES = {
  master: 'secret.key',
  audit: 'audit.key',
  newAudit: 'audit.key.new',
} as const;

const MASTER = {
  name: KEY_FILES.master,
  loss: 'log-ins end, and what was encrypted with the old one is lost',
};
const AUDIT = { name: KEY_FILES.audit, loss: 'the audit trail so far can no longer be proven' };
/** Until the trail has begun with it: so one that is there proves that there was a trail. */
const NEW_AUDIT = { ...AUDIT, name: KEY_FILES.newAudit };

export type KeyPurpose =
  'access' | 'api-token' | 'device' | 'jwt' | 'recovery-code' | 'totp' | 'webhook';

/**
 * The keys of this installation. Those for a purpose come from one file, and knowing one tells nothing about
 * another; the audit trail's is apart, so that it can be kept elsewhere.
 */
export class Keys {
  readonly #master: Secret<Buffer>;
  readonly #audit: AuditKey;

  constructor(master: Secret<Buffer>, audit: AuditKey) {
    this.#master = master;
    this.#audit = audit;
  }

  /** 32 bytes, always the same for a purpose (HKDF-SHA256, RFC 5869). */
  derive(purpose: KeyPurpose): Secret<Buffer> {
    const derived = hkdfSync('sha256', this.#master.reveal(), '', `mcm/${purpose}/v1`, KEY_BYTES);
    return new Secret(Buffer.from(derived));
  }

  /** Keys the audit trail: 32 bytes. */
  get audit(): AuditKey {
    return this.#audit;
  }
}

/** The audit trail's key, which may be one that the trail has not begun with yet. */
export class AuditKey {
  constructor(
    private readonly folder: string,
    readonly secret: Secret<Buffer>,
    private unused: boolean,
  ) {}

  /** Whether no trail in this folder was ever written with it. */
  get isNew(): boolean {
    return this.unused;
  }

  /** From now on it is the key of the trail. To be called when what was written with it is on the disk. */
  async settle(): Promise<void> {
    if (!this.unused) return;
    const path = join(this.folder, AUDIT.name);
    await rename(join(this.folder, NEW_AUDIT.name), path).catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
    this.unused = false;
  }
}

/**
 * Reads the keys in the data folder, or makes them at the first start. The caller holds the folder's lock.
 *
 * @throws DatabaseError (`key-file`) when others may read a file or it is not 32 bytes
 */
export async function loadKeys(folder: string): Promise<Keys> {
  const master = await loadKeyFile(at(folder, MASTER));
  const settled = await readKeyFile(at(folder, AUDIT));
  const audit = settled ?? (await loadKeyFile(at(folder, NEW_AUDIT)));
  const isNew = settled === undefined;
  return new Keys(new Secret(master), new AuditKey(folder, new Secret(audit), isNew));
}

/** The audit trail's key, if there is one; for those who only look. */
export async function readAuditKey(folder: string): Promise<Secret<Buffer> | undefined> {
  const key = (await readKeyFile(at(folder, AUDIT))) ?? (await readKeyFile(at(folder, NEW_AUDIT)));
  return key && new Secret(key);
}

/** What is wrong with each of the key files that are there, in words; nothing is made. */
export async function lookAtKeys(
  folder: string,
): Promise<readonly { readonly path: string; readonly problem?: string }[]> {
  const looks = [MASTER, AUDIT, NEW_AUDIT].map(async (key) => {
    const file = at(folder, key);
    try {
      return (await readKeyFile(file)) === undefined ? [] : [{ path: file.path }];
    } catch (error) {
      // DatabaseError: what it is asked about.
      if (!(error instanceof DatabaseError)) throw error;
      return [{ path: file.path, problem: error.message }];
    }
  });
  return (await Promise.all(looks)).flat();
}

/** Both keys, as their files hold them. */
export interface KeyPair {
  readonly master: Secret<Buffer>;
  readonly audit: Secret<Buffer>;
}

/** The keys of a folder, if it has both; for those who only look. */
export async function readKeys(folder: string): Promise<KeyPair | undefined> {
  const master = await readKeyFile(at(folder, MASTER));
  const audit = await readAuditKey(folder);
  return master && audit && { master: new Secret(master), audit };
}

/** Whether there is one, so that {@link loadKeys} makes none. */
export async function hasMasterKey(folder: string): Promise<boolean> {
  return (await readKeyFile(at(folder, MASTER))) !== undefined;
}

/** Whether the folder has a key, and another one than that of `keys`. */
export async function hasOtherKeys(folder: string, keys: KeyPair): Promise<boolean> {
  const master = await readKeyFile(at(folder, MASTER));
  const audit = await readKeyFile(at(folder, AUDIT));
  const differ = (present: Buffer | undefined, wanted: Secret<Buffer>) =>
    present !== undefined && !present.equals(wanted.reveal());
  return differ(master, keys.master) || differ(audit, keys.audit);
}

/** Lays down both keys where there are none. */
export async function writeKeys(folder: string, keys: KeyPair): Promise<void> {
  await replaceFile(join(folder, MASTER.name), keys.master.reveal());
  await replaceFile(join(folder, AUDIT.name), keys.audit.reveal());
}

/** Lays down the keys that another folder has, as far as it has any. */
export async function copyKeys(from: string, to: string): Promise<void> {
  for (const key of [MASTER, AUDIT, NEW_AUDIT]) {
    const content = await readKeyFile(at(from, key));
    if (content) await replaceFile(join(to, key.name), content);
  }
}

const at = (folder: string, { name, loss }: { name: string; loss: string }): KeyFile => ({
  path: join(folder, name),
  length: KEY_BYTES,
  loss,
});
