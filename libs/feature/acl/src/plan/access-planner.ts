import { Injectable } from '@nestjs/common';
import { lint, type Finding } from '#domain/access';
import { Problem } from '#platform';
import type { AccessPlanDto } from '../api/plan.dto.js';
import type { ImpactDto } from '../api/impact.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import { AccessDrafts, type AccessDraft } from '../edit/access-drafts.js';
import { findingDto } from '../findings.js';
import { ImpactAssessment } from '../impact-assessment.js';
import { problemView } from '../policy-view.js';
import { DraftPolicies, type ReadPolicy } from './draft-policies.js';
import { PlanWatch } from './plan-watch.js';
import { riskOf } from './risk.js';

/** What applying the draft would do. */
@Injectable()
export class AccessPlanner {
  constructor(
    private readonly drafts: AccessDrafts,
    private readonly policies: DraftPolicies,
    private readonly backends: AccessBackends,
    private readonly impacts: ImpactAssessment,
    private readonly watch: PlanWatch,
  ) {}

  /**
   * @param userId who asks
   * @param gone aborted when nobody waits any more
   */
  async plan(userId: number, gone: AbortSignal): Promise<AccessPlanDto> {
    const draft = await this.drafts.get();
    const { version, wanted, document } = draft;
    const backend = this.backends.get();
    const inForce = await this.policies.inForce();
    const before = this.policies.read(inForce, { document: wanted.document });
    const after = this.policies.read(inForce, { document });
    const problems = this.policies.problems(after.known);
    const isSound = problems.every(({ isFatal }) => !isFatal);
    const difference = backend.difference(wanted.document, document);
    const impact = isSound ? await this.impact(before, after, { userId, gone }) : undefined;
    const clients = await this.watch.touched(
      { before: before.policy, after: after.policy },
      difference,
      gone,
    );
    const lockout = isSound
      ? this.policies.lockout(before, after, await this.policies.observed())
      : [];
    const lost = await this.policies.lostPasswords(wanted.document, document);
    const plan = {
      ...{ version, base: wanted.number, backend: backend.kind, difference, clients },
      findings: newFindings(before, after).map(findingDto),
      problems: problems.map(problemView),
      ...(impact && { impact }),
      lockout: [...lockout, ...lost],
      obstacles: [...(await this.watch.obstacles()), ...conflicts(draft)],
    };
    return { ...plan, risk: riskOf(plan) };
  }

  /** Nothing when it takes too long to work out. */
  private async impact(
    before: ReadPolicy,
    after: ReadPolicy,
    { userId, gone }: { readonly userId: number; readonly gone: AbortSignal },
  ): Promise<ImpactDto | undefined> {
    try {
      return await this.impacts.between(before.policy, after.policy, userId, gone);
    } catch (error) {
      // Hostile rules take longer than anybody waits; a plan without impact is still a plan.
      if (error instanceof Problem && error.kind === 'too-much-work') return undefined;
      throw error;
    }
  }
}

/** Those that were not there before, whatever line they are about now. */
function newFindings(before: ReadPolicy, after: ReadPolicy): Finding[] {
  const known = new Map<string, number>();
  const keyOf = ({ rule, message }: Finding) => `${rule} ${message.replaceAll(/\d+/g, '#')}`;
  for (const finding of lint(before.policy)) {
    known.set(keyOf(finding), (known.get(keyOf(finding)) ?? 0) + 1);
  }
  return lint(after.policy).filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    known.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

const conflicts = ({ changes }: AccessDraft): string[] =>
  changes.flatMap(({ conflict }, at) =>
    conflict === undefined ? [] : [`Change ${at + 1} cannot be made any more: ${conflict}`],
  );
