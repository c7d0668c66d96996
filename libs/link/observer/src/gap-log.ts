import { KEPT_GAPS } from '#contract';
import { DropAccount } from './drop-account.js';
import type { Gap } from './snapshot.js';

/** The times of which the thread knows too little: when there was no connection, and when the broker dropped. */
export class GapLog {
  readonly #drops = new DropAccount();
  /** By reason and beginning: what is known of a gap later takes the place of what was known before. */
  readonly #changed = new Map<string, Gap>();
  #absentFrom: number | undefined;

  /** Nothing is known up to the first connection. */
  constructor(at: number) {
    this.#absent(at);
  }

  get missedUpTo(): number {
    return this.#drops.missedUpTo;
  }

  trafficUp(at: number): void {
    this.#drops.trafficUp();
    const from = this.#absentFrom;
    if (from === undefined) return;
    this.#absentFrom = undefined;
    this.#note({ reason: 'absent', from, until: Math.max(from, at) });
  }

  /** `heardAt`: when the broker was last heard on the connection that was lost. */
  trafficDown(heardAt: number): void {
    this.#drops.trafficDown();
    this.#absent(heardAt);
  }

  systemDown(): void {
    this.#drops.systemDown();
  }

  /** A figure of `$SYS`. */
  figure(topic: string, value: number | string, at: number): void {
    const gap = this.#drops.hear(topic, value, at);
    if (gap !== undefined) this.#note(gap);
  }

  /** The broker's log says that it drops messages for the traffic connection. */
  named(): void {
    this.#drops.named();
  }

  /** Gaps that began, grew or ended since this was last asked. */
  take(): readonly Gap[] {
    const gaps = [...this.#changed.values()];
    this.#changed.clear();
    return gaps;
  }

  #absent(from: number): void {
    this.#absentFrom = from;
    this.#note({ reason: 'absent', from });
  }

  #note(gap: Gap): void {
    this.#changed.set(`${gap.reason} ${gap.from}`, gap);
    const [oldest] = this.#changed.keys();
    if (this.#changed.size > KEPT_GAPS && oldest !== undefined) this.#changed.delete(oldest);
  }
}
