import { randomBytes, scrypt } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Secret } from '../../config/secret.js';
import { openConnection } from '../data-source.js';
import { KEY_BYTES, type KeyPair } from '../keys.js';
import { Sealer } from '../sealer.js';

/** What is in the table: the way to the key, its salt, and both keys encrypted with it. */
export interface SealedKeys {
  readonly salt: Buffer;
  readonly sealed: Secret<Buffer>;
}

export const LEAST_PASSPHRASE = 12;

const VERSION = 1;
/** 128 MB and about half a second for each guess (RFC 7914). */
const COST = { N: 131_072, r: 8, p: 1, maxmem: 268_435_456 } as const;
const KDF = `scrypt N=${String(COST.N)} r=${String(COST.r)} p=${String(COST.p)}`;
const SALT_BYTES = 16;
const PLACE = `mcm/backup-keys/v${String(VERSION)}`;

/** As `sqlite_schema` tells it. In backups only: no migration makes it, and no restored database has it. */
export const KEYS_TABLE =
  'CREATE TABLE backup_keys (version INTEGER PRIMARY KEY, kdf TEXT NOT NULL, salt BLOB NOT NULL, sealed BLOB NOT NULL) STRICT';

/** Encrypts both keys with a passphrase: scrypt, AES-256-GCM. */
export async function sealKeys(keys: KeyPair, passphrase: Secret): Promise<SealedKeys> {
  const salt = randomBytes(SALT_BYTES);
  const both = Buffer.concat([keys.master.reveal(), keys.audit.reveal()]);
  const sealer = await sealerOf(passphrase, salt);
  return { salt, sealed: sealer.seal(both, PLACE) };
}

/** Nothing when the passphrase is another one. */
export async function openKeys(
  { salt, sealed }: SealedKeys,
  passphrase: Secret,
): Promise<KeyPair | undefined> {
  const both = (await sealerOf(passphrase, salt)).open(sealed, PLACE);
  if (both?.length !== 2 * KEY_BYTES) return undefined;
  return {
    master: new Secret(both.subarray(0, KEY_BYTES)),
    audit: new Secret(both.subarray(KEY_BYTES)),
  };
}

/** Puts the table into a backup that has none. */
export async function putSealedKeys(path: string, { salt, sealed }: SealedKeys): Promise<void> {
  await within(path, async (source) => {
    await source.query(KEYS_TABLE);
    await source.query('INSERT INTO backup_keys VALUES (?, ?, ?, ?)', [
      ...[VERSION, KDF, salt, sealed.reveal()],
    ]);
  });
}

/** What is in the table, or nothing when it is none that this version writes. */
export async function readSealedKeys(source: DataSource): Promise<SealedKeys | undefined> {
  const rows = await source.query<{ salt: Buffer; sealed: Buffer }[]>(
    `SELECT salt, sealed FROM backup_keys
     WHERE version = ? AND kdf = ? AND length(salt) = ? AND length(sealed) BETWEEN 28 AND 256
       AND (SELECT count(*) FROM backup_keys) = 1`,
    [VERSION, KDF, SALT_BYTES],
  );
  const [row] = rows;
  return row && { salt: row.salt, sealed: new Secret(row.sealed) };
}

/** Takes the table out, and its bytes with it. */
export async function dropSealedKeys(path: string): Promise<void> {
  await within(path, async (source) => {
    await source.query('PRAGMA secure_delete = ON');
    await source.query('DROP TABLE backup_keys');
  });
}

/** The file is nobody else's yet, so no journal has to lie beside it. */
async function within(path: string, work: (source: DataSource) => Promise<void>): Promise<void> {
  const source = await openConnection(path, [], { create: false });
  try {
    await source.query('PRAGMA journal_mode = MEMORY');
    await source.query('PRAGMA trusted_schema = OFF');
    await work(source);
  } finally {
    await source.destroy();
  }
}

function sealerOf(passphrase: Secret, salt: Buffer): Promise<Sealer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.reveal().normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error) reject(error);
      else resolve(new Sealer(new Secret(key)));
    });
  });
}
