import { Inject, Injectable } from '@nestjs/common';
import { applied } from '#domain/change';
import { CLOCK, Database, Problem, type Actor, type Clock } from '#platform';
import { ContentSeal } from '../content-seal.js';
import type { PolicyInForce } from '../policy-source.js';
import {
  findUnended,
  recordApply,
  setToAudit,
  updateApply,
  type StoredApply,
} from '../store/access-applies.js';
import { readDraft, replaceDraft } from '../store/access-drafts.js';
import { candidate, nextNumber, recordAttempt, settleAttempt } from '../store/policy-revisions.js';
import { contentPlace } from '../wanted-access.js';
import { AccessWorkSeal, type AccessWork } from './access-work.js';

/** Who applies what, and what for. */
export interface ApplyAttempt {
  readonly work: AccessWork;
  /** As it will be seen in force. */
  readonly policy: PolicyInForce;
  readonly actor: Actor;
  readonly note?: string;
}

/** Records each step of a change before it is taken. */
@Injectable()
export class ApplyJournal {
  constructor(
    private readonly database: Database,
    private readonly seal: ContentSeal,
    private readonly works: AccessWorkSeal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock();
  }

  nextNumber(): Promise<number> {
    return nextNumber(this.database.read);
  }

  /** Takes the number; from here on it is finished or restored, also by another process. */
  async begin({ work, policy, actor, note }: ApplyAttempt): Promise<StoredApply> {
    const { from, to } = work;
    const { number, document, probe } = to;
    const startedAt = this.clock();
    const made = await candidate(policy.policy, policy.parts, startedAt);
    const content = await this.seal.seal(
      { document: applied(document), probe },
      contentPlace(number),
    );
    const sealed = await this.works.close(work);
    const about = { base: from.number, ...(note !== undefined && { note }) };
    const apply = { number, ...about, actor, startedAt, state: 'running', steps: [] } as const;
    await this.database.write(async (tx) => {
      const attempt = { ...about, candidate: made, author: actor.name, content };
      await recordAttempt(tx, number, attempt);
      await recordApply(tx, apply, sealed);
    });
    return apply;
  }

  /** Whatever comes of it, the audit trail is to say that MCM did it at its start. */
  recovers({ number }: StoredApply): Promise<void> {
    return this.database.write((tx) => setToAudit(tx, number, 'access.restore'));
  }

  record(apply: StoredApply): Promise<void> {
    return this.database.write((tx) => updateApply(tx, apply));
  }

  /** It is what is wanted from now on; the draft from which it came is one no more. */
  commit(apply: StoredApply, { isDraft }: AccessWork): Promise<void> {
    return this.database.write(async (tx) => {
      await settleAttempt(tx, apply.number, 'in-force');
      await updateApply(tx, apply);
      const draft = await readDraft(tx);
      const version = draft.version + 1;
      await replaceDraft(tx, isDraft ? { version } : { ...draft, version });
    });
  }

  async draftVersion(): Promise<number> {
    return (await readDraft(this.database.read)).version;
  }

  /** It has ended without being wanted. */
  async fail(apply: StoredApply): Promise<void> {
    const { state } = apply;
    if (state !== 'refused' && state !== 'restored' && state !== 'failed') {
      throw new Error(`A change does not end as ${state}.`);
    }
    await this.database.write(async (tx) => {
      await settleAttempt(tx, apply.number, state);
      await updateApply(tx, apply);
    });
  }

  /** The one that a process began and did not end; without the work when that cannot be read any more. */
  async findUnended(): Promise<
    { readonly apply: StoredApply; readonly work: AccessWork | undefined } | undefined
  > {
    const found = await findUnended(this.database.read);
    if (found === undefined) return undefined;
    const { work, ...apply } = found;
    try {
      return { apply, work: await this.works.open(work, apply.number) };
    } catch (error) {
      // revision-not-kept: the database was restored without its secret.key.
      if (!(error instanceof Problem) || error.kind !== 'revision-not-kept') throw error;
      return { apply, work: undefined };
    }
  }
}
