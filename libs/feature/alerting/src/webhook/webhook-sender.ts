import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, CONFIG, Database, Metrics, reasonOf, type Clock, type Config } from '#platform';
import {
  countQueued,
  dueDeliveries,
  expireDeliveries,
  findDelivery,
  type Delivery,
} from '../store/webhook-deliveries.js';
import { allEndpoints } from '../store/webhook-endpoints.js';
import { WebhookAttempt } from './webhook-attempt.js';

const EVERY_MS = 1_000;

/**
 * Sends what waits, one after the other for each endpoint, so that none waits for the receiver of another. While
 * nothing waits, it does nothing.
 */
@Injectable()
export class WebhookSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  /** By endpoint. */
  private readonly underway = new Map<number, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private queued = 0;
  private stopping = false;
  private trouble: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly attempts: WebhookAttempt,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.measure();
    if (!this.config.alerting.enabled) return;
    this.timer = setInterval(() => {
      if (this.queued > 0) void this.send();
    }, EVERY_MS).unref();
    void this.send();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.underway.values());
  }

  /** There may be something to send. */
  async wake(): Promise<void> {
    await this.measure();
    void this.send();
  }

  /** Sends all that is due, and waits until it is answered or has failed. */
  async settle(): Promise<void> {
    await this.send();
    while (this.underway.size > 0) {
      await Promise.all(this.underway.values());
      await this.looking;
    }
  }

  /** The delivery after its first attempt; as it is when none can be made. */
  async attempted(id: string): Promise<Delivery | undefined> {
    for (;;) {
      await this.send();
      const delivery = await findDelivery(this.database.read, id);
      const isWaiting = delivery?.state === 'queued' && delivery.attempts === 0;
      if (!isWaiting || this.underway.size === 0) return delivery;
      await Promise.race(this.underway.values());
    }
  }

  /** Begins what is due and can begin. */
  private send(): Promise<void> {
    this.looking = this.looking.then(() => this.look());
    return this.looking;
  }

  private async look(): Promise<void> {
    if (this.stopping || !this.config.alerting.enabled) return;
    // Those that end while this looks are not free for what it saw: it may have been sent by then.
    const busy = new Set(this.underway.keys());
    try {
      const at = this.clock();
      const due = await dueDeliveries(this.database.read, at);
      const endpoints = new Map(
        (await allEndpoints(this.database.read)).map((one) => [one.id, one]),
      );
      for (const delivery of due) {
        const endpoint = endpoints.get(delivery.endpointId);
        if (endpoint && !busy.has(endpoint.id))
          this.begin(endpoint.id, () => this.attempts.run(delivery, endpoint));
      }
    } catch (error) {
      this.tellTrouble(error);
    }
  }

  /** Gives up what waits for disabled endpoints, and counts. */
  async tidy(): Promise<void> {
    await this.database.write((tx) => expireDeliveries(tx, this.clock()));
    await this.measure();
  }

  private begin(endpointId: number, attempt: () => Promise<void>): void {
    this.underway.set(endpointId, this.finish(endpointId, attempt));
  }

  private async finish(endpointId: number, attempt: () => Promise<void>): Promise<void> {
    try {
      await attempt();
      await this.measure();
      this.trouble = undefined;
    } catch (error) {
      this.tellTrouble(error);
    } finally {
      this.underway.delete(endpointId);
    }
    // The next one of this endpoint.
    if (this.queued > 0 && this.trouble === undefined) void this.send();
  }

  private async measure(): Promise<void> {
    this.queued = await countQueued(this.database.read);
    this.metrics.webhookQueue.set(this.queued);
  }

  /** The database is locked, or its disk full: in a second, it is tried again. */
  private tellTrouble(error: unknown): void {
    const reason = reasonOf(error);
    if (this.trouble !== reason) this.logger.error(`Webhooks cannot be sent now: ${reason}`);
    this.trouble = reason;
  }
}
