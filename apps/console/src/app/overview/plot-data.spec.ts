import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../testing/status';
import type { TrafficPoint } from '../api/models';
import { plotData } from './plot-data';

const start = Date.parse('2026-11-23T14:00:00Z');

function plotted(...messages: readonly (number | undefined)[]) {
  const points = messages.map((count, index): TrafficPoint => ({
    at: new Date(start + index * 10_000).toISOString(),
    messages: count ?? 0,
    bytes: 0,
    absent: count === undefined,
  }));
  const traffic = { ...statusOf().traffic, windowSeconds: messages.length * 10, points };
  return plotData(traffic, (point) => point.messages);
}

describe('plotData', () => {
  it('draws rates per second', () => {
    expect(plotted(100, 200, 0)).toMatchObject({ ys: [10, 20, 0], gaps: [] });
  });

  it('never draws through what was not observed', () => {
    const { gaps, xs, ys } = plotted(100, undefined, undefined, 50, undefined);
    expect(ys).toEqual([10, null, null, 5, null]);
    expect(gaps).toEqual([
      { from: xs[1], to: (xs[1] ?? 0) + 20 },
      { from: xs[4], to: (xs[4] ?? 0) + 10 },
    ]);
  });

  it('shows the time before MCM was started as a gap', () => {
    const traffic = {
      ...statusOf().traffic,
      points: [{ at: new Date(start).toISOString(), messages: 10, bytes: 0, absent: false }],
    };
    const { from, gaps, to, xs, ys } = plotData(traffic, (point) => point.messages);
    expect(to).toBe(start / 1000);
    expect(gaps).toEqual([{ from, to }]);
    expect(to - from).toBe(890);
    // A moment in it is answered with no value, not with the nearest one that was taken.
    expect(xs).toHaveLength(90);
    expect(ys.slice(0, -1).every((value) => value === null)).toBe(true);
  });
});
