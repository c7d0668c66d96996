import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { step, type Reading } from '#domain/alert';
import { CLOCK, CONFIG, reasonOf, type Clock, type Config } from '#platform';
import { AlertBoard, type Watched } from './alert-board.js';
import { AlertRecorder, type Stepped } from './alert-recorder.js';
import { AlertReadings, LOOK_EVERY_MS } from './read/alert-readings.js';

const EVERY_MS = 1_000;
/** Rules that are read at the same time: between them, the observer's thread and this one answer others. */
const AT_ONCE = 2;

/** What one look at a rule saw. */
interface Look {
  readonly watched: Watched;
  readonly reading: Reading | undefined;
  readonly unknown?: string;
}

/** Looks at the rules, one round at a time: read, decide, keep, tell. */
@Injectable()
export class AlertEvaluator implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private trouble: string | undefined;

  constructor(
    private readonly board: AlertBoard,
    private readonly readings: AlertReadings,
    private readonly recorder: AlertRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.recorder.measure();
    if (!this.config.alerting.enabled) return;
    this.timer = setInterval(() => void this.evaluate(), EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await (this.next ?? this.running);
  }

  /** One round that begins from here on; whoever asks meanwhile waits for the same one. Never throws. */
  evaluate(): Promise<void> {
    return (this.next ??= this.running.then(() => {
      this.next = undefined;
      this.running = this.round();
      return this.running;
    }));
  }

  private async round(): Promise<void> {
    const at = this.clock();
    const due = this.board.all().filter((watched) => isDue(watched, at));
    if (due.length === 0) return;
    const looks = await this.lookAtAll(due, at);
    try {
      await this.board.exclusive(() => this.take(looks, at));
      this.trouble = undefined;
    } catch (error) {
      // The database is locked, or its disk full: all is as it was, and looked at again in a second.
      this.tellTrouble(reasonOf(error));
    }
  }

  private async lookAtAll(due: readonly Watched[], at: number): Promise<readonly Look[]> {
    const looks: Look[] = [];
    const left = due.values();
    const some = async () => {
      for (const watched of left) looks.push(await this.look(watched, at));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    return looks;
  }

  private async look(watched: Watched, at: number): Promise<Look> {
    const { rule, state } = watched;
    try {
      return { watched, reading: await this.readings.read(rule.condition, state.active, at) };
    } catch (error) {
      // The observer, a file or the database does not answer now: then nobody knows, which is a reading too.
      return { watched, reading: undefined, unknown: reasonOf(error) };
    }
  }

  private async take(looks: readonly Look[], at: number): Promise<void> {
    // One that was changed meanwhile is looked at anew.
    const current = looks.filter(({ watched }) => this.board.find(watched.rule.id) === watched);
    const stepped = current.map(({ watched: { rule, state }, reading, unknown }) => ({
      ...{ rule, unknown },
      step: step(rule, state, { at, reading, windows: this.board.windows(), newId: randomUUID }),
    }));
    const changed: readonly Stepped[] = stepped.filter((one) => one.step.changed);
    if (changed.length > 0) await this.recorder.record(changed, at);
    for (const { rule, unknown, step: taken } of stepped) {
      const { state, unfollowed } = taken;
      this.board.set({
        ...{ rule, state, unfollowed, readAt: at },
        ...(unknown !== undefined && { unknown }),
      });
    }
    if (changed.length > 0) await this.recorder.tell(changed);
  }

  private tellTrouble(reason: string): void {
    if (this.trouble !== reason) this.logger.error(`Alerts cannot be kept now: ${reason}`);
    this.trouble = reason;
  }
}

function isDue({ rule, readAt }: Watched, at: number): boolean {
  if (!rule.enabled) return false;
  // Before the last look: the clock was set back.
  return readAt === undefined || at < readAt || at - readAt >= LOOK_EVERY_MS[rule.condition.kind];
}
