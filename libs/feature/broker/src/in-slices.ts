import { setImmediate as letOthersRun } from 'node:timers/promises';

/** So long at a stretch; then other requests and the stream have their turn. */
const SLICE_MS = 5;

/** Maps one item after the other, in slices between which the event loop goes on. */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let begun = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (performance.now() - begun < SLICE_MS) continue;
    await letOthersRun();
    begun = performance.now();
  }
  return results;
}
