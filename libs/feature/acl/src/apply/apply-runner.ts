import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApplyState } from '#contract';
import { AccessBackends } from '../backend/access-backends.js';
import type { StoredApply } from '../store/access-applies.js';
import type { AccessWork } from './access-work.js';
import { ApplyJournal, type ApplyAttempt } from './apply-journal.js';
import { ApplyNews } from './apply-news.js';
import { ApplyRun, type ApplyEnd } from './apply-run.js';
import { ApplySteps } from './apply-steps.js';
import { ApplyTurn, type Turn } from './apply-turn.js';
import { Survivors } from './survivors.js';

/** Between two frames about one step, in milliseconds. */
const TELL_EVERY_MS = 100;
/** Between two tries to record how a change has ended. */
const RECORD_EVERY_MS = 1_000;

/** A change on its way. */
interface Running {
  readonly begun: StoredApply;
  readonly steps: ApplySteps;
  readonly stop: AbortController;
  readonly isRecovered: boolean;
  state: ApplyState;
  /** As it is kept once it has ended. */
  ended?: StoredApply;
}

/** Runs one change at a time, to its end. */
@Injectable()
export class ApplyRunner {
  private readonly logger = new Logger('Access');
  private running: Running | undefined;
  private ended: Promise<void> = Promise.resolve();
  private toldAt = 0;
  private readonly closing = new AbortController();
  private readonly draftVersion = () => this.journal.draftVersion();

  constructor(
    private readonly journal: ApplyJournal,
    private readonly backends: AccessBackends,
    private readonly turns: ApplyTurn,
    private readonly survivors: Survivors,
    private readonly news: ApplyNews,
  ) {}

  /** The one that runs, as it is now. */
  current(): StoredApply | undefined {
    return this.running && shown(this.running);
  }

  /**
   * Resolves when the change has begun; it goes on, and gives the turn back at its end.
   * @throws DatabaseError, having given it back
   */
  async start(attempt: ApplyAttempt, { release }: Turn): Promise<StoredApply> {
    const begun = await this.journal.begin(attempt).catch((error: unknown) => {
      release();
      throw error;
    });
    const steps = new ApplySteps(
      () => this.journal.now(),
      () => this.tell(),
    );
    const stop = new AbortController();
    this.running = { begun, steps, stop, isRecovered: false, state: 'running' };
    this.ended = this.both(this.toItsEnd(this.running, attempt.work, release));
    return shown(this.running);
  }

  /** Stops the one that runs; what was before is brought back. Answers false when it is another. */
  stop(number: number, why: string): boolean {
    if (this.running?.begun.number !== number) return false;
    this.running.stop.abort(why);
    return true;
  }

  /** Begins to finish or restore what an earlier process left, if it left anything. */
  async recover(): Promise<void> {
    const left = await this.journal.findUnended();
    if (left === undefined) return;
    const { apply: begun, work } = left;
    await this.journal.recovers(begun);
    const whyNot = this.whyNotRecovered(work);
    if (whyNot !== undefined) return this.giveUp(begun, whyNot);
    if (work === undefined || this.backends.kind === undefined) return;
    const { release } = await this.turns.take();
    const steps = new ApplySteps(
      () => this.journal.now(),
      () => this.tell(),
      begun.steps,
    );
    const stop = new AbortController();
    this.running = { begun, steps, stop, isRecovered: true, state: begun.state };
    this.ended = this.both(this.toItsEnd(this.running, work, release));
  }

  /** Stops the one that runs, waits for no database any more, and resolves when nothing runs. */
  async close(why: string): Promise<void> {
    this.running?.stop.abort(why);
    this.closing.abort();
    await this.ended;
  }

  /** The one before may still look for those who hold what it took. */
  private async both(next: Promise<void>): Promise<void> {
    await Promise.all([this.ended, next]);
  }

  private whyNotRecovered(work: AccessWork | undefined): string | undefined {
    if (work === undefined) return 'what it takes was encrypted with another secret.key.';
    const { kind } = this.backends;
    const { backend } = work.from.document;
    if (kind === undefined || kind === backend) return undefined;
    return `mosquitto.access.backend is ${kind} by now, and was ${backend}.`;
  }

  /** What is there is seen as drift, if it is not what is wanted. */
  private async giveUp(begun: StoredApply, why: string): Promise<void> {
    const outcome = `MCM was ended while this was applied, and can neither finish nor restore it: ${why} Look at the drift, and adopt or overwrite it.`;
    const apply = { ...begun, state: 'failed', outcome, endedAt: this.journal.now() } as const;
    await this.journal.fail(apply);
    this.ended = this.news.ended(apply, this.draftVersion);
  }

  private async toItsEnd(running: Running, work: AccessWork, release: () => void): Promise<void> {
    let ended: StoredApply;
    try {
      const run = this.runOf(running, work);
      const end = await (running.isRecovered ? run.resume() : run.apply());
      ended = this.ending(running, end);
      if (end.state !== 'committed') await this.persistently(() => this.journal.fail(ended));
    } catch (error) {
      // The database fails and MCM stops: the next start takes it up where it was recorded last.
      this.logger.error(`Revision ${running.begun.number} was left as it is: ${String(error)}`);
      this.end(running, release);
      return;
    }
    this.end(running, release);
    await this.news.ended(ended, this.draftVersion);
    if (ended.state === 'committed') await this.findSurvivors(ended, work);
  }

  /** Until it is recorded how a change has ended, there is no other: the database may fail for a while. */
  private async persistently(work: () => Promise<void>): Promise<void> {
    for (let isTold = false; ; isTold = true) {
      try {
        await work();
        return;
      } catch (error) {
        // Its disk may be full, or locked by somebody: nobody but the operator can change that.
        if (this.closing.signal.aborted) throw error;
        if (!isTold)
          this.logger.error(`It is not recorded how access was changed: ${String(error)}`);
      }
      // Ended early when MCM stops.
      await pause(RECORD_EVERY_MS, undefined, { signal: this.closing.signal }).catch(
        () => undefined,
      );
    }
  }

  /** Who still holds what was taken away; it can be looked at again later. */
  private async findSurvivors(ended: StoredApply, { inForce, from, to }: AccessWork) {
    try {
      const survivors = await this.survivors.find(inForce, from, to);
      await this.journal.record({ ...ended, survivors });
      this.news.step(ended, 'commit');
    } catch (error) {
      // The observer does not answer, there are too many to look at, or the database fails: the change is in force.
      this.logger.warn(
        `Who holds what revision ${ended.number} has taken is not known: ${String(error)}`,
      );
    }
  }

  private end(running: Running, release: () => void): void {
    if (this.running === running) this.running = undefined;
    release();
  }

  private runOf(running: Running, work: AccessWork): ApplyRun {
    const { from, to, inForce, questions } = work;
    const { steps, stop } = running;
    return new ApplyRun({
      change: this.backends.get().change(inForce, from, to),
      ...{ questions, steps, signal: stop.signal },
      record: async (state) => {
        running.state = state;
        await this.journal.record(shown(running));
      },
      commit: (end) =>
        this.persistently(() => this.journal.commit(this.ending(running, end), work)),
    });
  }

  private ending(running: Running, end: ApplyEnd): StoredApply {
    const endedAt = this.journal.now();
    return (running.ended ??= { ...shown(running), ...end, endedAt });
  }

  /** Not more often than anybody can read it. */
  private tell(): void {
    const { running } = this;
    if (!running) return;
    const now = performance.now();
    const step = running.steps.current();
    if (now - this.toldAt < TELL_EVERY_MS && running.steps.stateOf(step) === 'running') return;
    this.toldAt = now;
    this.news.step(shown(running), step);
  }
}

function shown({ begun, steps, state }: Running): StoredApply {
  return { ...begun, state, steps: steps.all() };
}
