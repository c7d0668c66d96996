import { KEPT_GAPS } from '#contract';
import type { Gap } from './snapshot.js';

/** The latest gaps, of one thread after another. */
export class KnownGaps {
  #gaps: readonly Gap[] = [];

  /** In the order of their beginning. */
  get all(): readonly Gap[] {
    return this.#gaps;
  }

  /** What a thread tells: new gaps, and what is known now of gaps it told of before. */
  merge(told: readonly Gap[]): void {
    for (const gap of told) this.#tell(gap);
  }

  /** A thread is gone that was last heard of at `heardAt`; nothing is known until the next is connected. */
  died(heardAt: number): void {
    if (this.#open('restarted') !== undefined) return;
    const absent = this.#open('absent');
    if (absent !== undefined) this.#put({ ...absent, until: Math.max(absent.from, heardAt) });
    this.#put({ reason: 'restarted', from: heardAt });
  }

  #tell(gap: Gap): void {
    const restarted = this.#open('restarted');
    // The new thread's absence before its first connection is the end of the time that the old one left open.
    if (restarted === undefined || gap.reason !== 'absent') this.#put(gap);
    else if (gap.until !== undefined) this.#put({ ...restarted, until: gap.until });
  }

  #open(reason: Gap['reason']): Gap | undefined {
    return this.#gaps.find((gap) => gap.reason === reason && gap.until === undefined);
  }

  #put(gap: Gap): void {
    const others = this.#gaps.filter(
      ({ reason, from }) => reason !== gap.reason || from !== gap.from,
    );
    this.#gaps = [...others, gap].sort((a, b) => a.from - b.from).slice(-KEPT_GAPS);
  }
}
