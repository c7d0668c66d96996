import { describe, expect, it } from '@jest/globals';
import { shortDay, shortTime } from '../ui/formats';
import { beginningOf, latestOf, LIVE, rangeOf, RANGES } from './ranges';

describe('ranges', () => {
  it('are read from the address, where anything may stand', () => {
    expect(rangeOf('24h').seconds).toBe(86_400);
    expect([rangeOf(undefined), rangeOf(''), rangeOf('1y'), rangeOf('15m')]).toEqual([
      ...[LIVE, LIVE, LIVE, LIVE],
    ]);
  });

  it.each(RANGES)('have at most 360 points: $label', (range) => {
    expect(range.seconds / range.every).toBeLessThanOrEqual(360);
    expect(range.seconds % range.every).toBe(0);
  });

  it('end with the point of this moment, and begin as many points before', () => {
    const now = Date.parse('2026-11-25T12:14:31Z');
    const day = rangeOf('24h');
    expect(latestOf(day.every, now)).toBe(Date.parse('2026-11-25T12:10:00Z') / 1_000);
    expect(beginningOf(day, now)).toBe(Date.parse('2026-11-24T12:15:00Z') / 1_000);
  });

  it('name the day where they are longer than a day', () => {
    const [from, to] = [
      new Date(2026, 10, 25, 10, 20).getTime(),
      new Date(2026, 10, 25, 11).getTime(),
    ];
    const tomorrow = to + 86_400_000;
    const [day, week] = [shortDay(from), rangeOf('7d')];
    const [start, end] = [shortTime(from), shortTime(to)];
    expect(rangeOf('6h').span(from, to)).toBe(`${start}–${end}`);
    expect(week.moment(from)).toBe(`${day} ${start}`);
    expect(week.span(from, to)).toBe(`${day} ${start}–${end}`);
    expect(week.span(from, tomorrow)).toBe(`${day} ${start}–${shortDay(tomorrow)} ${end}`);
  });
});
