import { Injectable } from '@nestjs/common';
import { Answerer } from './answers.js';
import type { ExplainAnswersDto, ExplainRequestDto } from './api/explain.dto.js';
import type { LintDto, LintRequestDto } from './api/lint.dto.js';
import type { AccessPolicyDto } from './api/policy.dto.js';
import type { AccessRevisionPageDto, RevisionsQuery } from './api/revisions.dto.js';
import { Brokers } from './brokers.js';
import { Findings } from './findings.js';
import { LongWork } from './long-work.js';
import { Policies } from './policies.js';
import { policyView, revisionView } from './policy-view.js';
import { Revisions } from './revisions.js';

/** Who may do what on the broker, and why. */
@Injectable()
export class AclService {
  constructor(
    private readonly revisions: Revisions,
    private readonly policies: Policies,
    private readonly brokers: Brokers,
    private readonly findings: Findings,
    private readonly work: LongWork,
  ) {}

  /** The policy in force, as its files read now. */
  async policy(): Promise<AccessPolicyDto> {
    const seen = await this.revisions.current();
    return policyView(seen, this.brokers.reader(), this.brokers.startedAt());
  }

  async listRevisions({ limit, cursor }: RevisionsQuery): Promise<AccessRevisionPageDto> {
    const before = cursor ?? Number.MAX_SAFE_INTEGER;
    const found = await this.revisions.list(before, limit + 1);
    const shown = found.slice(0, limit).map(revisionView);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return { revisions: shown, ...(last && { nextCursor: String(last.number) }) };
  }

  async revision(number: number): Promise<AccessPolicyDto> {
    return policyView(await this.revisions.get(number), this.brokers.reader());
  }

  /** What the broker answers to each question, in their order; given up when `gone` is aborted. */
  async explain(
    { broker, questions, ...ref }: ExplainRequestDto,
    gone: AbortSignal,
  ): Promise<ExplainAnswersDto> {
    const { policy, reader, revision } = await this.policies.findSound(ref, broker);
    return {
      broker: reader.version.line,
      ...(revision !== undefined && { revision }),
      answers: await this.work.run(new Answerer(policy).answers(questions), gone),
    };
  }

  /** What people should look at in a policy, also in one that the broker would not take. */
  async lint({ broker, ...ref }: LintRequestDto): Promise<LintDto> {
    const { known, policy, reader, revision } = await this.policies.find(ref, broker);
    return {
      broker: reader.version.line,
      ...(revision !== undefined && { revision }),
      findings: this.findings.of(known, policy),
    };
  }
}
