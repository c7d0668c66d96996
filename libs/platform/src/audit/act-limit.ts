import type { Clock } from '../clock.js';
import { Problem } from '../http/problem.js';

const MOST_ACTS = 60;
const WINDOW_MS = 60_000;
/** Of how many the acts are remembered; of more, those that were quiet for longest are forgotten. */
const MOST_SESSIONS = 1_000;

/**
 * Keeps a single session or API token from filling the disk with the trail: counts the acts that anybody could
 * repeat for ever, over the last minute. Not by user: whoever stole a session must not be able to use up what its
 * owner needs to end it.
 */
export class ActLimit {
  readonly #acts = new Map<string, readonly number[]>();

  constructor(private readonly clock: Clock) {}

  /** @throws Problem `too-many-requests` when it has used up its minute */
  check(session: string): void {
    const [oldest, ...others] = this.recent(session);
    if (oldest === undefined || others.length + 1 < MOST_ACTS) return;
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - this.clock()) / 1000));
    throw new Problem(
      'too-many-requests',
      `More than ${MOST_ACTS} changes in a minute failed or were to your own account.`,
      { headers: { 'retry-after': String(seconds) } },
    );
  }

  count(session: string): void {
    const acts = [...this.recent(session), this.clock()];
    // Anew at the end, so that the first is the one that was quiet for longest.
    this.#acts.delete(session);
    this.#acts.set(session, acts);
    const [quietest] = this.#acts.keys();
    if (this.#acts.size > MOST_SESSIONS && quietest !== undefined) this.#acts.delete(quietest);
  }

  private recent(session: string): readonly number[] {
    const now = this.clock();
    // Also when the clock was set back meanwhile.
    return (this.#acts.get(session) ?? []).filter((at) => Math.abs(now - at) < WINDOW_MS);
  }
}
