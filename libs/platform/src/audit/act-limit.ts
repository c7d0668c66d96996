import type { Clock } from '../clock.js';
import { Problem } from '../http/problem.js';

const MOST_ACTS = 60;
const WINDOW_MS = 60_000;
/** Of how many users the acts are remembered; of more, those who were quiet for longest are forgotten. */
const MOST_USERS = 1_000;

/**
 * Keeps a single user from filling the disk with the trail: counts the acts that anybody could repeat for
 * ever, over the last minute.
 */
export class ActLimit {
  readonly #acts = new Map<number, readonly number[]>();

  constructor(private readonly clock: Clock) {}

  /** @throws Problem `too-many-requests` when the user has used up its minute */
  check(userId: number): void {
    const [oldest, ...others] = this.recent(userId);
    if (oldest === undefined || others.length + 1 < MOST_ACTS) return;
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - this.clock()) / 1000));
    throw new Problem(
      'too-many-requests',
      `More than ${MOST_ACTS} changes in a minute failed or were to your own account.`,
      { headers: { 'retry-after': String(seconds) } },
    );
  }

  count(userId: number): void {
    const acts = [...this.recent(userId), this.clock()];
    // Anew at the end, so that the first is the one who was quiet for longest.
    this.#acts.delete(userId);
    this.#acts.set(userId, acts);
    const [quietest] = this.#acts.keys();
    if (this.#acts.size > MOST_USERS && quietest !== undefined) this.#acts.delete(quietest);
  }

  private recent(userId: number): readonly number[] {
    const now = this.clock();
    // Also when the clock was set back meanwhile.
    return (this.#acts.get(userId) ?? []).filter((at) => Math.abs(now - at) < WINDOW_MS);
  }
}
