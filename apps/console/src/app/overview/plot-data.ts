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
  const absent = taken.filter((_, index) => points[index]?.absent === true);
  const gaps = [
    ...(first > from ? [{ from, to: first }] : []),
    ...absent.map((x) => ({ from: x, to: x + intervalSeconds })),
  ];
  return { from, to, xs, ys, gaps: joined(gaps) };
}

/** Gaps in their order, those that touch as one. */
export function joined(gaps: PlotData['gaps']): PlotData['gaps'] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of gaps) {
    const last = all.at(-1);
    if (last?.to === from) last.to = to;
    else all.push({ from, to });
  }
  return all;
}

/** When something was not observed, in words; where values lie within it, it was for a part. */
export function gapWords(
  { xs, ys }: PlotData,
  { from, to }: PlotData['gaps'][number],
  span: (from: number, to: number) => string,
): string {
  const hasValue = xs.some((x, index) => x >= from && x < to && typeof ys[index] === 'number');
  return `${span(from * 1_000, to * 1_000)} ${hasValue ? 'observed in part' : 'not observed'}`;
}
