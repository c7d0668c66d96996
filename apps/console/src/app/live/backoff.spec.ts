import { describe, expect, it } from '@jest/globals';
import { backoff } from './backoff';

describe('backoff', () => {
  it('doubles with every attempt, up to half a minute', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => backoff(attempt, 0.999_999));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('leaves half of the wait to chance, so that consoles do not come back together', () => {
    expect(backoff(3, 0)).toBe(2000);
    expect(backoff(3, 0.5)).toBe(3000);
  });
});
