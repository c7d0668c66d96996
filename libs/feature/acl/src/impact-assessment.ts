import { Injectable } from '@nestjs/common';
import { aclSections, impactSteps, type Client, type Impact, type Policy } from '#domain/access';
import { BrokerService } from '#feature/broker';
import { Turns } from '#platform';
import { clientOf, rulingView } from './answers.js';
import type {
  AffectedClientDto,
  FlipGroupDto,
  ImpactDto,
  ImpactRequestDto,
} from './api/impact.dto.js';
import { LongWork } from './long-work.js';
import { Policies } from './policies.js';

/** Topics that are asked about when none are given. */
const MOST_TOPICS = 100_000;
const MOST_GROUPS = 200;
const MOST_AFFECTED = 1_000;
const TURNS = { atOnce: 1, ofOne: 2 };

interface Topics {
  readonly names: readonly string[];
  /** Absent when they were given. */
  readonly areMore?: boolean;
}

/** Works out what a change of policy changes: one at a time, beside everything else that the server does. */
@Injectable()
export class ImpactAssessment {
  private readonly turns = new Turns(TURNS);

  constructor(
    private readonly policies: Policies,
    private readonly broker: BrokerService,
    private readonly work: LongWork,
  ) {}

  /**
   * @param userId who asks
   * @param gone aborted when nobody waits any more
   * @throws Problem `too-many-requests`, `observer-unavailable`, and as {@link Policies.findSound} and {@link LongWork.run}
   */
  assess(request: ImpactRequestDto, userId: number, gone: AbortSignal): Promise<ImpactDto> {
    return this.turns.take(userId, () => this.assessNow(request, gone));
  }

  /** The same of two policies at hand, for everybody and all topics that were observed. */
  between(before: Policy, after: Policy, userId: number, gone: AbortSignal): Promise<ImpactDto> {
    return this.turns.take(userId, async () => {
      const topics = await this.broker.topicNames(MOST_TOPICS);
      return this.compared([before, after], everybody(before, after), topics, gone);
    });
  }

  private async assessNow(
    { before = {}, after, broker, ...wish }: ImpactRequestDto,
    gone: AbortSignal,
  ): Promise<ImpactDto> {
    const old = await this.policies.findSound(before, broker, '/before');
    const now = await this.policies.findSound(after, broker, '/after');
    const clients = wish.clients?.map(clientOf) ?? everybody(old.policy, now.policy);
    const topics: Topics = wish.topics
      ? { names: wish.topics }
      : await this.broker.topicNames(MOST_TOPICS);
    return this.compared([old.policy, now.policy], clients, topics, gone);
  }

  private async compared(
    [before, after]: readonly [Policy, Policy],
    clients: readonly Client[],
    { names, areMore }: Topics,
    gone: AbortSignal,
  ): Promise<ImpactDto> {
    const found = await this.work.run(impactSteps(before, after, clients, names), gone);
    return {
      broker: after.broker.line,
      ...(areMore !== undefined && { moreObserved: areMore }),
      ...impactView(found),
    };
  }
}

/** Whoever is named in any policy, each with the name for its client id, and a client that names no user. */
export function everybody(...policies: readonly Policy[]): Client[] {
  const names = new Set(policies.flatMap(usersOf));
  return [{ clientId: '' }, ...[...names].map((username) => ({ username, clientId: username }))];
}

function usersOf({ aclFile, passwordFile, dynsec }: Policy): string[] {
  return [
    ...(passwordFile?.users ?? []).map(({ username }) => username),
    ...(dynsec?.clients ?? []).map(({ username }) => username),
    ...(aclFile ? aclSections(aclFile).users.keys() : []),
  ];
}

function impactView(found: Impact): Omit<ImpactDto, 'broker' | 'moreObserved'> {
  const { clients, topics, gained, lost, unchanged, groups, others, affected } = found;
  return {
    ...{ clients, topics, gained, lost, unchanged },
    groups: groups.slice(0, MOST_GROUPS).map(groupView),
    groupsLeftOff: Math.max(0, groups.length - MOST_GROUPS),
    ...(others && { others }),
    affected: affected.slice(0, MOST_AFFECTED).map(affectedView),
    affectedLeftOff: Math.max(0, affected.length - MOST_AFFECTED),
  };
}

function groupView({ before, after, examples, ...group }: Impact['groups'][number]): FlipGroupDto {
  return {
    ...group,
    before: rulingView(before),
    after: rulingView(after),
    examples: [...examples],
  };
}

function affectedView({ login, ...affected }: Impact['affected'][number]): AffectedClientDto {
  if (login === undefined) return affected;
  const { change, before, after } = login;
  return { ...affected, login: { change, before: rulingView(before), after: rulingView(after) } };
}
