import type { Traffic, TrafficPoint } from '../api/models';
import type { PlotData } from '../plot/plot-data';

/**
 * The rate per second of each interval; what was not observed, as before MCM was started, is a gap and
 * never drawn through.
 */
export function plotData(
  { intervalSeconds, points, windowSeconds }: Traffic,
  amount: (point: TrafficPoint) => number,
): PlotData {
  const taken = points.map(({ at }) => Date.parse(at) / 1_000);
  const to = taken.at(-1) ?? 0;
  const from = to - windowSeconds + intervalSeconds;
  const first = taken[0] ?? from;
  const before: number[] = [];
  for (let x = from; x < first; x += intervalSeconds) before.push(x);
  const xs = [...before, ...taken];
  const ys = [
    ...before.map(() => null),
    ...points.map((point) => (point.absent ? null : amount(point) / intervalSeconds)),
  ];
  const gaps: { from: number; to: number }[] = first > from ? [{ from, to: first }] : [];
  for (const [index, x] of taken.entries()) {
    if (points[index]?.absent !== true) continue;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === x) last.to = x + intervalSeconds;
    else gaps.push({ from: x, to: x + intervalSeconds });
  }
  return { from, to, xs, ys, gaps };
}
