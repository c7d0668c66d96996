import { Injectable } from '@nestjs/common';
import type { ActiveInstance, AlertCondition, Reading, RuleKind } from '#domain/alert';
import { BrokerReader } from './broker-reader.js';
import { HostReader } from './host-reader.js';
import { PayloadReader } from './payload-reader.js';
import { TopicReader } from './topic-reader.js';
import { TrustReader } from './trust-reader.js';

const SECOND_MS = 1_000;

/** How often each kind is looked at, in milliseconds: as it costs, and as fast as it can change. */
export const LOOK_EVERY_MS: Readonly<Record<RuleKind, number>> = {
  broker_down: SECOND_MS,
  topic_silent: 3 * SECOND_MS,
  field_threshold: 3 * SECOND_MS,
  schema_violations: 3 * SECOND_MS,
  sys_figure: SECOND_MS,
  login_failures: 3 * SECOND_MS,
  access_drift: 5 * SECOND_MS,
  certificate_expiring: 60 * SECOND_MS,
  disk_low: 10 * SECOND_MS,
  sparkplug_node_dead: 3 * SECOND_MS,
};

/** Knows whom to ask about which condition. */
@Injectable()
export class AlertReadings {
  constructor(
    private readonly broker: BrokerReader,
    private readonly topics: TopicReader,
    private readonly payloads: PayloadReader,
    private readonly trust: TrustReader,
    private readonly host: HostReader,
  ) {}

  /** @throws whatever keeps the one who is asked from answering: nobody knows then */
  async read(
    condition: AlertCondition,
    active: readonly ActiveInstance[],
    at: number,
  ): Promise<Reading> {
    const about = { active, at };
    switch (condition.kind) {
      case 'broker_down':
        return this.broker.down({ condition, ...about });
      case 'sys_figure':
        return this.broker.figure({ condition, ...about });
      case 'topic_silent':
        return this.topics.silent({ condition, ...about });
      case 'field_threshold':
        return this.topics.exceeding({ condition, ...about });
      case 'login_failures':
        return this.trust.logins({ condition, ...about });
      case 'access_drift':
        return this.trust.drifted();
      case 'certificate_expiring':
        return this.host.certificates({ condition, ...about });
      case 'disk_low':
        return this.host.disk({ condition, ...about });
      case 'schema_violations':
        return this.payloads.violations({ condition, ...about });
      case 'sparkplug_node_dead':
        return this.payloads.dead({ condition, ...about });
    }
  }
}
