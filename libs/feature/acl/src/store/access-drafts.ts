import type { EntityManager } from 'typeorm';

/** The draft as it is kept; its edits are encrypted. */
export interface StoredDraft {
  readonly version: number;
  readonly base: number;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly edits: Buffer;
}

/** Nothing but the version when there is no draft. */
export interface NoDraft {
  readonly version: number;
}

interface Row {
  readonly version: number;
  readonly base: number | null;
  readonly author: string | null;
  readonly changedAt: number | null;
  readonly edits: Buffer | null;
}

export async function readDraft(read: EntityManager): Promise<StoredDraft | NoDraft> {
  const [row] = await read.query<Row[]>(
    'SELECT version, base, author, changed_at AS changedAt, edits FROM access_draft',
  );
  const { version = 0, base, author, changedAt, edits } = row ?? {};
  if (base == null || author == null || changedAt == null || edits == null) return { version };
  return { version, base, author, changedAt, edits };
}

/** Puts it in the place of the one with the version before; answers whether there was that one. */
export async function replaceDraft(
  tx: EntityManager,
  { version, ...draft }: StoredDraft | NoDraft,
): Promise<boolean> {
  const { base, author, changedAt, edits } = { ...NOTHING, ...draft };
  await tx.query(
    `UPDATE access_draft SET version = ?, base = ?, author = ?, changed_at = ?, edits = ?
     WHERE version = ?`,
    [version, base, author, changedAt, edits, version - 1],
  );
  const [{ changed } = { changed: 0 }] = await tx.query<{ changed: number }[]>(
    'SELECT changes() AS changed',
  );
  return changed === 1;
}

const NOTHING = { base: null, author: null, changedAt: null, edits: null };
