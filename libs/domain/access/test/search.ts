import fc from 'fast-check';

/** `make nightly` searches longer than `make test` has time for. */
export const SEARCHES_LONG = process.env['MCM_SEARCH_RUNS'] !== undefined;
const LIMIT_MS = SEARCHES_LONG ? 500_000 : 45_000;

/**
 * Tries so many random examples, and these before all others. Throws what the smallest failing one threw, or the smallest that was found in time;
 * and when there was no time for all examples.
 */
export async function search<T>(
  property: fc.IAsyncProperty<T>,
  runs: number,
  examples: T[] = [],
): Promise<void> {
  const parameters = { numRuns: runs, interruptAfterTimeLimit: LIMIT_MS, examples };
  const { failed, errorInstance, seed, counterexamplePath, interrupted, numRuns } = await fc.check(
    property,
    parameters,
  );
  if (failed) {
    const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    const again = `{ seed: ${seed}, path: '${counterexamplePath}' }`;
    throw new Error(`${message}\n(again with ${again})`, { cause: errorInstance });
  }
  if (interrupted) throw new Error(`There was time for ${numRuns} of ${runs} examples.`);
}
