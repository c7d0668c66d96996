import { Inject, Injectable } from '@nestjs/common';
import type { Policy } from '#domain/access';
import { passwordChanges, type AccessDocument } from '#domain/change';
import { BrokerService } from '#feature/broker';
import { BrokerUnreachable } from '#link/broker';
import { CONFIG, Problem, type Config } from '#platform';
import { AccessBackends } from '../backend/access-backends.js';
import { requireAnswer } from '../backend/broker-probes.js';
import { isOwnPassword } from '../backend/own-password.js';
import type { RevisionContent } from '../backend/revision-content.js';
import { Brokers } from '../brokers.js';
import type { KnownPolicy } from '../known-policy.js';
import { policyOf } from '../policy-of.js';
import { policyProblems, type PolicyProblem } from '../policy-problems.js';
import { Revisions } from '../revisions.js';
import { unkeptWildcards } from './unkept-wildcards.js';
import { commandsLost, lockout, lostPasswords, type OwnAccounts } from './lockout.js';

/** A policy in both forms. */
export interface ReadPolicy {
  readonly known: KnownPolicy;
  readonly policy: Policy;
}

const MOST_TOPICS = 1_000;

/** What the broker decides by before and after a change. */
@Injectable()
export class DraftPolicies {
  constructor(
    private readonly backends: AccessBackends,
    private readonly revisions: Revisions,
    private readonly brokers: Brokers,
    private readonly broker: BrokerService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async inForce(): Promise<KnownPolicy> {
    return (await this.revisions.current()).policy;
  }

  read(inForce: KnownPolicy, content: RevisionContent): ReadPolicy {
    const { policy: known } = this.backends.get().policy(inForce, content);
    return { known, policy: policyOf(known, this.brokers.reader().version) };
  }

  /** What is wrong with a policy; for a broker of which it is not known what it is, as the pickier version sees it. */
  problems(known: KnownPolicy): readonly PolicyProblem[] {
    const isSeen = this.brokers.reader().seen !== undefined;
    const all = this.brokers.candidates().map((version) => {
      const policy = policyOf(known, version);
      return [...policyProblems(known, policy), ...(isSeen ? unkeptWildcards(policy) : [])];
    });
    return all.find((problems) => problems.some(({ isFatal }) => isFatal)) ?? all[0] ?? [];
  }

  /**
   * Keeps a change from being begun that the broker could neither take nor prove. One that MCM runs itself is being
   * started again, and is waited for.
   * @throws Problem `broker-unavailable`
   */
  async requireBroker(): Promise<void> {
    if (this.config.mosquitto.managed) return;
    try {
      await requireAnswer(await this.broker.target());
    } catch (error) {
      // The broker may be gone at any moment.
      if (!(error instanceof BrokerUnreachable)) throw error;
      const detail = `Nothing was changed, since the broker does not answer: ${error.message} Start it, and apply again.`;
      throw new Problem('broker-unavailable', detail, { cause: error });
    }
  }

  /** Names of topics that were observed; none while the observer does not answer. */
  async observed(): Promise<readonly string[]> {
    try {
      return (await this.broker.topicNames(MOST_TOPICS)).names;
    } catch (error) {
      // observer-unavailable: it is being started again.
      if (!(error instanceof Problem) || error.kind !== 'observer-unavailable') throw error;
      return [];
    }
  }

  /** What MCM itself could no longer do, a sentence each. */
  lockout(before: ReadPolicy, after: ReadPolicy, topics: readonly string[]): readonly string[] {
    return lockout(before.policy, after.policy, this.ownAccounts(), topics);
  }

  /** What MCM could no longer do that it needs for the change itself, a sentence each. */
  commandsLost(before: ReadPolicy, after: ReadPolicy): readonly string[] {
    if (this.backends.kind !== 'dynamic-security') return [];
    return commandsLost(before.policy, after.policy, this.ownAccounts());
  }

  /** MCM's own passwords that would be others, a sentence each. */
  async lostPasswords(from: AccessDocument, to: AccessDocument): Promise<readonly string[]> {
    const changed = passwordChanges(from, to);
    const { username, password } = await this.broker.target();
    const { control } = this.config.mosquitto.access;
    const lost = new Set<string>();
    for (const [name, known] of [
      [username, password],
      [control.username, control.password?.reveal()],
    ]) {
      if (name === undefined || !changed.includes(name)) continue;
      if (!(await isOwnPassword(to, name, known))) lost.add(name);
    }
    return lostPasswords(this.ownAccounts(), lost);
  }

  private ownAccounts(): OwnAccounts {
    const observer = this.broker.username();
    const control = this.config.mosquitto.access.control.username;
    return {
      ...(observer !== undefined && { observer }),
      ...(control !== undefined && { control }),
    };
  }
}
