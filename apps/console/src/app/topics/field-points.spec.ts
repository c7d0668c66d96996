import { describe, expect, it } from '@jest/globals';
import { extremes, fieldPlot, NO_POINTS, withPoint, withSeries } from './field-points';

const NOW = Date.UTC(2026, 10, 23, 14, 20);
const at = (seconds: number) => NOW - seconds * 1_000;
const series = (...secondsAgo: number[]) =>
  secondsAgo.map((seconds, index) => ({
    number: index + 1,
    at: new Date(at(seconds)).toISOString(),
    value: seconds,
  }));
const span = { now: NOW, seconds: 60, gaps: [], forgotten: false };

describe('points', () => {
  it('are those of the server, between what was heard before and after', () => {
    const heard = [50, 40, 30, 5].reduce(
      (known, seconds) => withPoint(known, at(seconds), seconds),
      NO_POINTS,
    );
    expect(withSeries(heard, series(40, 35, 30, 10)).values).toEqual([50, 40, 35, 30, 10, 5]);
    expect(withSeries(heard, [])).toBe(heard);
    expect(withSeries(NO_POINTS, series(2, 1)).values).toEqual([2, 1]);
  });

  it('are heard once', () => {
    const known = withPoint(NO_POINTS, at(3), 7);
    expect(withPoint(known, at(3), 7)).toBe(known);
    expect(withPoint(known, at(4), 7)).toBe(known);
  });

  it('reach back an hour and no further', () => {
    const known = withSeries(NO_POINTS, series(5_000, 3_500));
    expect(withPoint(known, at(0), 0).values).toEqual([3_500, 0]);
  });
});

describe('a plot', () => {
  it('has what lies in its span, and one point before', () => {
    const data = fieldPlot(withSeries(NO_POINTS, series(120, 90, 50, 10)), span);
    expect(data.ys).toEqual([90, 50, 10]);
    expect([data.from, data.to]).toEqual([at(60) / 1_000, NOW / 1_000]);
  });

  it('is not drawn across a gap, and shows it', () => {
    const gap = { from: new Date(at(30)).toISOString(), until: new Date(at(20)).toISOString() };
    const gaps = [{ reason: 'absent' as const, ...gap }];
    const data = fieldPlot(withSeries(NO_POINTS, series(40, 35, 10)), { ...span, gaps });
    expect(data.ys).toEqual([40, 35, null, 10]);
    expect(data.gaps).toEqual([{ from: at(30) / 1_000, to: at(20) / 1_000 }]);
  });

  it('cuts a gap to its span, and lets one that lasts reach to its end', () => {
    const gaps = [{ reason: 'absent' as const, from: new Date(at(500)).toISOString() }];
    const data = fieldPlot(NO_POINTS, { ...span, gaps });
    expect(data.gaps).toEqual([{ from: data.from, to: data.to }]);
  });

  it('shows what is no longer held as a gap', () => {
    const points = withSeries(NO_POINTS, series(20, 10));
    expect(fieldPlot(points, { ...span, forgotten: true }).gaps).toEqual([
      { from: at(60) / 1_000, to: at(20) / 1_000 },
    ]);
  });

  it('tells its extremes within the span', () => {
    const data = fieldPlot(withSeries(NO_POINTS, series(90, 30, 50, 10)), span);
    expect(extremes(data)).toMatchObject({ last: 10 });
    expect(extremes(fieldPlot(NO_POINTS, span))).toBeUndefined();
    const before = fieldPlot(withSeries(NO_POINTS, series(90, 20)), span);
    expect(extremes(before)).toEqual({ least: 20, most: 20, last: 20 });
  });
});
