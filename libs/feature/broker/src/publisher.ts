import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { hash } from 'node:crypto';
import { BrokerPublisher } from '#link/broker';
import { CLOCK, timestamp, type AuditNote, type Clock } from '#platform';
import type { PublishDto, PublishedDto } from './api/messages.dto.js';
import { brokerProblem } from './broker-problem.js';
import { BrokerService } from './broker.service.js';
import { payloadOf, propertiesOf } from './publish-faults.js';

/** Publishes for operators. The audit trail learns what was published by size and hash, never its content. */
@Injectable()
export class Publisher implements OnApplicationShutdown {
  private readonly link: BrokerPublisher;

  constructor(
    broker: BrokerService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.link = new BrokerPublisher({ target: () => broker.target() });
  }

  async publish(message: PublishDto, note: AuditNote): Promise<PublishedDto> {
    const { topic, qos, retain } = message;
    note.about(topic);
    const payload = payloadOf(message);
    const properties = propertiesOf(message.properties, payload);
    const fingerprint = { payloadBytes: payload.length, sha256: hash('sha256', payload) };
    // Before it is sent: a broker that does not acknowledge a message may have taken it all the same.
    note.attempts({ ...fingerprint, qos, retain });
    const outcome = await this.link
      .publish({ topic, payload, qos, retain, properties })
      .catch((error: unknown) => {
        throw brokerProblem(error);
      });
    return {
      ...{ topic, ...fingerprint },
      publishedAt: timestamp(this.clock()),
      acknowledged: outcome.acknowledged,
      ...(outcome.noSubscribers && { noSubscribers: true }),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link.close();
  }
}
