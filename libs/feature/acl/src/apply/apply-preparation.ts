import { Injectable } from '@nestjs/common';
import { EditRefused, type AccessDocument } from '#domain/change';
import { Problem } from '#platform';
import type { ApplyRequest } from '../api/apply.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import type { NumberedContent } from '../backend/revision-content.js';
import { AccessDrafts, type AccessDraft } from '../edit/access-drafts.js';
import { everybody } from '../impact-assessment.js';
import type { KnownPolicy } from '../known-policy.js';
import { DraftPolicies, type ReadPolicy } from '../plan/draft-policies.js';
import { requireSound } from '../policy-problems.js';
import { AccessDrift } from './access-drift.js';
import type { ApplyAttempt } from './apply-journal.js';
import { ApplyTurn, type Turn } from './apply-turn.js';
import { shadowSample } from './shadow-sample.js';

/** What is ready to be applied, whoever does. */
export interface Prepared {
  readonly turn: Turn;
  readonly attempt: Omit<ApplyAttempt, 'actor'>;
}

interface Wish {
  readonly from: NumberedContent;
  readonly document: AccessDocument;
  readonly isDraft: boolean;
  /** Though MCM loses what it needs. */
  readonly force: boolean;
}

/** Finds out whether something can be applied, and what that takes. The broker is not touched yet. */
@Injectable()
export class ApplyPreparation {
  constructor(
    private readonly turns: ApplyTurn,
    private readonly drafts: AccessDrafts,
    private readonly drift: AccessDrift,
    private readonly policies: DraftPolicies,
    private readonly backends: AccessBackends,
  ) {}

  /**
   * @throws Problem `apply-running`, `draft-changed`, `draft-outdated`, `nothing-to-apply`, `access-drifted`,
   * `policy-invalid`, `would-lock-out`, `broker-unavailable`
   */
  ofDraft({ version, force = false, note }: ApplyRequest): Promise<Prepared> {
    return this.inTurn(async (turn, inForce) => {
      const draft = await this.drafts.get();
      requireReady(draft, version);
      await this.drift.requireNone();
      const { wanted: from, document } = draft;
      const wish = { from, document, isDraft: true, force };
      const attempt = await this.prepare(turn, inForce, wish);
      return { ...attempt, ...(note !== undefined && note !== '' && { note }) };
    });
  }

  /** What is wanted, to be brought back. @throws Problem `apply-running`, `not-drifted`, `policy-invalid`, `broker-unavailable` */
  ofWanted(): Promise<Prepared> {
    return this.inTurn(async (turn, inForce) => {
      const seen = await this.drift.require();
      const { wanted } = await this.drafts.get();
      const there = await this.backends.get().read(wanted.document);
      const from = { number: seen, document: there };
      const wish = { from, document: wanted.document, isDraft: false, force: true };
      const note = `Revision ${wanted.number} brought back`;
      return { ...(await this.prepare(turn, inForce, wish)), note };
    });
  }

  private async inTurn(
    work: (turn: Turn, inForce: KnownPolicy) => Promise<Prepared['attempt']>,
  ): Promise<Prepared> {
    this.backends.get(); // who only reads is told that, whatever else there is
    const inForce = await this.policies.inForce();
    const turn = await this.turns.take();
    try {
      // An edit that was let in before would else be forgotten with the draft that is applied without it.
      await this.drafts.settled();
      return { turn, attempt: await work(turn, inForce) };
    } catch (error) {
      turn.release();
      throw error;
    }
  }

  private async prepare(
    { number }: Turn,
    inForce: KnownPolicy,
    { from, document, isDraft, force }: Wish,
  ): Promise<Prepared['attempt']> {
    const backend = this.backends.get();
    const to = { number, document, probe: await backend.probe(number) };
    const before = this.policies.read(inForce, from);
    const after = this.readWithProbe(inForce, to);
    requireSound(this.policies.problems(after.known), () => '');
    const topics = await this.policies.observed();
    this.requireCommands(before, after);
    const lost = [
      ...this.policies.lockout(before, after, topics),
      ...(await this.policies.lostPasswords(from.document, document)),
    ];
    if (lost.length > 0 && !force) {
      throw new Problem(
        'would-lock-out',
        `${lost.join(' ')} Apply it with force if that is meant.`,
      );
    }
    await this.policies.requireBroker();
    const exact = await backend.exact(from.document);
    const clients = everybody(before.policy, after.policy);
    const questions = shadowSample(before.policy, after.policy, clients, topics);
    const start = { ...from, ...(exact && { exact }) };
    return {
      work: { from: start, to, inForce, questions, isDraft },
      policy: backend.policy(inForce, to),
    };
  }

  /** @throws Problem `policy-invalid` where the files have no place for the probe */
  private readWithProbe(inForce: KnownPolicy, to: NumberedContent): ReadPolicy {
    try {
      return this.policies.read(inForce, to);
    } catch (error) {
      // EditRefused: the broker would not read what is added, such as behind a NUL byte.
      if (!(error instanceof EditRefused)) throw error;
      throw new Problem('policy-invalid', error.message, { cause: error });
    }
  }

  /** @throws Problem `would-lock-out`, whether it is forced or not */
  private requireCommands(before: ReadPolicy, after: ReadPolicy): void {
    const lost = this.policies.commandsLost(before, after);
    if (lost.length === 0) return;
    throw new Problem(
      'would-lock-out',
      `${lost.join(' ')} MCM could not bring this change to its end: name another account in mosquitto.access.control first.`,
    );
  }
}

function requireReady(draft: AccessDraft, version: number): void {
  if (draft.version !== version) {
    const detail = `The draft has version ${draft.version} by now: read its plan before you apply it.`;
    throw new Problem('draft-changed', detail);
  }
  if (draft.changes.length === 0) {
    throw new Problem('nothing-to-apply', 'There is no draft.');
  }
  const conflict = draft.changes.find((change) => change.conflict !== undefined)?.conflict;
  if (conflict !== undefined) {
    const detail = `A change of the draft cannot be made any more: ${conflict} Take it back.`;
    throw new Problem('draft-outdated', detail);
  }
}
