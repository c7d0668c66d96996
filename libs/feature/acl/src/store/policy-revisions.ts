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

/**
 * How a revision came to be. `seen`: in force, whoever changed it; `applied`: by MCM; `imported` and `adopted`: seen,
 * and wanted from then on.
 */
export const REVISION_ORIGINS = ['seen', 'imported', 'applied', 'adopted'] as const;
export type RevisionOrigin = (typeof REVISION_ORIGINS)[number];

/** `refused`: it never came to the broker; `restored`: what was before was brought back; `failed`: nobody knows. */
export const REVISION_STATES = ['in-force', 'applying', 'refused', 'restored', 'failed'] as const;
export type RevisionState = (typeof REVISION_STATES)[number];

/** A policy that was in force, or was to be. */
export interface PolicyRevision {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly seenAt: number;
  readonly changed: readonly PolicyPart[];
  readonly origin: RevisionOrigin;
  readonly state: RevisionState;
  /** Who applied or adopted it. */
  readonly author?: string;
  readonly note?: string;
  /** Whether it can be brought back. */
  readonly isKept: boolean;
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
  readonly origin: RevisionOrigin;
  readonly state: RevisionState;
  readonly author: string | null;
  readonly note: string | null;
  readonly isKept: number;
}

const COLUMNS =
  'number, seen_at AS seenAt, changed, origin, state, author, note, content IS NOT NULL AS isKept';

const revision = ({ number, seenAt, changed, origin, state, author, note, isKept }: Row) => ({
  ...{ number, seenAt, origin, state, isKept: isKept === 1 },
  changed: JSON.parse(changed) as PolicyPart[],
  ...(author !== null && { author }),
  ...(note !== null && { note }),
});

/** The newest revision in force, if it has exactly these parts. */
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
  const made = {
    number,
    seenAt,
    changed,
    origin: 'seen',
    state: 'in-force',
    isKept: false,
  } as const;
  return { revision: made, isNew: true };
}

/** The number that the next revision will have. */
export async function nextNumber(read: EntityManager): Promise<number> {
  const [row] = await read.query<{ seq: number }[]>(
    "SELECT seq FROM sqlite_sequence WHERE name = 'policy_revisions'",
  );
  return (row?.seq ?? 0) + 1;
}

/** A revision that is on its way to the broker. */
export interface Attempt {
  readonly candidate: Candidate;
  readonly base: number;
  readonly author: string;
  readonly note?: string;
  /** Encrypted. */
  readonly content: Buffer;
}

/** Takes the number for what is to be applied. */
export async function recordAttempt(
  tx: EntityManager,
  number: number,
  { candidate: { parts, body, seenAt }, base, author, note, content }: Attempt,
): Promise<void> {
  const [row] = await tx.query<{ parts: string }[]>(
    'SELECT parts FROM policy_revisions WHERE number = ?',
    [base],
  );
  const before = row && (JSON.parse(row.parts) as Partial<PartDigests>);
  const changed = JSON.stringify(changedParts(before, parts));
  await tx.query(
    `INSERT INTO policy_revisions
       (number, seen_at, parts, changed, body, origin, state, base, author, note, content)
     VALUES (?, ?, ?, ?, ?, 'applied', 'applying', ?, ?, ?, ?)`,
    [number, seenAt, JSON.stringify(parts), changed, body, base, author, note ?? null, content],
  );
}

/** How an attempt ended. */
export async function settleAttempt(
  tx: EntityManager,
  number: number,
  state: RevisionState,
): Promise<void> {
  await tx.query('UPDATE policy_revisions SET state = ? WHERE number = ?', [state, number]);
  await forgetOldest(tx, number);
}

/** From now on it is what is wanted. */
export async function want(
  tx: EntityManager,
  number: number,
  {
    origin,
    author,
    content,
  }: { readonly origin: RevisionOrigin; readonly author: string; readonly content: Buffer },
): Promise<void> {
  await tx.query(
    'UPDATE policy_revisions SET origin = ?, author = ?, content = ? WHERE number = ?',
    [origin, author, content, number],
  );
}

/** The revision that is wanted: the newest that was applied, imported or adopted. */
export async function findWanted(read: EntityManager): Promise<PolicyRevision | undefined> {
  const [row] = await read.query<Row[]>(`SELECT ${COLUMNS} FROM policy_revisions WHERE ${WANTED}
     ORDER BY number DESC LIMIT 1`);
  return row && revision(row);
}

/** Its document and probe, encrypted; nothing when they are not kept. */
export async function findContent(
  read: EntityManager,
  number: number,
): Promise<Buffer | undefined> {
  const [row] = await read.query<{ content: Buffer | null }[]>(
    'SELECT content FROM policy_revisions WHERE number = ?',
    [number],
  );
  return row?.content ?? undefined;
}

/** Of the parts, those in which two revisions differ. */
export async function differingParts(
  read: EntityManager,
  numbers: readonly [number, number],
  parts: readonly PolicyPart[],
): Promise<readonly PolicyPart[]> {
  const rows = await read.query<{ parts: string }[]>(
    'SELECT parts FROM policy_revisions WHERE number IN (?, ?)',
    [...numbers],
  );
  const [one, other = one] = rows.map((row) => JSON.parse(row.parts) as Partial<PartDigests>);
  return parts.filter((part) => one?.[part] !== other?.[part]);
}

const WANTED = "state = 'in-force' AND origin <> 'seen' AND content IS NOT NULL";

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

/** The newest revision in force. */
export async function findNewest(read: EntityManager): Promise<StoredPolicy | undefined> {
  const newest = await newestOf(read);
  return newest && findRevision(read, newest.number);
}

async function newestOf(read: EntityManager): Promise<(Row & { parts: string }) | undefined> {
  const [row] = await read.query<(Row & { parts: string })[]>(
    `SELECT ${COLUMNS}, parts FROM policy_revisions WHERE state = 'in-force'
     ORDER BY number DESC LIMIT 1`,
  );
  return row;
}

async function forgetOldest(tx: EntityManager, newest: number): Promise<void> {
  await tx.query(
    `DELETE FROM policy_revisions WHERE number <> ? AND state <> 'applying'
       AND number <> (SELECT ifnull(max(number), 0) FROM policy_revisions WHERE ${WANTED})
       AND number IN (
         SELECT number FROM (
           SELECT number, row_number() OVER newer AS place,
                  sum(length(body) + ifnull(length(content), 0)) OVER newer AS bytes
           FROM policy_revisions WINDOW newer AS (ORDER BY number DESC))
         WHERE place > ? OR bytes > ?)`,
    [newest, MOST_REVISIONS, MOST_BYTES],
  );
}
