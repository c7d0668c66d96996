import { Injectable } from '@nestjs/common';
import { clientsTouched, type PolicyChange } from '#domain/change';
import { BrokerService } from '#feature/broker';
import type { SurvivorDto, SurvivorsDto } from '../api/apply.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import type { NumberedContent } from '../backend/revision-content.js';
import { Brokers } from '../brokers.js';
import type { KnownPolicy } from '../known-policy.js';
import { LongWork } from '../long-work.js';
import { policyOf } from '../policy-of.js';

/** Until the broker's log has told who was disconnected. */
const LOG_MS = 1_000;
const MOST_SURVIVORS = 500;

/** Finds clients that hold a subscription to which they have lost the right. */
@Injectable()
export class Survivors {
  constructor(
    private readonly backends: AccessBackends,
    private readonly brokers: Brokers,
    private readonly broker: BrokerService,
    private readonly work: LongWork,
  ) {}

  /** A moment after the change, when the log has told who was disconnected by it. */
  async find(
    inForce: KnownPolicy,
    from: NumberedContent,
    to: NumberedContent,
  ): Promise<SurvivorsDto> {
    await new Promise((resolve) => setTimeout(resolve, LOG_MS));
    const { canDisconnect } = this.backends.get();
    const { subscriptionsLogged: known, clients: live } = await this.broker.liveClients();
    const change = this.changeOf(inForce, from, to);
    const touched = await this.work.run(clientsTouched(live, change), new AbortController().signal);
    const survivors = new Map<string, SurvivorDto>();
    for (const { client, effect, filters } of touched) {
      if (effect === 'gains' || filters.length === 0) continue;
      const { clientId, username } = client;
      const earlier = survivors.get(clientId);
      survivors.set(clientId, {
        clientId,
        ...(username !== undefined && { username }),
        filters: [...new Set([...(earlier?.filters ?? []), ...filters])],
        stillReceives: earlier?.stillReceives === true || effect === 'keeps-subscription',
      });
    }
    return { known, clients: [...survivors.values()].slice(0, MOST_SURVIVORS), canDisconnect };
  }

  private changeOf(inForce: KnownPolicy, from: NumberedContent, to: NumberedContent): PolicyChange {
    const { version } = this.brokers.reader();
    const [before, after] = [from, to].map((content) =>
      policyOf(this.backends.get().policy(inForce, content).policy, version),
    );
    if (!before || !after) throw new Error('Two contents make two policies.');
    return { before, after, disconnects: new Map() };
  }
}
