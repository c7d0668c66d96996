import { expect } from '@jest/globals';
import { least } from './least-time.js';

/** Does a part of the work, and counts the time that it takes. */
export type Timed = <T>(part: () => T) => T;

const TIMES = 8;
/** What grows with the square of the size takes 64 times as long, and no busy machine makes 32 of 8. */
const LIMIT = 32;
/** Against the coarseness of the clock where the smaller one takes next to nothing. */
const GRACE_MS = 50;

/**
 * Expects of work on something large no more than its share of the time that it takes on an eighth of it. The least
 * of several times counts.
 */
export function expectInProportion(
  large: number,
  work: (size: number, timed: Timed) => unknown,
): void {
  const spent = (size: number): number => {
    let sum = 0;
    work(size, (part) => {
      const begun = performance.now();
      const result = part();
      sum += performance.now() - begun;
      return result;
    });
    return sum;
  };
  const limit = LIMIT * least(() => spent(Math.floor(large / TIMES))) + GRACE_MS;
  expect(least(() => spent(large), limit)).toBeLessThanOrEqual(limit);
}
