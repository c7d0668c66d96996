import type { ApplyState, ApplyStep } from '#contract';
import { BrokerUnreachable } from '#link/broker';
import {
  ChangedElsewhere,
  StepFailed,
  type AccessChange,
  type Side,
} from '../backend/access-change.js';
import { ApplySteps } from './apply-steps.js';
import type { ShadowQuestion } from './shadow-questions.js';

/** How long it is tried to prove that what was before is in force again. */
const RESTORE_MS = 30_000;
const PAUSE_MS = 500;

/** How a change ended. */
export interface ApplyEnd {
  readonly state: Exclude<ApplyState, 'running' | 'restoring'>;
  /** A sentence or two. */
  readonly outcome: string;
}

export interface ApplyRunOptions {
  readonly change: AccessChange;
  readonly questions: readonly ShadowQuestion[];
  readonly steps: ApplySteps;
  /** Makes the state and the steps outlast a killed process: each is recorded before it is taken. */
  readonly record: (state: ApplyState) => Promise<void>;
  /** Makes it what is wanted. Nothing is undone after that. */
  readonly commit: (end: ApplyEnd) => Promise<void>;
  /** Aborted with a reason for people when somebody stops it. */
  readonly signal: AbortSignal;
  readonly restoreMs?: number;
}

/** Brings a change to the broker, or else back what was before. */
export class ApplyRun {
  /** Whether the broker's side may be another than it was. */
  private isTouched = false;

  constructor(private readonly options: ApplyRunOptions) {}

  async apply(): Promise<ApplyEnd> {
    const { change, questions, signal, steps } = this.options;
    try {
      await this.take('parse', () => change.parse(steps.telling('parse')));
      await this.take('shadow', () => change.shadow(questions, steps.telling('shadow'), signal));
      await this.take('replace', () => {
        this.isTouched = true;
        return change.replace('to', steps.telling('replace'), signal);
      });
      await this.take('reload', () => change.reload('to', steps.telling('reload'), signal));
      await this.take('confirm', () => change.confirm('to', steps.telling('confirm'), signal));
      await this.take('probe', () => change.probe('to', steps.telling('probe'), signal));
      await this.beginCommit();
    } catch (error) {
      // StepFailed and everything else alike: whatever went wrong, the broker goes by what was before.
      const failed = this.failed(error);
      if (this.isTouched && !(error instanceof ChangedElsewhere)) return this.restore(failed);
      return { state: 'refused', outcome: untouched(failed) };
    }
    return this.finish();
  }

  /** Goes on where a killed process was: everything that was proven is finished, everything else restored. */
  async resume(): Promise<ApplyEnd> {
    const { steps } = this.options;
    const failed = 'MCM was ended while this was applied.';
    const isCommitting = steps.stateOf('commit') === 'running';
    const isUntouched = steps.stateOf('replace') === 'waiting';
    steps.interrupted('MCM was ended.');
    if (isUntouched) return { state: 'refused', outcome: untouched(failed) };
    return isCommitting ? this.finish() : this.restore(failed);
  }

  /** From here on it is finished and not restored, also by another process. */
  private async beginCommit(): Promise<void> {
    const { signal, steps, record } = this.options;
    signal.throwIfAborted();
    steps.begin('commit');
    try {
      await record('running');
    } catch (error) {
      steps.end('commit', 'failed', sentenceOf(error));
      throw error;
    }
  }

  /** What cannot be undone, and the end. @param said what is to be said of it before, in a sentence or two */
  private async finish(said = ''): Promise<ApplyEnd> {
    const { change, steps, commit } = this.options;
    const { number } = change.to;
    steps.begin('commit');
    const failure = await this.patiently(() => change.finish(steps.telling('commit')));
    if (failure !== undefined) {
      steps.end('commit', 'failed', failure);
      const left = 'clients that were to be deleted, or passwords that were to be set';
      const outcome = `${said}Revision ${number} is in force, but for ${left}: ${failure}`;
      return { state: 'failed', outcome };
    }
    steps.end('commit', 'done');
    const outcome = `${said}Revision ${number} is in force and proven.`;
    const end = { state: 'committed', outcome } as const;
    await commit(end);
    return end;
  }

  /** Brings back what was before, and proves it. @param failed why, in a sentence */
  private async restore(failed: string): Promise<ApplyEnd> {
    const { change } = this.options;
    await this.recordRestoring();
    if (change.noWayBack !== undefined) return this.goOn(`${failed} ${change.noWayBack}`);
    const { number } = change.from;
    const failure = await this.patiently((late) => this.bring('from', late));
    if (failure === undefined) {
      const others = change.keptOfOthers === undefined ? '' : ` ${change.keptOfOthers}`;
      const outcome = `${failed} Revision ${number} is in force again, which is proven.${others}`;
      return { state: 'restored', outcome };
    }
    const outcome = `${failed} It is not proven that revision ${number} is in force again: ${failure}`;
    return { state: 'failed', outcome };
  }

  /** Where there is no way back: what is wanted is better than what the broker would not take. */
  private async goOn(failed: string): Promise<ApplyEnd> {
    const { number } = this.options.change.to;
    const failure = await this.patiently(async (late) => {
      await this.bring('to', late);
      await this.options.record('restoring');
    });
    if (failure === undefined) return this.finish(`${failed} `);
    const outcome = `${failed} It is not proven that revision ${number} is in force: ${failure}`;
    return { state: 'failed', outcome };
  }

  private async recordRestoring(): Promise<void> {
    try {
      await this.options.record('restoring');
    } catch {
      // The database may fail at any moment. What it says then leads the next start to restore as well.
    }
  }

  /**
   * Tries again and again, since what failed may be mended soon: the broker comes back, the disk has room again.
   * Answers why it gave up, if it did.
   */
  private async patiently(work: (late: AbortSignal) => Promise<void>): Promise<string | undefined> {
    const { restoreMs = RESTORE_MS } = this.options;
    const late = AbortSignal.timeout(restoreMs);
    let failure = `It took longer than ${restoreMs / 1000} s.`;
    for (;;) {
      try {
        await work(late);
        return undefined;
      } catch (error) {
        // StepFailed, BrokerUnreachable, or the time is over: whatever it is, it is told at the end.
        if (error !== late.reason) failure = sentenceOf(error);
        if (late.aborted || error instanceof ChangedElsewhere) return failure;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async bring(side: Side, signal: AbortSignal): Promise<void> {
    const { change } = this.options;
    const silent = { detail: () => undefined, probes: () => undefined };
    await change.replace(side, silent, signal);
    await change.reload(side, silent, signal);
    await change.confirm(side, silent, signal);
    await change.probe(side, silent, signal);
  }

  /** A step that answers false was not needed. */
  private async take(step: ApplyStep, work: () => Promise<unknown>): Promise<void> {
    const { signal, steps, record } = this.options;
    signal.throwIfAborted();
    steps.begin(step);
    try {
      await record('running');
      const needed = await work();
      steps.end(step, needed === false ? 'skipped' : 'done');
    } catch (error) {
      steps.end(step, 'failed', sentenceOf(error));
      throw error;
    }
  }

  private failed(error: unknown): string {
    const { signal } = this.options;
    return signal.aborted ? sentenceOf(signal.reason) : sentenceOf(error);
  }
}

const untouched = (failed: string): string => `${failed} The broker was not touched.`;

/** What is said of an error; of one that is a mistake of the program, its words with a name that says so. */
function sentenceOf(error: unknown): string {
  if (error instanceof StepFailed || error instanceof BrokerUnreachable) return error.message;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return String(error);
}
