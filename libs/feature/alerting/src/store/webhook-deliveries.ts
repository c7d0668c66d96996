import type { EntityManager } from 'typeorm';
import type { DeliveryState, WebhookContent, WebhookType } from '#contract';
import { GIVE_UP_AFTER_MS, LONGEST_WAIT_MS } from '../webhook/backoff.js';
import { fromJson, given } from './json.js';

/** How long what has ended is kept, in milliseconds, and how many deliveries there are at most. */
const KEPT_MS = 30 * 86_400_000;
const MOST_DELIVERIES = 10_000;
/** Of the bodies that are kept: one about 500 instances has some hundred kilobytes. */
const MOST_BYTES = 67_108_864;
/** How many wait for one endpoint; the oldest is given up for one more. */
const MOST_QUEUED = 1_000;

/** One webhook on its way to one endpoint, without what is sent. Times are milliseconds since 1970. */
export interface ListedDelivery {
  readonly number: number;
  /** The same in each attempt. */
  readonly id: string;
  readonly endpointId: number;
  readonly event: WebhookType;
  readonly ruleId?: number;
  readonly ruleName?: string;
  readonly message: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly nextAttemptAt: number;
  /** It is given up with the first failure from here on. */
  readonly expiresAt: number;
  readonly endedAt?: number;
  readonly lastAttemptAt?: number;
  readonly lastStatus?: number;
  readonly lastError?: string;
}

export interface Delivery extends ListedDelivery {
  readonly content: WebhookContent;
  readonly lastResponse?: string;
}

export interface NewDelivery {
  readonly id: string;
  readonly endpointId: number;
  readonly content: WebhookContent;
  readonly at: number;
  readonly expiresAt: number;
}

/** What an attempt came to. */
export interface Attempted {
  readonly state: DeliveryState;
  readonly at: number;
  readonly nextAttemptAt: number;
  readonly status?: number;
  readonly error?: string;
  readonly response?: string;
}

export interface DeliveryFilter {
  readonly endpointId?: number;
  readonly state?: DeliveryState;
  readonly before: number;
  readonly limit: number;
}

interface ListedRow {
  readonly number: number;
  readonly id: string;
  readonly endpointId: number;
  readonly event: WebhookType;
  readonly ruleId: number | null;
  readonly ruleName: string | null;
  readonly message: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly nextAttemptAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly lastAttemptAt: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

interface Row extends ListedRow {
  readonly content: string;
  readonly lastResponse: string | null;
}

const LISTED = `d.number, d.id, d.endpoint_id AS endpointId, d.event, d.rule_id AS ruleId,
  d.rule_name AS ruleName, d.message, d.state, d.attempts, d.created_at AS createdAt,
  d.next_attempt_at AS nextAttemptAt, d.expires_at AS expiresAt, d.ended_at AS endedAt,
  d.last_attempt_at AS lastAttemptAt, d.last_status AS lastStatus, d.last_error AS lastError`;
const COLUMNS = `${LISTED}, d.content, d.last_response AS lastResponse`;

export async function insertDelivery(tx: EntityManager, wish: NewDelivery): Promise<void> {
  const { id, endpointId, content, at, expiresAt } = wish;
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'given_up', ended_at = ?, last_error = ?
     WHERE state = 'queued' AND number <= (
       SELECT number FROM webhook_deliveries WHERE state = 'queued' AND endpoint_id = ?
       ORDER BY number DESC LIMIT 1 OFFSET ?) AND endpoint_id = ?`,
    [
      ...[at, `More than ${MOST_QUEUED} deliveries waited for this endpoint.`],
      ...[endpointId, MOST_QUEUED - 1, endpointId],
    ],
  );
  await tx.query(
    `INSERT INTO webhook_deliveries
       (id, endpoint_id, event, rule_id, rule_name, message, content, state, created_at,
        next_attempt_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
    [
      ...[id, endpointId, content.type, content.rule?.id ?? null, content.rule?.name ?? null],
      ...[content.message, JSON.stringify(content), at, at, expiresAt],
    ],
  );
}

/**
 * What is to be sent now: of each endpoint one, the oldest; of each rule only the first that waits for an endpoint,
 * so that nobody hears of an end before the beginning. Those of disabled endpoints wait; somebody waits for a test.
 */
export async function dueDeliveries(read: EntityManager, at: number): Promise<readonly Delivery[]> {
  const rows = await read.query<Row[]>(
    `SELECT ${COLUMNS} FROM webhook_endpoints e JOIN webhook_deliveries d ON d.number = (
       SELECT q.number FROM webhook_deliveries q
       WHERE q.state = 'queued' AND q.endpoint_id = e.id AND (e.enabled = 1 OR q.event = 'test')
         AND (q.next_attempt_at <= ? OR q.next_attempt_at > ?) AND NOT EXISTS (
           SELECT 1 FROM webhook_deliveries o
           WHERE o.state = 'queued' AND o.endpoint_id = q.endpoint_id AND o.rule_id = q.rule_id
             AND o.number < q.number)
       ORDER BY q.event = 'test' DESC, q.number LIMIT 1)
     ORDER BY d.number`,
    // Nothing waits for longer than this, unless the clock was set back.
    [at, at + LONGEST_WAIT_MS],
  );
  return rows.map(toDelivery);
}

/** Gives up all that waits: what it tells of was long ago when the database comes from a backup. */
export async function abandonDeliveries(tx: EntityManager, at: number): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'given_up', ended_at = ?,
       last_error = 'The database was restored from a backup.'
     WHERE state = 'queued'`,
    [at],
  );
}

/** Gives up what waits for a disabled endpoint for too long; answers how many those are. */
export async function expireDeliveries(tx: EntityManager, at: number): Promise<number> {
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'given_up', ended_at = ?,
       last_error = coalesce(last_error, 'The endpoint was disabled.')
     WHERE state = 'queued' AND expires_at <= ?
       AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE enabled = 0)`,
    [at, at],
  );
  const rows = await tx.query<{ expired: number }[]>('SELECT changes() AS expired');
  return rows[0]?.expired ?? 0;
}

/** Writes what an attempt came to; nothing when the delivery is gone or has ended in the meantime. */
export async function recordAttempt(
  tx: EntityManager,
  id: string,
  { state, at, nextAttemptAt, status, error, response }: Attempted,
): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET state = ?, attempts = attempts + 1, next_attempt_at = ?,
       expires_at = min(expires_at, ?), ended_at = ?, last_attempt_at = ?, last_status = ?, last_error = ?, last_response = ?
     WHERE id = ? AND state = 'queued'`,
    [
      // Later only when the clock was set back since.
      ...[state, nextAttemptAt, at + GIVE_UP_AFTER_MS],
      ...[state === 'queued' ? null : at, at, status ?? null],
      ...[error ?? null, response ?? null, id],
    ],
  );
}

/** To be tried at once, and given up at `expiresAt`. */
export async function requeue(
  tx: EntityManager,
  id: string,
  at: number,
  expiresAt: number,
): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'queued', next_attempt_at = ?, expires_at = ?, ended_at = NULL
     WHERE id = ? AND state <> 'delivered'`,
    [at, expiresAt, id],
  );
}

export async function findDelivery(read: EntityManager, id: string): Promise<Delivery | undefined> {
  const rows = await read.query<Row[]>(
    `SELECT ${COLUMNS} FROM webhook_deliveries d WHERE d.id = ?`,
    [id],
  );
  return rows.map(toDelivery)[0];
}

/** Newest first. */
export async function deliveriesBefore(
  read: EntityManager,
  { endpointId, state, before, limit }: DeliveryFilter,
): Promise<readonly ListedDelivery[]> {
  const conditions = [
    ...(endpointId === undefined ? [] : [['d.endpoint_id = ?', endpointId] as const]),
    ...(state === undefined ? [] : [['d.state = ?', state] as const]),
  ];
  const rows = await read.query<ListedRow[]>(
    `SELECT ${LISTED} FROM webhook_deliveries d
     WHERE d.number < ? ${conditions.map(([sql]) => `AND ${sql}`).join(' ')}
     ORDER BY d.number DESC LIMIT ?`,
    [before, ...conditions.map(([, value]) => value), limit],
  );
  return rows.map(toListed);
}

/** The newest of each endpoint. */
export async function lastDeliveries(read: EntityManager): Promise<readonly ListedDelivery[]> {
  const rows = await read.query<ListedRow[]>(
    `SELECT ${LISTED} FROM webhook_endpoints e JOIN webhook_deliveries d ON d.number =
       (SELECT max(number) FROM webhook_deliveries WHERE endpoint_id = e.id)`,
  );
  return rows.map(toListed);
}

export async function countQueued(read: EntityManager): Promise<number> {
  const rows = await read.query<{ queued: number }[]>(
    "SELECT count(*) AS queued FROM webhook_deliveries WHERE state = 'queued'",
  );
  return rows[0]?.queued ?? 0;
}

/** Removes what ended long ago, and the oldest of too many or of those that are too large together. */
export async function forgetDeliveries(tx: EntityManager, at: number): Promise<void> {
  await tx.query(
    `DELETE FROM webhook_deliveries WHERE state <> 'queued' AND (ended_at < ? OR number <=
       (SELECT number FROM webhook_deliveries ORDER BY number DESC LIMIT 1 OFFSET ?) OR number IN
       (SELECT number FROM (
          SELECT number, sum(length(content)) OVER (ORDER BY number DESC) AS bytes FROM webhook_deliveries)
        WHERE bytes > ?))`,
    [at - KEPT_MS, MOST_DELIVERIES, MOST_BYTES],
  );
}

function toDelivery({ content, lastResponse, ...row }: Row): Delivery {
  return {
    ...toListed(row),
    content: fromJson(content) as WebhookContent,
    ...given('lastResponse', lastResponse),
  };
}

function toListed(row: ListedRow): ListedDelivery {
  const { ruleId, ruleName, endedAt, lastAttemptAt, lastStatus, lastError, ...rest } = row;
  return {
    ...rest,
    ...given('ruleId', ruleId),
    ...given('ruleName', ruleName),
    ...given('endedAt', endedAt),
    ...given('lastAttemptAt', lastAttemptAt),
    ...given('lastStatus', lastStatus),
    ...given('lastError', lastError),
  };
}
