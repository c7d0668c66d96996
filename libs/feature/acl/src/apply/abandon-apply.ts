import type { EntityManager } from 'typeorm';
import { findUnended, updateApply } from '../store/access-applies.js';
import { settleAttempt } from '../store/policy-revisions.js';

/**
 * Ends the change that was being applied when a backup was made. Whoever restores it does not ask for the broker to be
 * changed: what is in force there is shown as drift instead. `at` as milliseconds since 1970.
 */
export async function abandonApply(tx: EntityManager, at: number): Promise<void> {
  const found = await findUnended(tx);
  if (!found) return;
  const { work: _, ...apply } = found;
  const outcome =
    'The database was restored from a backup that was made while this was applied. Look at the drift, and adopt or overwrite it.';
  await settleAttempt(tx, apply.number, 'failed');
  await updateApply(tx, { ...apply, state: 'failed', outcome, endedAt: at });
}
