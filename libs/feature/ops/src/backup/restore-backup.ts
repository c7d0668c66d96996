import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { Verdict } from '#domain/ledger';
import { abandonApply } from '#feature/acl';
import { abandonDeliveries } from '#feature/alerting';
import { macOf, recordInto, verifyTrail } from '#feature/audit';
import { endAllSessions } from '#feature/auth';
import {
  BackupError,
  Database,
  hasMasterKey,
  loadKeys,
  openKeys,
  RestoreStage,
  type Actor,
  type Clock,
  type Config,
  type KeyPair,
  type Keys,
  type Restored,
  type Secret,
} from '#platform';

export interface RestoreRequest {
  readonly config: Config;
  readonly input: string;
  /** Whether database and keys that are there may be replaced. */
  readonly force: boolean;
  /** For the keys in the backup, if it has any; absent when they are to be left alone. */
  readonly passphrase?: () => Promise<Secret>;
  readonly actor: Actor;
  readonly clock: Clock;
}

export interface RestoreReport extends Restored {
  /** Of the schema, as the backup had it. */
  readonly version: number;
  /** Those in force now. `new`: neither the backup nor the data folder had any; what was encrypted with others is lost. */
  readonly keys: 'restored' | 'kept' | 'new';
  /** What is to be said of the audit trail, the entry of the restore included. */
  readonly trail: Verdict;
}

/** As many as a terminal shows. */
const MOST_PROBLEMS = 10;

/**
 * Puts the database of a backup in the place of what is there. Everything is made ready beside it first, the entry in
 * the audit trail and what older versions need included; so it is replaced as a whole, or not at all. The caller holds
 * the data folder's lock.
 *
 * @throws BackupError, DatabaseError, and nothing has changed
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreReport> {
  const { config, input, force, clock } = request;
  const stage = await RestoreStage.open({ input, path: config.database.path, force });
  try {
    const opened = await keysOf(stage, request);
    await stage.takeKeys(opened);
    const keys = opened ? 'restored' : (await hasMasterKey(stage.folder)) ? 'kept' : 'new';
    const trail = await complete(stage, request);
    const restored = await stage.commit(clock());
    return { ...restored, version: stage.content.version, keys, trail };
  } finally {
    await stage.discard();
  }
}

async function keysOf(
  { content }: RestoreStage,
  { input, passphrase }: RestoreRequest,
): Promise<KeyPair | undefined> {
  if (!content.keys || !passphrase) return undefined;
  const keys = await openKeys(content.keys, await passphrase());
  if (keys) return keys;
  throw new BackupError('passphrase', `the passphrase does not open the keys in ${input}`);
}

/** Brings the schema up to date, and records what is about to happen in the trail that will be in force. */
async function complete(stage: RestoreStage, request: RestoreRequest): Promise<Verdict> {
  const keys = await loadKeys(stage.folder);
  const database = await Database.open({ path: stage.database, entities: [] });
  try {
    await record({ database, keys }, stage, request);
    return await verifyTrail(database.read, macOf(keys.audit.secret), { limit: MOST_PROBLEMS });
  } finally {
    await database.close();
  }
}

async function record(
  { database, keys }: { readonly database: Database; readonly keys: Keys },
  { content }: RestoreStage,
  { input, actor, clock }: RestoreRequest,
): Promise<void> {
  const act = {
    action: 'backup.restore',
    actor,
    requestId: randomBytes(12).toString('hex'),
    resourceName: basename(input).slice(0, 128),
  } as const;
  const changes = [{ pointer: '/schemaVersion', before: content.version }];
  const outcome = { result: 'success', changes } as const;
  const at = clock();
  await recordInto({ database, keys, clock }, act, outcome, (tx) => settle(tx, at));
}

/** What the backup caught half done is over: it must not go on where everything else went on without it. */
async function settle(tx: EntityManager, at: number): Promise<void> {
  await endAllSessions(tx, at);
  await abandonApply(tx, at);
  await abandonDeliveries(tx, at);
}
