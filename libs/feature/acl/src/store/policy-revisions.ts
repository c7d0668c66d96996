import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { EntityManager } from 'typeorm';
import {
  changedParts,
  type KnownPolicy,
  type PartDigests,
  type PolicyPart,
} from '../known-policy.js';

/** However often the files change, the disk belongs to all: beyond these the oldest go. */
const MOST_REVISIONS = 1_000;
const MOST_BYTES = 64 << 20;

/** A policy that was seen in force. */
export interface PolicyRevision {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly seenAt: number;
  readonly changed: readonly PolicyPart[];
}

export interface StoredPolicy extends PolicyRevision {
  readonly policy: KnownPolicy;
}

/** What may become a revision; packed beforehand, so that the database does not wait for it. */
export interface Candidate {
  readonly parts: PartDigests;
  readonly body: Buffer;
  readonly seenAt: number;
}

export async function candidate(
  policy: KnownPolicy,
  parts: PartDigests,
  seenAt: number,
): Promise<Candidate> {
  const body = await promisify(deflate)(JSON.stringify(policy));
  return { parts, body, seenAt };
}

interface Row {
  readonly number: number;
  readonly seenAt: number;
  readonly changed: string;
}

const COLUMNS = 'number, seen_at AS seenAt, changed';

const revision = ({ number, seenAt, changed }: Row): PolicyRevision => ({
  ...{ number, seenAt },
  changed: JSON.parse(changed) as PolicyPart[],
});

/** The newest revision, if it has exactly these parts. */
export async function findSame(
  read: EntityManager,
  parts: PartDigests,
): Promise<PolicyRevision | undefined> {
  const newest = await newestOf(read);
  return newest && newest.parts === JSON.stringify(parts) ? revision(newest) : undefined;
}

/** The newest revision; made of the candidate, if that differs from it. */
export async function recordRevision(
  tx: EntityManager,
  { parts, body, seenAt }: Candidate,
): Promise<{ readonly revision: PolicyRevision; readonly isNew: boolean }> {
  const newest = await newestOf(tx);
  const text = JSON.stringify(parts);
  if (newest?.parts === text) return { revision: revision(newest), isNew: false };
  const before = newest && (JSON.parse(newest.parts) as Partial<PartDigests>);
  const changed = changedParts(before, parts);
  const number = await tx.query<number>(
    'INSERT INTO policy_revisions (seen_at, parts, changed, body) VALUES (?, ?, ?, ?)',
    [seenAt, text, JSON.stringify(changed), body],
  );
  await forgetOldest(tx, number);
  return { revision: { number, seenAt, changed }, isNew: true };
}

/** At most `limit` revisions before the number, newest first. */
export async function revisionsBefore(
  read: EntityManager,
  before: number,
  limit: number,
): Promise<readonly PolicyRevision[]> {
  const rows = await read.query<Row[]>(
    `SELECT ${COLUMNS} FROM policy_revisions WHERE number < ? ORDER BY number DESC LIMIT ?`,
    [before, limit],
  );
  return rows.map(revision);
}

export async function findRevision(
  read: EntityManager,
  number: number,
): Promise<StoredPolicy | undefined> {
  const [row] = await read.query<(Row & { body: Buffer })[]>(
    `SELECT ${COLUMNS}, body FROM policy_revisions WHERE number = ?`,
    [number],
  );
  if (row === undefined) return undefined;
  const body = await promisify(inflate)(row.body);
  return { ...revision(row), policy: JSON.parse(body.toString()) as KnownPolicy };
}

async function newestOf(read: EntityManager): Promise<(Row & { parts: string }) | undefined> {
  const [row] = await read.query<(Row & { parts: string })[]>(
    `SELECT ${COLUMNS}, parts FROM policy_revisions ORDER BY number DESC LIMIT 1`,
  );
  return row;
}

async function forgetOldest(tx: EntityManager, newest: number): Promise<void> {
  await tx.query(
    `DELETE FROM policy_revisions WHERE number <> ? AND number IN (
       SELECT number FROM (
         SELECT number, row_number() OVER newer AS place, sum(length(body)) OVER newer AS bytes
         FROM policy_revisions WINDOW newer AS (ORDER BY number DESC))
       WHERE place > ? OR bytes > ?)`,
    [newest, MOST_REVISIONS, MOST_BYTES],
  );
}
