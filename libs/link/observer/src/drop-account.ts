import type { Gap } from './snapshot.js';

const DROPPED = '$SYS/broker/publish/messages/dropped';
const UPTIME = '$SYS/broker/uptime';
/** Figures this close together were read together, however many rounds of the broker's they are of. */
const TOGETHER_MS = 500;
/** A pause shorter than this does not end a time in which the broker drops. */
const PAUSE_MS = 30_000;

interface Dropping extends Gap {
  readonly until: number;
  readonly upTo: number;
}

/**
 * What the broker's count of dropped messages says about what was missed: an upper bound, for it counts
 * those of all clients together. The count is told only when it has changed, the uptime in every round of
 * figures: nothing was dropped up to the round before.
 */
export class DropAccount {
  #missedUpTo = 0;
  #uptime: { readonly seconds: number; readonly at: number } | undefined;
  #count: number | undefined;
  /** After a new log-in nothing counts until the uptime has told whether the broker is the same. */
  #anew = false;
  #waiting: number | undefined;
  #roundAt: number | undefined;
  #roundBefore: number | undefined;
  /** Whether the traffic was observed at any time since this round began, or the one before. */
  #observed = false;
  #observedBefore = false;
  #observing = false;
  #observedAnew = false;
  #named = false;
  #gap: Dropping | undefined;

  /** The sum of all increases while the traffic was observed. */
  get missedUpTo(): number {
    return this.#missedUpTo;
  }

  trafficUp(): void {
    this.#observing = true;
    this.#observed = true;
    this.#observedAnew = true;
    this.#named = false;
  }

  trafficDown(): void {
    this.#observing = false;
  }

  /** The broker's log names the traffic connection; it does so once per connection. */
  named(): void {
    this.#named = true;
  }

  /** Until the next log-in there are no figures, and the broker may be started again meanwhile. */
  systemDown(): void {
    this.#anew = true;
    this.#waiting = undefined;
    this.#observedAnew = false;
  }

  /** Hears any figure of `$SYS`; answers the gap that it tells of, or that it makes longer. */
  hear(topic: string, value: number | string, at: number): Gap | undefined {
    if (typeof value !== 'number' || (topic !== UPTIME && topic !== DROPPED)) return undefined;
    this.#beginRound(at);
    return topic === UPTIME ? this.#hearUptime(value, at) : this.#hearCount(value, at);
  }

  #beginRound(at: number): void {
    if (this.#roundAt === undefined || Math.abs(at - this.#roundAt) > TOGETHER_MS) {
      this.#roundBefore = this.#roundAt;
      this.#observedBefore = this.#observed;
      this.#observed = this.#observing;
    }
    this.#roundAt = at;
  }

  #hearUptime(uptime: number, at: number): Gap | undefined {
    const restarted = this.#isAnother(uptime, at);
    this.#uptime = { seconds: uptime, at };
    if (restarted) this.#beginAnew();
    this.#anew = false;
    const count = this.#waiting;
    this.#waiting = undefined;
    return count === undefined ? undefined : this.#counted(count, at);
  }

  /**
   * Whether this is the uptime of another process than before. That one began after the figures were last heard,
   * so its uptime falls short of what the former one would have by all that it had then, or by more. Half of it
   * leaves room for a figure that is a round old, as the first after a log-in is, and for a clock that was set.
   */
  #isAnother(uptime: number, at: number): boolean {
    const before = this.#uptime;
    if (before === undefined) return false;
    if (uptime < before.seconds) return true;
    // Figures that come over one connection are of one process.
    const short = before.seconds + (at - before.at) / 1_000 - uptime;
    return this.#anew && short > before.seconds / 2;
  }

  #hearCount(count: number, at: number): Gap | undefined {
    // A broker that does not tell its uptime is taken for the same one when it counts a second time.
    const earlier = this.#waiting;
    this.#waiting = this.#anew && earlier === undefined ? count : undefined;
    if (this.#waiting !== undefined) return undefined;
    this.#anew = false;
    if (earlier !== undefined) this.#counted(earlier, at);
    return this.#counted(count, at);
  }

  /** Another broker process counts from nought, and cannot have dropped for a connection that it never had. */
  #beginAnew(): void {
    this.#count = this.#observedAnew ? 0 : undefined;
  }

  #counted(count: number, at: number): Gap | undefined {
    if (count < (this.#count ?? 0)) this.#beginAnew();
    const increase = count - (this.#count ?? count);
    this.#count = count;
    if (increase === 0 || !(this.#observed || this.#observedBefore)) return undefined;
    this.#missedUpTo += increase;
    const from = Math.min(at, this.#roundBefore ?? at);
    const before =
      this.#gap !== undefined && from - this.#gap.until < PAUSE_MS ? this.#gap : undefined;
    this.#gap = {
      reason: 'dropped',
      from: before?.from ?? from,
      until: at,
      upTo: (before?.upTo ?? 0) + increase,
      named: this.#named || before?.named === true,
    };
    return this.#gap;
  }
}
