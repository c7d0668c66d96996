import type { EntityManager } from 'typeorm';
import type { AuditResult } from '#contract';
import type { Entry } from '#domain/ledger';
import { MOST_NUMBER } from './trail-tables.js';
import { given, where } from './where.js';

export interface AuditFilter {
  readonly actor?: string;
  /** An action, or the noun of several. */
  readonly action?: string;
  readonly resourceId?: string;
  readonly result?: AuditResult;
  /** Milliseconds since 1970, as is the other. */
  readonly since?: number;
  readonly until?: number;
}

/** From where on, backwards. */
export interface AuditPlace {
  /** Entries before this one. */
  readonly before: number;
  /** As it was when this was the last entry: what began earlier and ended later has not ended yet. */
  readonly top: number;
  /** Where the search ends, if that is known already. */
  readonly first?: number;
}

/** The place in front of all that is there now. */
export async function newest(read: EntityManager): Promise<AuditPlace> {
  const rows = await read.query<{ top: number | null }[]>(
    'SELECT max(number) AS top FROM audit_entries WHERE number <= ?',
    [MOST_NUMBER],
  );
  const top = rows[0]?.top ?? 0;
  return { before: top + 1, top };
}

/**
 * The place with the first number that has to be looked at, and none after the last: there is no entry of
 * the asked time outside. Inside there may be others, where the clock was set back.
 */
export async function narrow(
  read: EntityManager,
  place: AuditPlace,
  { since, until }: AuditFilter,
): Promise<AuditPlace> {
  if (since === undefined && until === undefined) return { ...place, first: 1 };
  const { sql, values } = where(
    // The plus keeps it from searching by number: only the index by time has the time without reading entries.
    ['+number BETWEEN 1 AND ?', MOST_NUMBER],
    given('at >= ?', since),
    given('at < ?', until),
  );
  const rows = await read.query<{ first: number | null; last: number | null }[]>(
    `SELECT min(number) AS first, max(number) AS last FROM audit_entries WHERE ${sql}`,
    values,
  );
  const { first, last } = rows[0] ?? {};
  return { ...place, first: first ?? 1, before: Math.min(place.before, (last ?? 0) + 1) };
}

/** One entry for each act: its outcome, or its intent where there is none. Newest first. */
export async function eventsBefore(
  read: EntityManager,
  place: AuditPlace,
  limit: number,
  filter: AuditFilter,
): Promise<readonly Entry[]> {
  const count = 2 * limit; // about every other entry is an intent that has ended
  const found: Entry[] = [];
  for (let { before } = place; found.length < limit;) {
    const numbers = await candidates(read, { ...place, before }, count, filter);
    found.push(...(await actsOf(read, numbers, place, filter)));
    before = numbers.at(-1) ?? 0;
    if (numbers.length < count) break;
  }
  return found.slice(0, limit);
}

/**
 * Numbers of entries that all filters by index leave, newest first. Each index has its numbers in order, so
 * they are merged: no entry is read, however many one of the filters leaves and however few all of them do.
 */
async function candidates(
  read: EntityManager,
  { first = 1, before, top }: AuditPlace,
  limit: number,
  { actor, action, resourceId, result }: AuditFilter,
): Promise<readonly number[]> {
  const asked = [
    given('actor = ?', actor),
    given(action?.includes('.') ? 'action = ?' : 'noun = ?', action),
    given('resource_id = ?', resourceId),
    result === 'started' ? ([`kind = 'intent' AND ${NOT_ENDED}`, top] as const) : undefined,
    result === 'started' ? undefined : given('result = ?', result),
  ].filter((condition) => condition !== undefined);
  const each = (asked.length > 0 ? asked : [undefined]).map((condition) =>
    where(['number BETWEEN ? AND ?', first, before - 1], condition),
  );
  const sql = each.map((one) => `SELECT number FROM audit_entries e WHERE ${one.sql}`);
  const rows = await read.query<{ number: number }[]>(
    `${sql.join(' INTERSECT ')} ORDER BY number DESC LIMIT ?`,
    [...each.flatMap(({ values }) => values), limit],
  );
  return rows.map(({ number }) => number);
}

/** Those of the entries that tell an act, and are of the asked time. */
async function actsOf(
  read: EntityManager,
  numbers: readonly number[],
  { top }: AuditPlace,
  { since, until }: AuditFilter,
): Promise<readonly Entry[]> {
  const { sql, values } = where(
    ['number IN (SELECT value FROM json_each(?))', JSON.stringify(numbers)],
    [`kind IS NOT 'intent' OR ${NOT_ENDED}`, top],
    given('at >= ?', since),
    given('at < ?', until),
  );
  return read.query<(Entry & { body: Buffer; hash: Buffer })[]>(
    `SELECT number, CAST(body AS BLOB) AS body, hash FROM audit_entries e
     WHERE ${sql} ORDER BY number DESC`,
    values,
  );
}

const NOT_ENDED =
  'NOT EXISTS (SELECT 1 FROM audit_entries o WHERE o.intent = e.number AND o.number <= ?)';
