import { Injectable, Logger } from '@nestjs/common';
import type { AccessDocument, Edit } from '#domain/change';
import { Database, Problem, runInSlices } from '#platform';
import { ApplyGate } from '../apply/apply-gate.js';
import type { NumberedContent } from '../backend/revision-content.js';
import { ContentSeal } from '../content-seal.js';
import { WantedAccess } from '../wanted-access.js';
import { readDraft, replaceDraft, type NoDraft, type StoredDraft } from '../store/access-drafts.js';
import {
  made,
  requireRoom,
  withEdits,
  type ConflictingChange,
  type DraftChange,
} from './draft-changes.js';
import { DraftNews } from './draft-news.js';
import { editProblem } from './edit-problem.js';

const PLACE = 'access-draft';

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
  private reading:
    | (Pick<AccessDraft, 'version' | 'wanted'> & { readonly draft: Promise<AccessDraft> })
    | undefined;
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
    const { version } = stored;
    const isIt = (one: Pick<AccessDraft, 'version' | 'wanted'> | undefined) =>
      one?.version === version && one.wanted === wanted;
    if (this.latest && isIt(this.latest)) return this.latest;
    // It may take its time, and all who ask meanwhile wait for the same.
    if (!this.reading || !isIt(this.reading)) {
      this.reading = { version, wanted, draft: this.read(stored, wanted) };
    }
    const { reading } = this;
    try {
      const draft = await reading.draft;
      if ((this.latest?.version ?? 0) <= version) this.latest = draft;
      return draft;
    } finally {
      if (this.reading === reading) this.reading = undefined;
    }
  }

  /**
   * Adds edits, all or none.
   * @throws Problem `draft-changed`, and what {@link editProblem} makes of an edit that cannot be made
   */
  edit(edits: readonly Edit[], editor: Editor): Promise<AccessDraft> {
    return this.change(editor, async (draft) => {
      const at = this.news.now();
      const added = edits.map((edit) => ({ edit, author: editor.username, at }));
      const changes = [...draft.changes, ...added];
      requireRoom(changes);
      try {
        const document = await runInSlices(withEdits(draft.document, edits));
        return { document, changes };
      } catch (error) {
        // EditRefused: whether an edit can be made is known by making it.
        throw editProblem(error);
      }
    });
  }

  /** Takes back one change; those after it are made again without it. @throws Problem `change-not-found` */
  undo(number: number, editor: Editor): Promise<AccessDraft> {
    return this.change(editor, async ({ wanted, changes }) => {
      if (changes[number - 1] === undefined) {
        throw new Problem('change-not-found', `The draft has no change ${number}.`);
      }
      return runInSlices(made(wanted.document, changes.toSpliced(number - 1, 1)));
    });
  }

  /** Forgets the draft. */
  discard(editor: Editor): Promise<AccessDraft> {
    return this.change(editor, ({ wanted }) =>
      Promise.resolve({ document: wanted.document, changes: [] }),
    );
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
    next: (draft: AccessDraft) => Promise<Pick<AccessDraft, 'document' | 'changes'>>,
  ): Promise<AccessDraft> {
    const changed = this.turn.then(async () => {
      this.gate.requireOpen();
      const draft = await this.get();
      if (expected !== undefined && expected !== draft.version) throw stale(draft);
      const { document, changes } = await next(draft);
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
  private async read(stored: StoredDraft | NoDraft, wanted: NumberedContent): Promise<AccessDraft> {
    if (!('edits' in stored)) return undraft(stored.version, wanted);
    const { version, author, changedAt } = stored;
    try {
      const changes = await this.seal.open<readonly DraftChange[]>(stored.edits, PLACE);
      // Edits hold hashes for files and passwords for the plugin: those for the one are not for the other.
      if (stored.base !== wanted.number) await this.wanted.requireSameBackend(stored.base);
      const document = await runInSlices(made(wanted.document, changes));
      return { version, wanted, author, changedAt, ...document };
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

function stale({ version }: AccessDraft): Problem {
  return new Problem(
    'draft-changed',
    `The draft has version ${version} by now: look at it again before you change it.`,
  );
}
