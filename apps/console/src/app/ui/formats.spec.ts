import { describe, expect, it } from '@jest/globals';
import {
  ago,
  ahead,
  asMeant,
  between,
  counted,
  countdown,
  duration,
  rate,
  size,
  sizeOf,
} from './formats';

describe('formats', () => {
  it('tell how long in at most two units', () => {
    const second = 1_000;
    const minute = 60 * second;
    const hour = 60 * minute;
    const told = [
      200,
      12.9 * second,
      4 * minute,
      3 * hour + 5 * minute,
      5 * hour,
      12 * 24 * hour + 4 * hour,
      -5,
    ].map(duration);
    expect(told).toEqual(['0.2 s', '12 s', '4 min', '3 h 5 min', '5 h', '12 d 4 h', '0 s']);
  });

  it('write a number of 32 bits as it was meant', () => {
    const meant = [0.1, 235.8, -1e-20, 99.95];
    expect(meant.map((value) => asMeant(Math.fround(value)))).toEqual(meant);
    // What is none stays as it is: doubles, whole numbers, and what 32 bits can say exactly.
    expect([0.1, 235.80000000000001, 1e21, 0.5, -7, Number.NaN].map(asMeant)).toEqual([
      ...[0.1, 235.8, 1e21, 0.5, -7, Number.NaN],
    ]);
  });

  it('tell how far two moments are apart, to the millisecond', () => {
    expect([0, 200, 3_800, 59_000, 240_000].map(between)).toEqual([
      ...['0 ms', '200 ms', '3.8 s', '59 s', '4 min'],
    ]);
  });

  it('tell a part in the unit of the whole', () => {
    expect(sizeOf(38_200_000, 256_000_000)).toBe('38 of 256 MB');
    expect(sizeOf(1_100_000, 128_000_000)).toBe('1.1 of 128 MB');
    expect(sizeOf(900_000, 1_000_000_000)).toBe('0 of 1 GB');
    expect(sizeOf(0, 512)).toBe('0 of 512 B');
  });

  it('tell an age', () => {
    expect(ago(10_000, 10_400)).toBe('just now');
    expect(ago(10_000, 12_000)).toBe('2 s ago');
    // A clock that is behind is no reason to speak of the future.
    expect(ago(10_000, 9_000)).toBe('just now');
  });

  it('tell how far ahead something is', () => {
    const hour = 3_600_000;
    const told = [0, -5, 5 * 60_000, 23 * hour, 9 * 24 * hour + hour, 89.9 * 24 * hour].map((ms) =>
      ahead(10_000 + ms, 10_000),
    );
    expect(told).toEqual(['now', 'now', 'in 5 min', 'in 23 h', 'in 9 d 1 h', 'in 90 d']);
  });

  it('count a wait down to the second', () => {
    const told = [872, 840, 59.2, 12, 0.2, 3_600, 4_000].map(countdown);
    expect(told).toEqual(['14 min 32 s', '14 min', '1 min', '12 s', '1 s', '1 h', '1 h 6 min']);
  });

  it('give a rate as many digits as it deserves', () => {
    const told = [0, 0.001, 0.02, 0.5, 2, 3.14, 99.95, 1842.4].map(rate);
    expect(told).toEqual(['0', '<0.01', '0.02', '0.5', '2.0', '3.1', '100', '1,842']);
  });

  it('count one thing and many', () => {
    expect([counted(1, 'line'), counted(1204, 'line')]).toEqual(['1 line', '1,204 lines']);
    expect(counted(0, 'is', 'are')).toBe('0 are');
  });

  it('give bytes in the unit that suits', () => {
    const told = [0, 999, 1000, 38_200_000, 128_000_000, 999_600].map(size);
    expect(told).toEqual(['0 B', '999 B', '1 kB', '38.2 MB', '128 MB', '1 MB']);
  });
});
