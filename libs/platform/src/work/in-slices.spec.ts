import { expect, it } from '@jest/globals';
import { inSlices } from './in-slices.js';

function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('lets others run between the slices, and keeps the order', async () => {
  let turns = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const items = Array.from({ length: 30 }, (_, i) => i);
  const results = await inSlices(items, (item) => {
    work(2);
    return item * 2;
  });
  over = true;
  expect(results).toEqual(items.map((item) => item * 2));
  expect(turns).toBeGreaterThanOrEqual(9);
});

it('fails as its work fails', async () => {
  const fail = () => {
    throw new Error('planted');
  };
  await expect(inSlices([1], fail)).rejects.toThrow('planted');
});

it('ends when nobody waits any more', async () => {
  const gone = new AbortController();
  let done = 0;
  const counting = inSlices(
    Array.from({ length: 1_000 }),
    () => {
      work(2);
      done += 1;
    },
    gone.signal,
  );
  gone.abort(new Error('planted'));
  await expect(counting).rejects.toThrow('planted');
  expect(done).toBeLessThan(10);
  await expect(inSlices([1], String, gone.signal)).rejects.toThrow('planted');
});
