import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import {
  Judge,
  type Example,
  type JudgeTick,
  type SchemaCounts,
  type TopicCounts,
} from '#link/judge';
import { CLOCK, WORKERS, type Clock, type Workers } from '#platform';
import type { JsonSchema } from './json-schema.js';
import { SchemaMetrics } from './schema-metrics.js';
import { SchemaNews } from './schema-news.js';

const NONE: SchemaCounts = {
  ...{ judged: 0, violations: 0, violationsPerMinute: 0 },
  skipped: { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 },
};

/** The schemas that messages are judged by as they come, and what became of the messages. */
@Injectable()
export class LiveSchemas implements OnApplicationShutdown {
  private readonly logger = new Logger('Schemas');
  private running: Judge | undefined;
  private bound: readonly JsonSchema[] = [];

  constructor(
    private readonly broker: BrokerService,
    private readonly metrics: SchemaMetrics,
    private readonly news: SchemaNews,
    @Inject(WORKERS) private readonly workers: Workers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** From now on these are the schemas that there are. */
  replace(schemas: readonly JsonSchema[]): void {
    this.bound = schemas;
    this.metrics.name(schemas);
    this.judge.replace(schemas);
  }

  /** All of them, by name, also those that are not judged by now. */
  get schemas(): readonly JsonSchema[] {
    return this.bound;
  }

  counts(id: number): SchemaCounts {
    return this.judge.counts(id) ?? NONE;
  }

  /** Why it is not judged though it is enabled, if so. */
  suspension(id: number): string | undefined {
    return this.judge.suspension(id);
  }

  topics(id: number): ReturnType<Judge['topics']> {
    return this.judge.topics(id);
  }

  topic(id: number, name: string): TopicCounts | undefined {
    return this.judge.topic(id, name);
  }

  /** Latest first. */
  examples(id: number): readonly Example[] {
    return this.judge.examples(id);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running?.stop();
  }

  /** Made when it is first needed, which is when the observer runs. */
  private get judge(): Judge {
    this.running ??= new Judge({
      workerUrl: this.workers.judge,
      feed: (filters, connect) => {
        this.broker.feed('schemas', filters, connect);
      },
      onTick: (tick) => {
        this.take(tick);
      },
      onTrouble: (message) => {
        this.logger.warn(message);
      },
      now: this.clock,
    });
    return this.running;
  }

  private take(tick: JudgeTick): void {
    this.metrics.record(tick);
    this.news.tell(tick.verdicts);
  }
}
