import { edited, EditRefused, type AccessDocument, type Edit } from '#domain/change';
import { Problem } from '#platform';

const MOST_CHANGES = 2_000;
/** Characters of all changes together, where there is more than one: each edit writes all of them down. */
const LARGEST = 16 << 20;

/** An edit of the draft, and who made it. */
export interface DraftChange {
  readonly edit: Edit;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ConflictingChange extends DraftChange {
  /** Why it cannot be made on what is wanted now. */
  readonly conflict?: string;
}

/** What a document becomes by changes. */
export interface ChangedDocument {
  readonly document: AccessDocument;
  readonly changes: readonly ConflictingChange[];
}

/** @throws Problem `validation-failed` when these are too many to be kept, or too large */
export function requireRoom(changes: readonly DraftChange[]): void {
  if (changes.length > MOST_CHANGES) {
    const most = MOST_CHANGES.toLocaleString('en');
    throw new Problem('validation-failed', `A draft has at most ${most} changes: apply it first.`);
  }
  const size = changes.reduce((sum, { edit }) => sum + sizeOf(edit), 0);
  if (changes.length === 1 || size <= LARGEST) return;
  throw new Problem(
    'validation-failed',
    `The changes of the draft would be larger than ${LARGEST >> 20} MiB together: apply it first, or take some back.`,
  );
}

const sizes = new WeakMap<Edit, number>();

function sizeOf(edit: Edit): number {
  const known = sizes.get(edit);
  if (known !== undefined) return known;
  // Secrets show up in no JSON; those of many users are in an import and in a document.
  const users = edit.kind === 'import-users' ? edit.users.length * HASH_CHARACTERS : 0;
  const isFile = edit.kind === 'replace' && edit.document.backend === 'file';
  const passwords = isFile ? (edit.document.passwords?.reveal().length ?? 0) : 0;
  const size = JSON.stringify(edit).length + users + passwords;
  sizes.set(edit, size);
  return size;
}

const HASH_CHARACTERS = 120;

/** Makes the edits one after the other, in steps: on large files, many take their time. */
export function* withEdits(
  before: AccessDocument,
  edits: readonly Edit[],
): Generator<undefined, AccessDocument> {
  let document = before;
  for (const edit of edits) {
    document = edited(document, edit);
    yield;
  }
  return document;
}

/** The same of changes; what cannot be made any more is left out, and says so. */
export function* made(
  base: AccessDocument,
  changes: readonly DraftChange[],
): Generator<undefined, ChangedDocument> {
  let document = base;
  const told: ConflictingChange[] = [];
  for (const { edit, author, at } of changes) {
    try {
      document = edited(document, edit);
      told.push({ edit, author, at });
    } catch (error) {
      // EditRefused: what is wanted has changed since, or a change on which this one builds was taken back.
      if (!(error instanceof EditRefused)) throw error;
      told.push({ edit, author, at, conflict: error.message });
    }
    yield;
  }
  return { document, changes: told };
}
