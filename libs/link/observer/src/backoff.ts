const QUICK_MS = 100;
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * How long to wait before attempt number `attempt` (1 is the first after a failure): the first soon, the
 * others from 1 s doubling to 30 s. `random` (0 up to 1) spreads the clients of a broker that comes back.
 */
export function backoffDelay(attempt: number, random: number): number {
  if (attempt <= 1) return QUICK_MS * (1 + 2 * random);
  // 2 ** 20 s is beyond any limit already; a larger exponent would only reach Infinity.
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 2, 20));
  return delay * (0.5 + random / 2);
}
