import { Injectable, Logger } from '@nestjs/common';
import { edited, EditRefused, type AccessDocument, type Edit } from '#domain/change';
import { Database, Problem } from '#platform';
import { ApplyGate } from '../apply/apply-gate.js';
import type { NumberedContent } from '../backend/revision-content.js';
import { ContentSeal } from '../content-seal.js';
import { WantedAccess } from '../wanted-access.js';
import { readDraft, replaceDraft, type StoredDraft } from '../store/access-drafts.js';
import { DraftNews } from './draft-news.js';
import { editProblem } from './edit-problem.js';

const PLACE = 'access-draft';
const MOST_CHANGES = 5_000;

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

/** What is wanted, and what it becomes by the draft: the same when there is no draft. */
export interface AccessDraft {
  readonly version: number;
  readonly wanted: NumberedContent;
  readonly document: AccessDocument;
  readonly changes: readonly ConflictingChange[];
  readonly author?: string;
  readonly changedAt?: number;
}

/** Who edits, and which version was read. */
export interface Editor {
  readonly username: string;
  /** Absent: any will do. */
  readonly expected?: number;
}

/** The one draft of the broker's access. Edits wait for one another. */
@Injectable()
export class AccessDrafts {
  private readonly logger = new Logger('Access');
  private latest: AccessDraft | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly seal: ContentSeal,
    private readonly wanted: WantedAccess,
    private readonly gate: ApplyGate,
    private readonly news: DraftNews,
  ) {}

  /** @throws Problem as {@link WantedAccess.get} */
  async get(): Promise<AccessDraft> {
    const wanted = await this.wanted.get();
    const stored = await readDraft(this.database.read);
    const { latest } = this;
    if (latest?.version === stored.version && latest.wanted === wanted) return latest;
    this.latest =
      'edits' in stored ? await this.read(stored, wanted) : undraft(stored.version, wanted);
    return this.latest;
  }

  /**
   * Adds edits, all or none.
   * @throws Problem `draft-changed`, and what {@link editProblem} makes of an edit that cannot be made
   */
  edit(edits: readonly Edit[], editor: Editor): Promise<AccessDraft> {
    return this.change(editor, (draft) => {
      const at = this.news.now();
      const added = edits.map((edit) => ({ edit, author: editor.username, at }));
      if (draft.changes.length + added.length > MOST_CHANGES) {
        throw new Problem(
          'validation-failed',
          `A draft has at most ${MOST_CHANGES} changes: apply it, or import them together.`,
        );
      }
      try {
        const document = edits.reduce(edited, draft.document);
        return { document, changes: [...draft.changes, ...added] };
      } catch (error) {
        // EditRefused: whether an edit can be made is known by making it.
        throw editProblem(error);
      }
    });
  }

  /** Takes back one change; those after it are made again without it. @throws Problem `change-not-found` */
  undo(number: number, editor: Editor): Promise<AccessDraft> {
    return this.change(editor, ({ wanted, changes }) => {
      if (changes[number - 1] === undefined) {
        throw new Problem('change-not-found', `The draft has no change ${number}.`);
      }
      return made(wanted.document, changes.toSpliced(number - 1, 1));
    });
  }

  /** Forgets the draft. */
  discard(editor: Editor): Promise<AccessDraft> {
    return this.change(editor, ({ wanted }) => ({ document: wanted.document, changes: [] }));
  }

  /**
   * Does what changes what the draft is for, while nobody edits it; afterwards it has another version, so that
   * whoever looked at it looks again.
   * @throws Problem `apply-running`
   */
  undisturbed(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(async () => {
      this.gate.requireOpen();
      await work();
      const stored = await readDraft(this.database.read);
      const next = { ...stored, version: stored.version + 1 };
      await this.database.write((tx) => replaceDraft(tx, next));
      this.news.changed(next.version);
    });
    this.turn = done.catch(() => undefined); // told to whoever wanted it
    return done;
  }

  /** Resolves when all that was begun before has been done; with the gate closed, nothing more comes. */
  async settled(): Promise<void> {
    await this.turn;
  }

  private change(
    { username, expected }: Editor,
    next: (draft: AccessDraft) => Pick<AccessDraft, 'document' | 'changes'>,
  ): Promise<AccessDraft> {
    const changed = this.turn.then(async () => {
      this.gate.requireOpen();
      const draft = await this.get();
      if (expected !== undefined && expected !== draft.version) throw stale(draft);
      const { document, changes } = next(draft);
      const version = draft.version + 1;
      const author = draft.author ?? username;
      const changedAt = this.news.now();
      const base = draft.wanted.number;
      const kept = changes.map(({ edit, author, at }) => ({ edit, author, at }));
      const edits = await this.seal.seal(kept, PLACE);
      const stored = kept.length === 0 ? { version } : { version, base, author, changedAt, edits };
      if (!(await this.database.write((tx) => replaceDraft(tx, stored)))) throw stale(draft);
      const { wanted } = draft;
      const about = kept.length === 0 ? {} : { author, changedAt };
      this.latest = { version, wanted, document, changes, ...about };
      this.news.changed(version);
      return this.latest;
    });
    this.turn = changed.catch(() => undefined); // told to whoever edits
    return changed;
  }

  /** One that cannot be read is none. */
  private async read(stored: StoredDraft, wanted: NumberedContent): Promise<AccessDraft> {
    const { version, author, changedAt } = stored;
    try {
      const changes = await this.seal.open<readonly DraftChange[]>(stored.edits, PLACE);
      // Edits hold hashes for files and passwords for the plugin: those for the one are not for the other.
      if (stored.base !== wanted.number) await this.wanted.requireSameBackend(stored.base);
      return { version, wanted, author, changedAt, ...made(wanted.document, changes) };
    } catch (error) {
      // revision-not-kept: the secret.key is another, or the backend.
      if (!(error instanceof Problem) || error.kind !== 'revision-not-kept') throw error;
      this.logger.warn(`The draft of ${author} is forgotten. ${error.message}`);
      return undraft(version, wanted);
    }
  }
}

const undraft = (version: number, wanted: NumberedContent): AccessDraft => ({
  ...{ version, wanted, document: wanted.document, changes: [] },
});

/** Makes the changes one after the other; what cannot be made any more is left out, and says so. */
function made(
  base: AccessDocument,
  changes: readonly DraftChange[],
): Pick<AccessDraft, 'document' | 'changes'> {
  let document = base;
  const told = changes.map(({ edit, author, at }): ConflictingChange => {
    try {
      document = edited(document, edit);
      return { edit, author, at };
    } catch (error) {
      // EditRefused: what is wanted has changed since, or a change on which this one builds was taken back.
      if (!(error instanceof EditRefused)) throw error;
      return { edit, author, at, conflict: error.message };
    }
  });
  return { document, changes: told };
}

function stale({ version }: AccessDraft): Problem {
  return new Problem(
    'draft-changed',
    `The draft has version ${version} by now: look at it again before you change it.`,
  );
}
