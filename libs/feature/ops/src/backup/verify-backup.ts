import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { Verdict } from '#domain/ledger';
import { macOf, trailEnd, verifyTrail } from '#feature/audit';
import { BackupError, copyBackup, Database, openKeys, Secret, type BackupContent } from '#platform';

export interface VerifyRequest {
  readonly input: string;
  /** For the keys in the backup, if it has any; nothing when nobody has it. */
  readonly passphrase: () => Promise<Secret | undefined>;
  /** Of the data folder, if that can be read. */
  readonly auditKey: () => Promise<Secret<Buffer> | undefined>;
}

/** `unchecked`: nothing can be proven without the key that it was written with. */
export type TrailReport =
  | ({ readonly state: 'proven' | 'not-proven' } & Verdict)
  | { readonly state: 'unchecked'; readonly entries: number; readonly reason: string };

export interface BackupReport {
  readonly bytes: number;
  /** Of the schema. */
  readonly version: number;
  readonly hasKeys: boolean;
  /** Who may use MCM. */
  readonly users: number;
  /** When the last entry of the audit trail was written, as milliseconds since 1970. */
  readonly lastEntryAt?: number;
  readonly trail: TrailReport;
}

const MOST_PROBLEMS = 100;
/** Only to read what marks say. */
const NO_KEY = new Secret(Buffer.alloc(0));

/**
 * Restores a backup into a folder of its own, as a restore would, and looks at what has come of it.
 *
 * @throws BackupError when it cannot be restored; DatabaseError
 */
export async function verifyBackup(request: VerifyRequest): Promise<BackupReport> {
  const folder = await mkdtemp(join(tmpdir(), 'mcm-verify-')).catch((error: unknown) => {
    const sentence = `it cannot be restored below ${tmpdir()} (${String((error as NodeJS.ErrnoException).code)}): set TMPDIR to a folder of yours`;
    throw new BackupError('not-writable', sentence, { cause: error });
  });
  try {
    const path = join(folder, 'mcm.db');
    const content = await copyBackup(request.input, path);
    const key = await keyOf(content, request);
    const database = await Database.open({ path, entities: [] });
    try {
      return await report(database.read, content, key);
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function keyOf(
  { keys }: BackupContent,
  { input, passphrase, auditKey }: VerifyRequest,
): Promise<Secret<Buffer> | undefined> {
  const given = keys && (await passphrase());
  if (!keys || !given) return auditKey();
  const opened = await openKeys(keys, given);
  if (opened) return opened.audit;
  throw new BackupError('passphrase', `the passphrase does not open the keys in ${input}`);
}

async function report(
  read: EntityManager,
  { bytes, version, keys }: BackupContent,
  key: Secret<Buffer> | undefined,
): Promise<BackupReport> {
  const end = await trailEnd(read, macOf(key ?? NO_KEY));
  return {
    ...{ bytes, version, hasKeys: keys !== undefined },
    users: await count(read, 'admin_users'),
    ...(end && { lastEntryAt: end.at }),
    trail: await trailReport(read, key, end?.isOwn ?? true),
  };
}

async function trailReport(
  read: EntityManager,
  key: Secret<Buffer> | undefined,
  isOwn: boolean,
): Promise<TrailReport> {
  if (key && isOwn) {
    const verdict = await verifyTrail(read, macOf(key), { limit: MOST_PROBLEMS });
    return { state: verdict.valid ? 'proven' : 'not-proven', ...verdict };
  }
  const reason = key
    ? 'it was written with another audit.key than the one that is there'
    : 'there is no audit.key to prove it with';
  return { state: 'unchecked', entries: await count(read, 'audit_entries'), reason };
}

async function count(read: EntityManager, table: 'admin_users' | 'audit_entries'): Promise<number> {
  const rows = await read.query<{ n: number }[]>(`SELECT count(*) AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}
