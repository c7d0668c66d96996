import type { EntityManager } from 'typeorm';
import type { AlertState } from '#domain/alert';
import { fromJson } from './json.js';

/** By the id of the rule; nothing for those of which nothing is pending, firing or owed. */
export async function allStates(read: EntityManager): Promise<ReadonlyMap<number, AlertState>> {
  const rows = await read.query<{ ruleId: number; state: string }[]>(
    'SELECT rule_id AS ruleId, state FROM alert_states',
  );
  return new Map(rows.map(({ ruleId, state }) => [ruleId, fromJson(state) as AlertState]));
}

export async function saveState(
  tx: EntityManager,
  ruleId: number,
  state: AlertState,
): Promise<void> {
  if (state.active.length === 0 && state.owed.length === 0) {
    await tx.query('DELETE FROM alert_states WHERE rule_id = ?', [ruleId]);
    return;
  }
  await tx.query(
    `INSERT INTO alert_states (rule_id, state) VALUES (?, ?)
     ON CONFLICT (rule_id) DO UPDATE SET state = excluded.state`,
    [ruleId, JSON.stringify(state)],
  );
}
