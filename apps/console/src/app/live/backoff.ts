const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the given attempt (1, 2, …): doubling up to 30 s, and a random part of it, so
 * that all consoles of a plant do not come back in the same instant. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
