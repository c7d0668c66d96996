import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, Database, Problem, type Clock } from '#platform';
import {
  deliveriesBefore,
  findDelivery,
  lastDeliveries,
  requeue,
  type Delivery,
  type DeliveryFilter,
  type ListedDelivery,
} from '../store/webhook-deliveries.js';
import { GIVE_UP_AFTER_MS } from './backoff.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksService } from './webhooks.service.js';

/** What was sent to whom, and what came of it. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksService,
    private readonly sender: WebhookSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first. */
  list(filter: DeliveryFilter): Promise<readonly ListedDelivery[]> {
    return this.database.search((read) => deliveriesBefore(read, filter));
  }

  /** What was sent to each endpoint last, by its id. */
  async last(): Promise<ReadonlyMap<number, ListedDelivery>> {
    const found = await this.database.search(lastDeliveries);
    return new Map(found.map((delivery) => [delivery.endpointId, delivery]));
  }

  /** @throws Problem `delivery-not-found` */
  async get(id: string): Promise<Delivery> {
    const found = await findDelivery(this.database.read, id);
    if (found) return found;
    throw new Problem('delivery-not-found', `No delivery has the id ${id}.`);
  }

  /** Sends a test, and waits for its only attempt. @throws Problem as {@link WebhooksService.queueTest} */
  async test(endpointId: number): Promise<Delivery> {
    const id = await this.webhooks.queueTest(endpointId);
    await this.sender.wake();
    return (await this.sender.attempted(id)) ?? this.get(id);
  }

  /**
   * Tries it again soon, and for another day; also one that was given up.
   * @throws Problem `delivery-not-found`, `already-delivered`, `alerting-off`
   */
  async retry(id: string): Promise<Delivery> {
    this.webhooks.requireOn();
    const { state } = await this.get(id);
    if (state === 'delivered') {
      throw new Problem('already-delivered', 'Its receiver has answered it with success.');
    }
    const at = this.clock();
    await this.database.write((tx) => requeue(tx, id, at, at + GIVE_UP_AFTER_MS));
    await this.sender.wake();
    return this.get(id);
  }
}
