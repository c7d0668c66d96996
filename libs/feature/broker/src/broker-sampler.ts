import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CLOCK, reasonOf, type Clock } from '#platform';
import { BrokerSamples } from './broker-samples.js';
import { BrokerService } from './broker.service.js';

const MINUTE_MS = 60_000;
/** Soon after the start as well: there are servers that are started again more often than every minute. */
const FIRST_MS = 5_000;

/**
 * Takes a sample of the broker every minute, in the middle of it: timers are a little late, and at its edge a minute
 * would now and then be left out, and the next one have two.
 */
@Injectable()
export class BrokerSampler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Broker');
  private readonly timers: Partial<Record<'first' | 'next', NodeJS.Timeout>> = {};
  private writing: Promise<void> = Promise.resolve();
  private isFailing = false;

  constructor(
    private readonly broker: BrokerService,
    private readonly samples: BrokerSamples,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.first = setTimeout(() => this.take(), FIRST_MS).unref();
    this.waitForMiddle();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    await this.writing;
  }

  private waitForMiddle(): void {
    this.timers.next = setTimeout(() => {
      this.take();
      this.waitForMiddle();
    }, untilMiddle(this.clock())).unref();
  }

  private take(): void {
    this.writing = this.writing.then(() => this.sample());
  }

  private async sample(): Promise<void> {
    try {
      await this.samples.record(this.broker.snapshot());
      this.isFailing = false;
    } catch (error) {
      // The database is locked, or its disk full: another time. Said once, since it is tried every minute.
      if (!this.isFailing)
        this.logger.error(`A sample of the broker cannot be written: ${reasonOf(error)}`);
      this.isFailing = true;
    }
  }
}

/** Milliseconds to the middle of this minute, or of the next one: a timer that comes early does not come twice. */
export function untilMiddle(now: number): number {
  const wait = ((MINUTE_MS * 3) / 2 - (now % MINUTE_MS)) % MINUTE_MS;
  return wait < MINUTE_MS / 4 ? wait + MINUTE_MS : wait;
}
