const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;

/** With all the chance that is in it. */
export const LONGEST_WAIT_MS = 1.25 * LONGEST_MS;

/** A delivery is given up when it fails after so long. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * How long to wait after failure number `failures` (1 is the first): from 5 s doubling to an hour. `random` (0 up
 * to 1) spreads those that wait for the same receiver.
 */
export function backoffDelay(failures: number, random: number): number {
  // 2 ** 20 is far beyond the longest already.
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(delay * (0.75 + random / 2));
}
