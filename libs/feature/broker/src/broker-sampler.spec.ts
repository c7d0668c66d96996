import { describe, expect, it } from '@jest/globals';
import { untilMiddle } from './broker-sampler.js';

const MINUTE = 60_000;
const minute = 29_403_360 * MINUTE;

describe('a sample', () => {
  it.each([
    [0, 30_000],
    [10_000, 20_000],
    [30_000, 60_000],
    [31_000, 59_000],
    [59_999, 30_001],
  ])('is taken in the middle of a minute: %i ms after its beginning, in %i ms', (past, wait) => {
    expect(untilMiddle(minute + past)).toBe(wait);
  });

  it('is taken once when the timer came early', () => {
    expect(untilMiddle(minute + 29_990)).toBe(60_010);
  });
});
