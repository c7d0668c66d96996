import type { TrafficPoint } from './snapshot.js';

const INTERVAL_MS = 10_000;
const KEPT = 90;

/** The last 15 minutes in intervals of ten seconds, whole even where the observer's thread was away. */
export class TrafficHistory {
  #points: TrafficPoint[] = [];
  #filled: { readonly until: number; readonly points: readonly TrafficPoint[] } | undefined;

  add(point: TrafficPoint): void {
    this.#points.push(point);
    this.#points = this.#points.slice(-KEPT);
    this.#filled = undefined;
  }

  /** Oldest first, up to the last interval that has ended at `now`; the first one is the first ever added. */
  points(now: number): readonly TrafficPoint[] {
    const first = this.#points[0];
    if (first === undefined) return [];
    // An interval's point comes a tick after its end, so only the one before is missed for certain.
    const until = Math.max(this.#points.at(-1)?.at ?? 0, startOf(now) - 2 * INTERVAL_MS);
    if (this.#filled?.until === until) return this.#filled.points;
    const known = new Map(this.#points.map((point) => [point.at, point]));
    const points: TrafficPoint[] = [];
    for (
      let at = Math.max(first.at, until - (KEPT - 1) * INTERVAL_MS);
      at <= until;
      at += INTERVAL_MS
    ) {
      points.push(known.get(at) ?? { at, messages: 0, payloadBytes: 0, absent: true });
    }
    this.#filled = { until, points };
    return points;
  }
}

/** The beginning of the interval that `at` lies in. */
export function startOf(at: number): number {
  return at - (at % INTERVAL_MS);
}
