import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Problem, runInSlices } from '#platform';

const LONGEST_MS = 60_000;

/** Work that may take long: it lets others have their turn, and ends in time. */
@Injectable()
export class LongWork implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  /** The server does not wait for it when it stops, nor for the connection of whoever does. */
  beforeApplicationShutdown(): void {
    const headers = { connection: 'close' };
    this.stopping.abort(new Problem('not-ready', 'The server is stopping.', { headers }));
  }

  /**
   * Runs a calculation in steps to its end.
   * @param gone aborted when nobody waits any more
   * @throws Problem `too-much-work` after a minute, `not-ready` when the server stops
   */
  async run<Result>(steps: Generator<undefined, Result>, gone: AbortSignal): Promise<Result> {
    const late = AbortSignal.timeout(LONGEST_MS);
    try {
      return await runInSlices(steps, AbortSignal.any([gone, this.stopping.signal, late]));
    } catch (error) {
      // What `late` throws: how long it takes is known only afterwards.
      if (error !== late.reason) throw error;
      throw new Problem('too-much-work', 'It took longer than a minute and was given up.');
    }
  }
}
