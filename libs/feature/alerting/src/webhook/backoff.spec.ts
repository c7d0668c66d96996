import { expect, it } from '@jest/globals';
import { backoffDelay } from './backoff.js';

it.each([
  [1, 3_750, 6_250],
  [2, 7_500, 12_500],
  [4, 30_000, 50_000],
  [11, 2_700_000, 4_500_000],
  [1_000, 2_700_000, 4_500_000],
])('after failure %d waits %d to %d ms', (failures, least, most) => {
  expect([backoffDelay(failures, 0), backoffDelay(failures, 1)]).toEqual([least, most]);
});
