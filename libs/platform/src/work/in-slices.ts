import { setImmediate as letOthersRun } from 'node:timers/promises';

/** So long at a stretch; then other requests and the stream have their turn. */
const SLICE_MS = 5;

/** Maps one item after the other, in slices between which the event loop goes on. */
export function inSlices<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
  signal?: AbortSignal,
): Promise<Result[]> {
  return runInSlices(mapped(items, map), signal);
}

/**
 * Runs a calculation in steps to its end, in slices between which the event loop goes on.
 * @throws the reason of the signal once that is aborted
 */
export async function runInSlices<Result>(
  steps: Generator<undefined, Result>,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  for (let begun = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - begun < SLICE_MS) continue;
    await letOthersRun();
    signal?.throwIfAborted();
    begun = performance.now();
  }
}

/** For work that waits now and then anyway: called again and again, it lets others have their turn in time. */
export function resting(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < SLICE_MS) return;
    await letOthersRun();
    begun = performance.now();
  };
}

function* mapped<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Generator<undefined, Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(map(item));
    yield;
  }
  return results;
}
