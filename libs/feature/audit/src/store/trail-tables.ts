import type { EntityManager } from 'typeorm';
import type { Entry, KnownHead, Mark, MarkKind, Marks } from '#domain/ledger';

/** Higher numbers are not ours: somebody turned a high bit over. */
export const MOST_NUMBER = 2 ** 52;

interface EntryColumns {
  readonly number: number;
  readonly body: Buffer;
  readonly hash: Buffer;
}

/** As bytes, since a changed byte must not vanish in the decoding of text. */
const ENTRY = 'number, CAST(body AS BLOB) AS body, hash';

/*
 * The tables of the trail: entries and marks in, entries and marks out. Each function asks within the
 * transaction, or the snapshot, that it is given.
 */

export async function marks(tx: EntityManager): Promise<Marks> {
  const rows = await tx.query<{ kind: MarkKind; body: Buffer; mac: Buffer }[]>(
    'SELECT kind, CAST(body AS BLOB) AS body, mac FROM audit_marks',
  );
  return Object.fromEntries(rows.map(({ kind, body, mac }) => [kind, { body, mac }]));
}

export async function setMark(
  tx: EntityManager,
  kind: MarkKind,
  { body, mac }: Mark,
): Promise<void> {
  await tx.query('INSERT OR REPLACE INTO audit_marks (kind, body, mac) VALUES (?, ?, ?)', [
    kind,
    textOf(body),
    Buffer.from(mac),
  ]);
}

export async function insert(tx: EntityManager, { number, body, hash }: Entry): Promise<void> {
  await tx.query('INSERT INTO audit_entries (number, body, hash) VALUES (?, ?, ?)', [
    number,
    textOf(body),
    Buffer.from(hash),
  ]);
}

/** The entry with the highest number, or with the lowest. */
export async function outermost(
  tx: EntityManager,
  end: 'first' | 'last',
): Promise<KnownHead | undefined> {
  const rows = await tx.query<KnownHead[]>(
    `SELECT number, hash FROM audit_entries WHERE number BETWEEN 1 AND ?
     ORDER BY number ${end === 'last' ? 'DESC' : 'ASC'} LIMIT 1`,
    [MOST_NUMBER],
  );
  return rows[0];
}

/**
 * The first number after `number` from which on `count` are free. One question, however many entries
 * somebody has planted there.
 */
export async function freeNumber(
  tx: EntityManager,
  number: number,
  count: number,
): Promise<number> {
  const taken = (first: string) =>
    `EXISTS (SELECT 1 FROM audit_entries o WHERE o.number BETWEEN ${first} AND ${first} + ?2 - 1)`;
  const rows = await tx.query<{ free: number }[]>(
    `SELECT CASE WHEN NOT ${taken('?1')} THEN ?1 ELSE (
       SELECT e.number + 1 FROM audit_entries e
       WHERE e.number >= ?1 AND NOT ${taken('(e.number + 1)')}
       ORDER BY e.number LIMIT 1) END AS free`,
    [number + 1, count],
  );
  return rows[0]?.free ?? number + 1;
}

/** At most `limit` entries after `number`, in order. */
export async function entriesAfter(
  tx: EntityManager,
  number: number,
  limit: number,
): Promise<readonly Entry[]> {
  return tx.query<EntryColumns[]>(
    `SELECT ${ENTRY} FROM audit_entries WHERE number > ? AND number <= ? ORDER BY number LIMIT ?`,
    [number, MOST_NUMBER, limit],
  );
}

/** Numbers of entries that no trail of ours has, as text, since they may be larger than a number can be. */
export async function strays(tx: EntityManager): Promise<readonly string[]> {
  const rows = await tx.query<{ number: string }[]>(
    `SELECT CAST(number AS TEXT) AS number FROM audit_entries
     WHERE number < 1 OR number > ? ORDER BY number LIMIT 100`,
    [MOST_NUMBER],
  );
  return rows.map(({ number }) => number);
}

/** Intents without an outcome, each with the hash of the entry before it, if that is there. */
export async function unfinished(
  tx: EntityManager,
): Promise<readonly (Entry & { readonly previous: Uint8Array | null })[]> {
  return tx.query<(EntryColumns & { previous: Buffer | null })[]>(
    `SELECT ${ENTRY}, (SELECT hash FROM audit_entries b WHERE b.number = e.number - 1) AS previous
     FROM audit_entries e
     WHERE kind = 'intent' AND number BETWEEN 1 AND ?
       AND NOT EXISTS (SELECT 1 FROM audit_entries o WHERE o.intent = e.number)
     ORDER BY number`,
    [MOST_NUMBER],
  );
}

export async function removeUpTo(tx: EntityManager, number: number): Promise<void> {
  await tx.query('DELETE FROM audit_entries WHERE number <= ?', [number]);
}

/** SQLite takes text as a string; what is written here is UTF-8 always. */
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);
