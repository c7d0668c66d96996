import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Draft, SchemaFault } from '#domain/schema';
import { askTrial, TrialFailed, type Trials } from '#link/judge';
import { Problem, Turns, WORKERS, type Workers } from '#platform';

/** Each is a thread of its own. */
const RUNNING = { atOnce: 2, ofOne: 8 };
const CHECK_MS = 5_000;
const TRY_MS = 15_000;

/** A document, and which draft it is to be of, if that is said. */
export interface Wanted {
  readonly document: unknown;
  readonly draft?: Draft;
}

/** Who asks, and whether anybody still waits for the answer. */
export interface Asker {
  readonly user: number;
  readonly gone?: AbortSignal;
}

/** Works with schemas that nobody vouches for yet: in threads that are ended when they take too long. */
@Injectable()
export class SchemaTrials implements BeforeApplicationShutdown {
  private readonly turns = new Turns(RUNNING);
  private readonly stopping = new AbortController();

  constructor(@Inject(WORKERS) private readonly workers: Workers) {}

  /** The server does not wait for them when it stops. */
  beforeApplicationShutdown(): void {
    const headers = { connection: 'close' };
    this.stopping.abort(new Problem('not-ready', 'The server is stopping.', { headers }));
  }

  /** The draft that the document is of. @throws Problem `validation-failed`, `too-much-work`, `too-many-requests` */
  async check(wanted: Wanted, asker: Asker): Promise<Draft> {
    const answer = await this.ask('check', wanted, CHECK_MS, asker);
    if ('faults' in answer) throw invalid(answer.faults);
    return answer.draft;
  }

  /** @throws Problem `validation-failed`, `too-much-work`, `too-many-requests` */
  async try(
    query: Trials['try']['query'],
    asker: Asker,
  ): Promise<Exclude<Trials['try']['answer'], { faults: unknown }>> {
    const answer = await this.ask('try', query, TRY_MS, asker);
    if ('faults' in answer) throw invalid(answer.faults);
    return answer;
  }

  /** @throws Problem `too-much-work`, `too-many-requests` */
  infer(query: Trials['infer']['query'], asker: Asker): Promise<Trials['infer']['answer']> {
    return this.ask('infer', query, TRY_MS, asker);
  }

  private ask<About extends keyof Trials>(
    about: About,
    query: Trials[About]['query'],
    limitMs: number,
    { user, gone }: Asker,
  ): Promise<Trials[About]['answer']> {
    const stopping = this.stopping.signal;
    const signal = gone === undefined ? stopping : AbortSignal.any([gone, stopping]);
    return this.turns.take(user, async () => {
      try {
        return await askTrial(about, query, { workerUrl: this.workers.judge, limitMs, signal });
      } catch (cause) {
        // TrialFailed: how long a schema takes is known only when it is tried.
        if (!(cause instanceof TrialFailed)) throw cause;
        throw new Problem('too-much-work', cause.message, { cause });
      }
    });
  }
}

function invalid(faults: readonly SchemaFault[]): Problem {
  const errors = faults.map(({ pointer, detail }) => ({ pointer: `/document${pointer}`, detail }));
  const detail = errors.map((one) => `${one.pointer}: ${one.detail}`).join(' ');
  return new Problem('validation-failed', detail, { extensions: { errors } });
}
