import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { macOf, recordInto, verifyTrail } from '#feature/audit';
import {
  Database,
  dataFolder,
  loadConfig,
  loadKeys,
  readAuditKey,
  Secret,
  type Config,
} from '#platform';

export const NOON = Date.UTC(2026, 10, 25, 12);
export const PASSPHRASE = new Secret('open sesame, please');

/** The configuration of an installation in `folder`. */
export async function configOf(folder: string, env: Record<string, string> = {}): Promise<Config> {
  const all = { MCM_DATABASE_PATH: join(folder, 'mcm.db'), ...env };
  return (await loadConfig({ env: all })).config;
}

/** Opens the database of `config` as a server does, for as long as `work` takes. */
export async function within<T>(
  { database: { path } }: Config,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await Database.open({ path, entities: [] });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Makes users, each an act in the audit trail, as a server does that has stopped since. */
export async function install(config: Config, users: readonly string[]): Promise<void> {
  const folder = dataFolder(config);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = await loadKeys(folder);
  await within(config, async (database) => {
    const place = { database, keys, clock: () => NOON };
    for (const username of users) {
      const act = {
        action: 'admin_user.create',
        actor: { name: 'test', via: 'system' },
        requestId: 'r',
        resourceName: username,
      } as const;
      await recordInto(place, act, { result: 'success' }, async (tx) => {
        await tx.query(
          `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
           VALUES (?, '', 'viewer', 0, 0)`,
          [username],
        );
      });
    }
  });
}

export async function usersOf(path: string): Promise<readonly string[]> {
  const sql = 'SELECT username FROM admin_users ORDER BY id';
  const rows = await Database.inspect(path, (read) => read.query<{ username: string }[]>(sql));
  return rows.map(({ username }) => username);
}

/** Whether the trail is proven with the key that lies beside the database, and what is wrong if not. */
export async function trailOf(path: string) {
  const key = await readAuditKey(join(path, '..'));
  if (!key) throw new Error('There is no audit.key.');
  return Database.inspect(path, (read) => verifyTrail(read, macOf(key), { limit: 10 }));
}
