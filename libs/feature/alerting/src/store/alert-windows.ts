import type { EntityManager } from 'typeorm';
import type { Labels, MaintenanceWindow } from '#domain/alert';
import { fromJson, given } from './json.js';

export interface StoredWindow extends MaintenanceWindow {
  readonly version: number;
  /** Milliseconds since 1970, as is the other. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type WindowWish = Omit<MaintenanceWindow, 'id'>;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly time: string;
  readonly ruleIds: string | null;
  readonly labels: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** By name. */
export async function allWindows(read: EntityManager): Promise<readonly StoredWindow[]> {
  const rows = await read.query<Row[]>(
    `SELECT id, name, time, rule_ids AS ruleIds, labels, version, created_at AS createdAt,
            updated_at AS updatedAt
     FROM alert_windows ORDER BY name, id`,
  );
  return rows.map(toWindow);
}

/** Answers its id. */
export async function insertWindow(
  tx: EntityManager,
  window: WindowWish,
  at: number,
): Promise<number> {
  return tx.query<number>(
    `INSERT INTO alert_windows (name, time, rule_ids, labels, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, 1, ?, ?)`,
    [...valuesOf(window), at, at],
  );
}

export async function updateWindow(
  tx: EntityManager,
  id: number,
  window: WindowWish,
  at: number,
): Promise<void> {
  await tx.query(
    `UPDATE alert_windows SET name = ?, time = ?, rule_ids = ?, labels = ?, version = version + 1,
       updated_at = ? WHERE id = ?`,
    [...valuesOf(window), at, id],
  );
}

export async function removeWindow(tx: EntityManager, id: number): Promise<void> {
  await tx.query('DELETE FROM alert_windows WHERE id = ?', [id]);
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

const valuesOf = ({ name, when, ruleIds, labels }: WindowWish) => [
  ...[name, JSON.stringify(when), json(ruleIds), json(labels)],
];

function toWindow({ time, ruleIds, labels, ...rest }: Row): StoredWindow {
  return {
    ...rest,
    when: fromJson(time) as MaintenanceWindow['when'],
    ...given('ruleIds', ruleIds === null ? null : (fromJson(ruleIds) as readonly number[])),
    ...given('labels', labels === null ? null : (fromJson(labels) as Labels)),
  };
}
