import { describe, expect, it } from '@jest/globals';
import { clockTime, shortDay, shortTime } from '../ui/formats';
import { alone, around, ceiling, timeMarks } from './plot-options';

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

describe('timeMarks', () => {
  const at = (day: number, hour: number, minute = 0, second = 0) =>
    new Date(2026, 10, day, hour, minute, second).getTime() / 1_000;
  const day = (of: number) => shortDay(at(of, 0) * 1_000);

  it('have seconds only where they differ by them', () => {
    const [first, second] = [at(25, 12, 0, 0), at(25, 12, 0, 30)];
    expect(timeMarks([first, second])).toEqual([
      clockTime(first * 1_000),
      clockTime(second * 1_000),
    ]);
    expect(timeMarks([first, at(25, 12, 5)])[0]).toBe(shortTime(first * 1_000));
  });

  it('name each new day', () => {
    const marks = timeMarks([at(25, 20), at(26, 0), at(26, 4)]);
    expect(marks).toEqual([shortTime(at(25, 20) * 1_000), day(26), shortTime(at(26, 4) * 1_000)]);
  });

  it('are days alone where a day or more is between them, also one of 23 hours', () => {
    expect(timeMarks([at(24, 0), at(25, 0), at(26, 0)])).toEqual([day(24), day(25), day(26)]);
    const short = at(24, 0);
    expect(timeMarks([short, short + 23 * 3_600])).toEqual([
      day(24),
      shortDay((short + 23 * 3_600) * 1_000),
    ]);
  });

  it('are there for one moment, and for none', () => {
    expect(timeMarks([at(25, 12)])).toHaveLength(1);
    expect(timeMarks([])).toEqual([]);
  });
});

describe('alone', () => {
  it('are values that no line leads to', () => {
    expect(alone([1, null, 2, 3, null, 4, undefined, 5, 6, null, 0])).toEqual([0, 5, 10]);
    expect(alone([7])).toEqual([0]);
    expect(alone([])).toEqual([]);
  });
});
