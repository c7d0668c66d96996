import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { macOf, recordInto, verifyTrail } from '#feature/audit';
import { Database, finishRestore, loadKeys, readAuditKey } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { runMcm } from './mcm-process.js';

/** `make nightly` kills at every step. */
const KILLS = process.env['MCM_SEARCH_RUNS'] === undefined ? 20 : Infinity;
const HOOK = `--import=${join(import.meta.dirname, 'kill-at.mjs')}`;
const PASSPHRASE = 'a passphrase for this';

jest.setTimeout(600_000);

/** `before`: a data folder as it was; `data`: the one that is restored over it, again and again. */
let home: TemporaryFolder;
let input: string;
beforeAll(async () => {
  home = await temporaryFolder();
  input = join(home.path, 'backup.db');
  await makeFolder('elsewhere', 'from the backup');
  const env = { MCM_DATABASE_PATH: at('elsewhere/mcm.db'), MCM_BACKUP_PASSPHRASE: PASSPHRASE };
  const made = await runMcm(['backup', 'create', '--output', input, '--with-keys'], env);
  expect([made.code, made.stderr]).toEqual([0, '']);
  await makeFolder('before', 'there before');
});
afterAll(() => home.remove());

const at = (name: string) => join(home.path, name);

async function makeFolder(name: string, username: string): Promise<void> {
  await mkdir(at(name), { mode: 0o700 });
  const keys = await loadKeys(at(name));
  const database = await Database.open({ path: at(`${name}/mcm.db`), entities: [] });
  const actor = { name: 'test', via: 'system' } as const;
  const act = { action: 'admin_user.create', actor, requestId: 'r' } as const;
  const place = { database, keys, clock: Date.now };
  await recordInto(place, act, { result: 'success' }, async (tx) => {
    await tx.query(
      `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
       VALUES (?, '', 'viewer', 0, 0)`,
      [username],
    );
  });
  await database.close();
}

/** Restores over a fresh copy of `before`; with `KILL_AT`, killed at that step. */
async function restore(env: Record<string, string>) {
  await rm(at('data'), { recursive: true, force: true });
  await cp(at('before'), at('data'), { recursive: true });
  return runMcm(['backup', 'restore', '--input', input, '--force'], {
    ...{ MCM_DATABASE_PATH: at('data/mcm.db'), MCM_BACKUP_PASSPHRASE: PASSPHRASE },
    ...{ NODE_OPTIONS: HOOK, KILL_IN: at('data'), ...env },
  });
}

/** What whoever takes the folder next has: its users, its keys, and whether its trail is proven. */
async function afterwards() {
  const path = at('data/mcm.db');
  await finishRestore(path);
  const key = await readAuditKey(at('data'));
  if (!key) throw new Error('There is no audit.key.');
  return Database.inspect(path, async (read) => {
    const sql = 'SELECT username FROM admin_users';
    const [user] = await read.query<{ username: string }[]>(sql);
    const [check] = await read.query<{ integrity_check: string }[]>('PRAGMA integrity_check');
    const { valid } = await verifyTrail(read, macOf(key), { limit: 10 });
    const secret = await readFile(at('data/secret.key'), 'hex');
    return { user: user?.username, check: check?.integrity_check, valid, secret };
  });
}

it('a restore that is killed at any step leaves the old database, or the new one whole', async () => {
  const counted = await restore({ KILL_COUNT: at('count') });
  expect([counted.code, counted.stderr]).toEqual([0, '']);
  const steps = Number(await readFile(at('count'), 'utf8'));
  expect(steps).toBeGreaterThan(20);
  const [old, now] = ['before', 'elsewhere'].map((name) => at(`${name}/secret.key`));
  const whole = (user: string, secret: string) => ({ user, check: 'ok', valid: true, secret });
  const either = [
    whole('there before', await readFile(old ?? '', 'hex')),
    whole('from the backup', await readFile(now ?? '', 'hex')),
  ];
  const seen = new Set<string | undefined>();
  const every = Math.max(1, steps / KILLS);
  for (let step = 1; Math.round(step) <= steps; step += every) {
    const { code } = await restore({ KILL_AT: String(Math.round(step)) });
    expect([Math.round(step), code]).toEqual([Math.round(step), null]);
    const found = await afterwards();
    expect(either).toContainEqual(found);
    seen.add(found.user);
    const left = (await readdir(at('data'))).filter((name) => !name.includes('.replaced-'));
    // The lock, or the wish for it, is that of a process that is gone.
    const known = /^(mcm\.db|mcm\.lock.*|secret\.key|audit\.key)$/;
    expect(left.filter((name) => !known.test(name))).toEqual([]);
  }
  expect(seen.size).toBe(2);
});
