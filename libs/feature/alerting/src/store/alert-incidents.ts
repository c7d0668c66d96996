import type { EntityManager } from 'typeorm';
import type {
  FiringInstance,
  Labels,
  Notice,
  Resolution,
  RuleKind,
  Severity,
  Transition,
} from '#domain/alert';
import type { StoredRule } from './alert-rules.js';
import { fromJson, given } from './json.js';

/** How many incidents are kept once they are over. */
const MOST_INCIDENTS = 10_000;

/** From firing to resolved. Times are milliseconds since 1970. */
export interface Incident {
  /** In the order of their beginnings. */
  readonly number: number;
  readonly id: string;
  readonly ruleId: number;
  readonly ruleName: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  /** Of the rule and of the instance. */
  readonly labels: Labels;
  readonly value?: number;
  readonly text: string;
  readonly since: number;
  readonly firedAt: number;
  readonly resolvedAt?: number;
  readonly resolution?: Resolution;
  readonly firingNoticedAt?: number;
  readonly resolvedNoticedAt?: number;
}

export interface IncidentFilter {
  readonly ruleId?: number;
  readonly before: number;
  readonly limit: number;
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly ruleId: number;
  readonly ruleName: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  readonly labels: string;
  readonly value: number | null;
  readonly text: string;
  readonly since: number;
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  readonly resolution: Resolution | null;
  readonly firingNoticedAt: number | null;
  readonly resolvedNoticedAt: number | null;
}

/** Writes what began and what ended: in a statement each, since a cable can take hundreds of instances with it. */
export async function recordTransitions(
  tx: EntityManager,
  rule: StoredRule,
  transitions: readonly Transition[],
): Promise<void> {
  const begun = transitions.flatMap((one) => (one.to === 'firing' ? [one.instance] : []));
  if (begun.length > 0) await insertIncidents(tx, rule, begun);
  const ended = transitions.filter((one) => one.to === 'resolved');
  if (ended.length === 0) return;
  await tx.query(
    `UPDATE alert_incidents SET resolved_at = e.value ->> 'at', resolution = e.value ->> 'why'
     FROM json_each(?) e WHERE alert_incidents.id = e.value ->> 'id'`,
    [
      JSON.stringify(
        ended.map(({ why, instance: { incident, resolvedAt } }) => ({
          ...{ id: incident, at: resolvedAt, why },
        })),
      ),
    ],
  );
}

async function insertIncidents(
  tx: EntityManager,
  rule: StoredRule,
  begun: readonly FiringInstance[],
): Promise<void> {
  const rows = begun.map(({ labels, ...instance }) => ({
    ...instance,
    labels: JSON.stringify({ ...rule.labels, ...labels }),
  }));
  await tx.query(
    `INSERT INTO alert_incidents
       (id, rule_id, rule_name, kind, severity, labels, value, text, since, fired_at)
     SELECT e.value ->> 'incident', ?, ?, ?, ?, e.value ->> 'labels', e.value ->> 'value',
       e.value ->> 'text', e.value ->> 'since', e.value ->> 'firedAt'
     FROM json_each(?) e`,
    [rule.id, rule.name, rule.condition.kind, rule.severity, JSON.stringify(rows)],
  );
}

/** Writes what was told of which incident. */
export async function recordNotice(tx: EntityManager, notice: Notice, at: number): Promise<void> {
  if (notice.event === 'reminder') return;
  const column = notice.event === 'firing' ? 'firing_noticed_at' : 'resolved_noticed_at';
  const incidents = notice.instances.map(({ incident }) => incident);
  await tx.query(
    `UPDATE alert_incidents SET ${column} = ? WHERE id IN (SELECT value FROM json_each(?))`,
    [at, JSON.stringify(incidents)],
  );
}

/** What is told by: as it was when the incident began, so that those who heard of that hear of its end. */
export interface FiredAs {
  readonly severity: Severity;
  /** Of the rule and of the instance. */
  readonly labels: Labels;
}

/** By the id of the incident. */
export async function firedAs(
  tx: EntityManager,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, FiredAs>> {
  const rows = await tx.query<{ id: string; severity: Severity; labels: string }[]>(
    `SELECT id, severity, labels FROM alert_incidents
     WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(incidents)],
  );
  return new Map(
    rows.map(({ id, severity, labels }) => [id, { severity, labels: fromJson(labels) as Labels }]),
  );
}

/** Newest first. */
export async function incidentsBefore(
  read: EntityManager,
  { ruleId, before, limit }: IncidentFilter,
): Promise<readonly Incident[]> {
  const of = ruleId === undefined ? '' : 'AND rule_id = ?';
  const rows = await read.query<Row[]>(
    `SELECT number, id, rule_id AS ruleId, rule_name AS ruleName, kind, severity, labels, value, text,
            since, fired_at AS firedAt, resolved_at AS resolvedAt, resolution,
            firing_noticed_at AS firingNoticedAt, resolved_noticed_at AS resolvedNoticedAt
     FROM alert_incidents WHERE number < ? ${of} ORDER BY number DESC LIMIT ?`,
    [before, ...(ruleId === undefined ? [] : [ruleId]), limit],
  );
  return rows.map(toIncident);
}

/** Removes the oldest of those that are over. */
export async function forgetIncidents(tx: EntityManager): Promise<void> {
  await tx.query(
    `DELETE FROM alert_incidents WHERE resolved_at IS NOT NULL AND number <=
       (SELECT number FROM alert_incidents ORDER BY number DESC LIMIT 1 OFFSET ?)`,
    [MOST_INCIDENTS],
  );
}

function toIncident(row: Row): Incident {
  const { labels, value, resolvedAt, resolution, firingNoticedAt, resolvedNoticedAt, ...rest } =
    row;
  return {
    ...rest,
    labels: fromJson(labels) as Labels,
    ...given('value', value),
    ...given('resolvedAt', resolvedAt),
    ...given('resolution', resolution),
    ...given('firingNoticedAt', firingNoticedAt),
    ...given('resolvedNoticedAt', resolvedNoticedAt),
  };
}
