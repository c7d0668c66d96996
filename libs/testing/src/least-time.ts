const TRIES = 4;

/**
 * The least of what `measure` returns, called up to four times, and no more often once it is at most `enough`. For
 * times: a collection of garbage or another process only ever adds to one.
 */
export function least(measure: () => number, enough = 0): number {
  let found = Infinity;
  for (let i = 0; i < TRIES && found > enough; i += 1) found = Math.min(found, measure());
  return found;
}

/** The {@link least} time that `work` takes, in milliseconds. */
export const leastTime = (work: () => unknown, enough = 0): number =>
  least(() => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  }, enough);
