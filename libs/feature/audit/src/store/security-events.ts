import type { EntityManager } from 'typeorm';
import type { SecurityCategory, SecurityReason } from '#contract';
import type { SecurityNotice } from '#platform';
import { given, where } from './where.js';

/** However hard somebody knocks, the disk belongs to the trail: beyond these the oldest go. */
const MOST_EVENTS = 200_000;
const FORGET_AT_ONCE = 5_000;

export interface SecurityEvent {
  readonly id: number;
  readonly category: SecurityCategory;
  readonly reason: SecurityReason;
  readonly username: string | null;
  readonly sourceIp: string | null;
  readonly route: string | null;
  readonly detail: string | null;
  /** Milliseconds since 1970, as is the other. */
  readonly observedAt: number;
  readonly lastObservedAt: number;
  readonly count: number;
}

export interface SecurityFilter {
  readonly category?: SecurityCategory;
  readonly reason?: SecurityReason;
  readonly username?: string;
  readonly sourceIp?: string;
  readonly since?: number;
  readonly until?: number;
}

interface State {
  readonly notice: SecurityNotice;
  readonly since: number;
  readonly last: number;
  readonly count: number;
  readonly id?: number;
}

/** Writes an event, or how often it has happened since; answers its id. */
export async function save(
  tx: EntityManager,
  { id, notice, since, last, count }: State,
): Promise<number> {
  if (id !== undefined) {
    await tx.query('UPDATE security_events SET count = ?, last_observed_at = ? WHERE id = ?', [
      ...[count, last, id],
    ]);
    return id;
  }
  const { category, reason, username, sourceIp, route, detail } = notice;
  return tx.query<number>(
    `INSERT INTO security_events
       (category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[category, reason],
      ...[username, sourceIp, route, detail].map((text) => text ?? null),
      ...[since, last, count],
    ],
  );
}

/** At most `limit` events before the one with the id `before`, newest first. */
export async function eventsBefore(
  read: EntityManager,
  before: number,
  limit: number,
  filter: SecurityFilter,
): Promise<readonly SecurityEvent[]> {
  const { sql, values } = where(
    ['id < ?', before],
    given('category = ?', filter.category),
    given('reason = ?', filter.reason),
    given('username = ?', filter.username),
    given('source_ip = ?', filter.sourceIp),
    // An event lasts: it is in the span when any of it is.
    given('last_observed_at >= ?', filter.since),
    given('observed_at < ?', filter.until),
  );
  return read.query<SecurityEvent[]>(
    `SELECT id, category, reason, username, source_ip AS sourceIp, route, detail,
            observed_at AS observedAt, last_observed_at AS lastObservedAt, count
     FROM security_events WHERE ${sql} ORDER BY id DESC LIMIT ?`,
    [...values, limit],
  );
}

/** How often anything of these categories happened, up to `since`; an event that lasted counts whole. */
export async function countSince(
  read: EntityManager,
  categories: readonly SecurityCategory[],
  since: number,
): Promise<number> {
  const rows = await read.query<{ times: number }[]>(
    `SELECT coalesce(sum(count), 0) AS times FROM security_events
     WHERE last_observed_at >= ? AND category IN (SELECT value FROM json_each(?))`,
    [since, JSON.stringify(categories)],
  );
  return rows[0]?.times ?? 0;
}

/** Removes some that are older than `before` or too many; answers whether there may be more of them. */
export async function forget(tx: EntityManager, before: number): Promise<boolean> {
  await tx.query(
    `DELETE FROM security_events WHERE id IN (
       SELECT id FROM security_events
       WHERE last_observed_at < ?
          OR id <= (SELECT id FROM security_events ORDER BY id DESC LIMIT 1 OFFSET ?)
       ORDER BY id LIMIT ?)`,
    [before, MOST_EVENTS, FORGET_AT_ONCE],
  );
  const rows = await tx.query<{ removed: number }[]>('SELECT changes() AS removed');
  return rows[0]?.removed === FORGET_AT_ONCE;
}
