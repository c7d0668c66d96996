import { describe, expect, it } from '@jest/globals';
import { around, ceiling } from './plot-options';

describe('ceiling', () => {
  it('is round, so that an axis does not jump with every sample', () => {
    expect([1.1, 7, 99, 101, 1842, 2600].map((max) => ceiling(max, 1))).toEqual([
      1.5, 8, 100, 150, 2000, 3000,
    ]);
  });

  it('has a least', () => {
    expect(ceiling(null, 100)).toBe(100);
    expect(ceiling(3, 100)).toBe(100);
  });
});

describe('around', () => {
  it('leaves a tenth above and below the values', () => {
    expect(around(1180, 1200)).toEqual([1178, 1202]);
  });

  it('has room for a value that does not move, nought among them', () => {
    expect(around(50, 50)).toEqual([45, 55]);
    expect(around(-20, -20)).toEqual([-22, -18]);
    expect(around(0, 0)).toEqual([-1, 1]);
  });

  it('is there without values', () => {
    expect(around(null, null)).toEqual([0, 1]);
  });
});
