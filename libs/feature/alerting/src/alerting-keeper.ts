import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CLOCK, CONFIG, Database, reasonOf, type Clock, type Config } from '#platform';
import { forgetIncidents } from './store/alert-incidents.js';
import { forgetDeliveries } from './store/webhook-deliveries.js';
import { WebhookSender } from './webhook/webhook-sender.js';

const EVERY_MS = 3_600_000;

/** Lets go, once an hour, what is no longer kept. */
@Injectable()
export class AlertingKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly sender: WebhookSender,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.alerting.enabled) return;
    this.timer = setInterval(() => void this.tidy(), EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async tidy(): Promise<void> {
    try {
      await this.sender.tidy();
      await this.database.write(async (tx) => {
        await forgetDeliveries(tx, this.clock());
        await forgetIncidents(tx);
      });
    } catch (error) {
      // The database is locked, or its disk full: another time.
      this.logger.error(`Old incidents and deliveries cannot be removed now: ${reasonOf(error)}`);
    }
  }
}
