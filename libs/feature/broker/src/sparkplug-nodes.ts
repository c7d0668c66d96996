import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import {
  SparkplugUnavailable,
  startSparkplug,
  type Sparkplug,
  type SparkplugTick,
} from '#link/sparkplug';
import { Problem, WORKERS, type Workers } from '#platform';
import { BrokerService } from './broker.service.js';

const FILTERS = ['spBv1.0/#', 'STATE/+'];

/** Hears of the nodes. */
export interface SparkplugListener {
  /** At most four times a second, when messages came. */
  ticked(tick: SparkplugTick): void;
  /** All that was known is gone; counts begin at nought. */
  died(): void;
}

/** The thread that follows the Sparkplug nodes: fed by the observer, asked by features. */
@Injectable()
export class SparkplugNodes implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sparkplug');
  private readonly listeners: SparkplugListener[] = [];
  private thread: Sparkplug | undefined;

  constructor(
    private readonly broker: BrokerService,
    @Inject(WORKERS) private readonly workers: Workers,
  ) {}

  /** When the observer runs. */
  onApplicationBootstrap(): void {
    this.thread = startSparkplug({
      workerUrl: this.workers.sparkplug,
      onTick: (tick) => {
        for (const listener of this.listeners) listener.ticked(tick);
      },
      onStart: (thread) => {
        this.broker.feed('sparkplug', FILTERS, (port) => {
          thread.connect(port);
        });
      },
      onDied: (reason) => {
        this.logger.warn(`The Sparkplug thread died (${reason}) and is being started again.`);
        for (const listener of this.listeners) listener.died();
      },
    });
    this.broker.whenLost((at) => this.thread?.interrupted(at));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread?.stop();
  }

  listen(listener: SparkplugListener): void {
    this.listeners.push(listener);
  }

  /** @throws Problem `sparkplug-unavailable` */
  async ask<T>(question: (thread: Sparkplug) => Promise<T>): Promise<T> {
    if (this.thread === undefined) {
      throw new Problem('sparkplug-unavailable', 'The Sparkplug thread has not started yet.');
    }
    try {
      return await question(this.thread);
    } catch (error) {
      // SparkplugUnavailable: the thread may die or be busy at any moment; the caller may ask again.
      if (!(error instanceof SparkplugUnavailable)) throw error;
      throw new Problem('sparkplug-unavailable', error.message, { cause: error });
    }
  }
}
