import { describe, expect, it } from '@jest/globals';
import { when, whenExactly } from './when';

const local = (...parts: readonly [number, number, number, number, number, number]) => {
  const [year, month, day, hour, minute, second] = parts;
  return new Date(year, month - 1, day, hour, minute, second).getTime();
};
/** A Wednesday. */
const now = local(2026, 11, 25, 14, 30, 0);

describe('when', () => {
  it.each([
    ['today, to the second', local(2026, 11, 25, 0, 0, 5), /^(12|0?0):00:05/],
    ['yesterday, by its day', local(2026, 11, 24, 23, 59, 0), /^Tue .*59/],
    ['six days ago by its date, whose day of the week is near', local(2026, 11, 19, 9, 5, 0), /19/],
    ['earlier this year, by its date', local(2026, 3, 2, 9, 5, 0), /Mar.*05/],
    ['another year, without a time', local(2024, 11, 25, 9, 5, 0), /2024/],
    ['ahead, by its date', local(2026, 11, 27, 9, 5, 0), /27/],
  ])('tells what is %s', (_, at, text) => {
    expect(when(at, now)).toMatch(text);
  });

  it('tells the exact moment with how far it is away', () => {
    expect(whenExactly(now - 12_000, now)).toMatch(/2026.*, 12 s ago$/);
    expect(whenExactly(now + 120_000, now)).toMatch(/, in 2 min$/);
  });
});
