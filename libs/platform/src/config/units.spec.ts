import { describe, expect, it } from '@jest/globals';
import { parseDuration, parseSize } from './units.js';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '24', 'h', '24 h', '-1h', '1.5h', '1w', '24H', '24h ', '9999999999s'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('sizes', () => {
  it.each([
    ['64kB', 64_000],
    ['128MB', 128_000_000],
    ['128 MB', 128_000_000],
    ['128MiB', 134_217_728],
    ['1GB', 1_000_000_000],
    ['2GiB', 2_147_483_648],
  ])('reads %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '128', 'MB', '128mb', '1.5GB', '-1MB', '128M', '1TB', '128kiB'])(
    'refuses %j',
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );
});
