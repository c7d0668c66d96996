import type { EntityManager } from 'typeorm';

/** Ends every log-in: what a backup brings back may have been revoked since. `at` as milliseconds since 1970. */
export async function endAllSessions(tx: EntityManager, at: number): Promise<void> {
  await tx.query('UPDATE sessions SET revoked_at = ? WHERE revoked_at IS NULL', [at]);
}
