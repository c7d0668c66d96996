import { describe, expect, it } from '@jest/globals';
import { backoffDelay } from './backoff.js';

describe('backoffDelay', () => {
  it.each([
    // attempt, shortest, longest
    [1, 100, 300],
    [2, 500, 1_000],
    [3, 1_000, 2_000],
    [4, 2_000, 4_000],
    [6, 8_000, 16_000],
    [7, 15_000, 30_000],
    [8, 15_000, 30_000],
    [1_000_000, 15_000, 30_000],
  ])('waits before attempt %i from %i to %i ms', (attempt, shortest, longest) => {
    expect(backoffDelay(attempt, 0)).toBe(shortest);
    expect(backoffDelay(attempt, 0.5)).toBe((shortest + longest) / 2);
    expect(backoffDelay(attempt, 1)).toBe(longest);
  });
});
