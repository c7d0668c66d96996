import { describe, expect, it } from '@jest/globals';
import { exactSeconds, unitOf } from './seconds';

describe('a time that somebody chose', () => {
  it.each([
    [0, '0 s'],
    [45, '45 s'],
    [90, '1 min 30 s'],
    [300, '5 min'],
    [3_600, '1 h'],
    [93_784, '1 d 2 h 3 min 4 s'],
    [2_592_000, '30 d'],
  ])('of %d seconds is told to the second', (seconds, words) => {
    expect(exactSeconds(seconds)).toBe(words);
  });

  it.each([
    [0, 'min'],
    [90, 's'],
    [120, 'min'],
    [7_200, 'h'],
    [172_800, 'd'],
    [Number.NaN, 'min'],
  ])('of %d seconds is edited in %s', (seconds, unit) => {
    expect(unitOf(seconds)).toBe(unit);
  });
});
