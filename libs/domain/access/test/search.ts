import fc from 'fast-check';

/** `make nightly` searches longer than `make test` has time for. */
export const SEARCHES_LONG = process.env['MCM_SEARCH_RUNS'] !== undefined;
const LIMIT_MS = SEARCHES_LONG ? 500_000 : 200_000;

/**
 * Tries so many random examples, and as many again, up to ten times, while `missing` names something that none of them
 * has shown: rare things are not met by every few dozen of them. Throws what the smallest failing one threw, or the
 * smallest that was found in time; what is missing after all; and when there was no time for all examples.
 */
export async function search<T>(
  property: fc.IRawProperty<T>,
  runs: number,
  missing: () => readonly string[] = () => [],
): Promise<void> {
  await tryMany(property, runs);
  for (let again = 0; again < 10 && missing().length > 0; again++) await tryMany(property, runs);
  if (missing().length > 0) throw new Error(`Not met often enough: ${missing().join(', ')}.`);
}

async function tryMany<T>(property: fc.IRawProperty<T>, runs: number): Promise<void> {
  const parameters = { numRuns: runs, interruptAfterTimeLimit: LIMIT_MS };
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
