import type { EntityManager } from 'typeorm';
import type { Labels, NoticeEvent, Severity } from '#domain/alert';
import { Secret } from '#platform';
import { fromJson } from './json.js';

/** What an endpoint is told of; all that are given have to fit. */
export interface EndpointFilters {
  readonly minSeverity?: Severity;
  readonly ruleIds?: readonly number[];
  /** All of them, of the rule or of the instance. */
  readonly labels?: Labels;
  readonly events?: readonly NoticeEvent[];
}

export interface EndpointWish {
  readonly name: string;
  readonly url: string;
  readonly filters: EndpointFilters;
  readonly enabled: boolean;
}

export interface Endpoint extends EndpointWish {
  readonly id: number;
  /** Encrypted. */
  readonly secret: Secret<Buffer>;
  readonly version: number;
  /** Milliseconds since 1970, as is the other. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly filters: string;
  readonly enabled: 0 | 1;
  readonly secret: Buffer;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** By name. */
export async function allEndpoints(read: EntityManager): Promise<readonly Endpoint[]> {
  const rows = await read.query<Row[]>(
    `SELECT id, name, url, filters, enabled, secret, version, created_at AS createdAt,
            updated_at AS updatedAt
     FROM webhook_endpoints ORDER BY name`,
  );
  return rows.map(({ filters, enabled, secret, ...rest }) => ({
    ...rest,
    filters: fromJson(filters) as EndpointFilters,
    enabled: enabled === 1,
    secret: new Secret(secret),
  }));
}

/** Answers its id. Its secret follows in the same transaction, since it is sealed for the id. */
export async function insertEndpoint(
  tx: EntityManager,
  { name, url, filters, enabled }: EndpointWish,
  at: number,
): Promise<number> {
  return tx.query<number>(
    `INSERT INTO webhook_endpoints (name, url, filters, enabled, secret, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, x'', 1, ?, ?)`,
    [name, url, JSON.stringify(filters), enabled ? 1 : 0, at, at],
  );
}

export async function updateEndpoint(
  tx: EntityManager,
  id: number,
  { name, url, filters, enabled }: EndpointWish,
  at: number,
): Promise<void> {
  await tx.query(
    `UPDATE webhook_endpoints SET name = ?, url = ?, filters = ?, enabled = ?, version = version + 1,
       updated_at = ? WHERE id = ?`,
    [name, url, JSON.stringify(filters), enabled ? 1 : 0, at, id],
  );
}

export async function replaceSecret(
  tx: EntityManager,
  id: number,
  secret: Secret<Buffer>,
): Promise<void> {
  await tx.query('UPDATE webhook_endpoints SET secret = ? WHERE id = ?', [secret.reveal(), id]);
}

export async function removeEndpoint(tx: EntityManager, id: number): Promise<void> {
  await tx.query('DELETE FROM webhook_endpoints WHERE id = ?', [id]);
}
