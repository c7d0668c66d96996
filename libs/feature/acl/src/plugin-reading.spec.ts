import { describe, expect, it } from '@jest/globals';
import { isFresh, isIndexEnough } from './plugin-reading.js';

const NOW = 1_800_000_000_000;
const reading = (tookMs: number, index?: number) => ({
  ...{ seenAt: NOW, readAt: NOW, tookMs, ...(index !== undefined && { index }) },
});

describe('what was read of the plugin’s state', () => {
  it('is fresh for ten seconds when it is read quickly', () => {
    for (const one of [reading(3), reading(500), reading(9_000, 12)]) {
      expect(isFresh(one, NOW + 9_999)).toBe(true);
      expect(isFresh(one, NOW + 10_000)).toBe(false);
    }
  });

  it('is fresh for longer when reading takes long: at most a twentieth of the time is spent on it', () => {
    for (const tookMs of [1_000, 5_000, 60_000]) {
      const next = NOW + 19 * tookMs;
      expect(isFresh(reading(tookMs), next - 1)).toBe(true);
      expect(isFresh(reading(tookMs), next)).toBe(false);
    }
  });

  it('is as good as new while the plugin counts no change, but not for ever', () => {
    expect(isIndexEnough(reading(100, 7), NOW + 599_999)).toBe(true);
    expect(isIndexEnough(reading(100, 7), NOW + 600_000)).toBe(false);
    expect(isIndexEnough(reading(100), NOW + 1)).toBe(false);
  });
});
