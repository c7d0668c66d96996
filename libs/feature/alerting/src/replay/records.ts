import { Injectable } from '@nestjs/common';
import type { AlertCondition } from '#domain/alert';
import { BrokerRecords } from './broker-records.js';
import { PayloadRecords } from './payload-records.js';
import { onlyNow, type Recorded } from './recorded.js';
import { TopicRecords } from './topic-records.js';
import { TrustRecords } from './trust-records.js';

/** Knows where it is recorded what a condition was like. */
@Injectable()
export class Records {
  constructor(
    private readonly broker: BrokerRecords,
    private readonly topics: TopicRecords,
    private readonly payloads: PayloadRecords,
    private readonly trust: TrustRecords,
  ) {}

  /** @throws whatever keeps the one who is asked from answering */
  async of(
    condition: AlertCondition,
    asker: { readonly at: number; readonly user: number },
  ): Promise<Recorded> {
    const { at } = asker;
    switch (condition.kind) {
      case 'broker_down':
        return this.broker.down(at);
      case 'sys_figure':
        return this.broker.figure(condition, at);
      case 'topic_silent':
        return this.topics.silence(condition, at);
      case 'field_threshold':
        return this.topics.values(condition, at);
      case 'schema_violations':
        return this.payloads.violations(condition, asker);
      case 'sparkplug_node_dead':
        return this.payloads.dead(condition, at);
      case 'login_failures':
        return this.trust.logins(condition, at);
      case 'access_drift':
        return this.trust.drift(at);
      case 'certificate_expiring':
        return onlyNow('Only how it is now: certificates of before are not kept.');
      case 'disk_low':
        return onlyNow('Only how it is now: what was free before is not kept.');
    }
  }
}
