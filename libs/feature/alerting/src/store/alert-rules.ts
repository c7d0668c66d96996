import type { EntityManager } from 'typeorm';
import type { AlertCondition, AlertRule, Labels, Severity } from '#domain/alert';
import { fromJson, given } from './json.js';

export interface StoredRule extends AlertRule {
  readonly version: number;
  /** Milliseconds since 1970, as is the other. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type RuleWish = Omit<AlertRule, 'id'>;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly labels: string;
  readonly condition: string;
  readonly forSeconds: number;
  readonly renoticeSeconds: number;
  readonly enabled: 0 | 1;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const COLUMNS = `id, name, description, severity, labels, condition, for_seconds AS forSeconds,
  renotice_seconds AS renoticeSeconds, enabled, version, created_at AS createdAt, updated_at AS updatedAt`;

/** By name. */
export async function allRules(read: EntityManager): Promise<readonly StoredRule[]> {
  const rows = await read.query<Row[]>(`SELECT ${COLUMNS} FROM alert_rules ORDER BY name`);
  return rows.map(toRule);
}

/** Answers its id. */
export async function insertRule(tx: EntityManager, rule: RuleWish, at: number): Promise<number> {
  return tx.query<number>(
    `INSERT INTO alert_rules
       (name, description, severity, labels, condition, for_seconds, renotice_seconds, enabled,
        version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
    [...valuesOf(rule), at, at],
  );
}

export async function updateRule(
  tx: EntityManager,
  id: number,
  rule: RuleWish,
  at: number,
): Promise<void> {
  await tx.query(
    `UPDATE alert_rules SET name = ?, description = ?, severity = ?, labels = ?, condition = ?,
       for_seconds = ?, renotice_seconds = ?, enabled = ?, version = version + 1, updated_at = ?
     WHERE id = ?`,
    [...valuesOf(rule), at, id],
  );
}

export async function removeRule(tx: EntityManager, id: number): Promise<void> {
  await tx.query('DELETE FROM alert_rules WHERE id = ?', [id]);
}

const valuesOf = (rule: RuleWish) => [
  ...[rule.name, rule.description ?? null, rule.severity],
  ...[JSON.stringify(rule.labels), JSON.stringify(rule.condition)],
  ...[rule.forSeconds, rule.renoticeSeconds, rule.enabled ? 1 : 0],
];

function toRule({ description, labels, condition, enabled, ...rest }: Row): StoredRule {
  return {
    ...rest,
    ...given('description', description),
    labels: fromJson(labels) as Labels,
    condition: fromJson(condition) as AlertCondition,
    enabled: enabled === 1,
  };
}
