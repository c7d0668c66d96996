import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import { CLOCK, CONFIG, type Clock, type Config } from '#platform';

const EVERY_MS = 10_000;
/** An hour. */
const MOST_POINTS = 360;
/** Mosquitto has about 55. */
const MOST_FIGURES = 200;

export interface FigurePoint {
  readonly at: number;
  /** Absent: it was not known then. */
  readonly value?: number;
}

/** The numbers below `$SYS` of the last hour, one every ten seconds: what a rule is tried on. */
@Injectable()
export class FigureHistory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly times: number[] = [];
  private readonly figures = new Map<string, (number | undefined)[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: BrokerService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.alerting.enabled) return;
    this.timer = setInterval(() => {
      this.record();
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Oldest first; empty when it was never a number. */
  of(topic: string): readonly FigurePoint[] {
    const values = this.figures.get(topic);
    if (values === undefined) return [];
    return this.times.map((at, index) => {
      const value = values[index];
      return { at, ...(value !== undefined && { value }) };
    });
  }

  record(): void {
    const { connection, sys } = this.broker.snapshot();
    const known = connection.status === 'connected' ? sys.figures : [];
    const numbers = new Map(
      known.flatMap(({ topic, value }) => (typeof value === 'number' ? [[topic, value]] : [])),
    );
    for (const topic of numbers.keys()) {
      if (this.figures.size >= MOST_FIGURES) break;
      if (!this.figures.has(topic))
        this.figures.set(
          topic,
          this.times.map(() => undefined),
        );
    }
    this.times.push(this.clock());
    for (const [topic, values] of this.figures) values.push(numbers.get(topic));
    if (this.times.length <= MOST_POINTS) return;
    this.times.shift();
    for (const values of this.figures.values()) values.shift();
  }
}
