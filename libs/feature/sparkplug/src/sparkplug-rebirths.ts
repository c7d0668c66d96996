import { Inject, Injectable } from '@nestjs/common';
import { NAMESPACE, rebirthCommand } from '#domain/sparkplug';
import { Publisher } from '#feature/broker';
import { CLOCK, timestamp, type AuditNote, type Clock } from '#platform';
import type { SparkplugRebirthDto } from './api/sparkplug.dto.js';
import { RebirthLimit } from './rebirth-limit.js';
import { SparkplugService } from './sparkplug.service.js';

/** Asks nodes for their births, one at a time and not too often: each answers with all that it has. */
@Injectable()
export class SparkplugRebirths {
  private readonly limit = new RebirthLimit();

  constructor(
    private readonly sparkplug: SparkplugService,
    private readonly publisher: Publisher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async request(id: string, note: AuditNote): Promise<SparkplugRebirthDto> {
    note.about(id);
    const { group, node } = (await this.sparkplug.detail(id)).node;
    note.about(id, `${group}/${node}`);
    const at = this.clock();
    this.limit.take(id, at);
    const topic = `${NAMESPACE}/${group}/NCMD/${node}`;
    const payload = Buffer.from(rebirthCommand(at)).toString('base64');
    // 6.4.23: commands are QoS 0 and not retained.
    const sending = this.publisher.publish(
      { topic, payload, format: 'base64', qos: 0, retain: false },
      note,
    );
    // The trail is to name the node; the publisher named the topic.
    note.about(id, `${group}/${node}`);
    await sending;
    return { topic, requestedAt: timestamp(at) };
  }
}
