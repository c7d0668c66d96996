import type { PlotData } from '../plot/plot-data';
import type { Gap, SeriesPoint } from '../api/models';

/** A number over time: what is known of one field of a topic's messages. */
export interface FieldPoints {
  /** Milliseconds since the epoch by the server's clock, growing. */
  readonly at: readonly number[];
  readonly values: readonly number[];
}

export const NO_POINTS: FieldPoints = { at: [], values: [] };

/** No plot reaches back further. */
const LONGEST_MS = 3_600_000;
/** More than a plot has pixels, many times over. */
const MOST_POINTS = 20_000;

/**
 * What the server tells, between what was heard before it began to hold and what was heard since it
 * answered: it forgets sooner than this page.
 */
export function withSeries(known: FieldPoints, series: readonly SeriesPoint[]): FieldPoints {
  const at = series.map((point) => Date.parse(point.at));
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined) return known;
  const before = known.at.findIndex((time) => time >= first);
  const kept = before === -1 ? known.at.length : before;
  const since = known.at.findIndex((time) => time > last);
  const newer = since === -1 ? known.at.length : since;
  return trimmed({
    at: [...known.at.slice(0, kept), ...at, ...known.at.slice(newer)],
    values: [
      ...known.values.slice(0, kept),
      ...series.map(({ value }) => value),
      ...known.values.slice(newer),
    ],
  });
}

/** The points after a message of the stream. */
export function withPoint(known: FieldPoints, at: number, value: number): FieldPoints {
  if (at <= (known.at.at(-1) ?? 0)) return known;
  return trimmed({ at: [...known.at, at], values: [...known.values, value] });
}

function trimmed({ at, values }: FieldPoints): FieldPoints {
  const oldest = (at.at(-1) ?? 0) - LONGEST_MS;
  const first = at.findIndex((time) => time >= oldest);
  const start = Math.max(0, first, at.length - MOST_POINTS);
  return start === 0 ? { at, values } : { at: at.slice(start), values: values.slice(start) };
}

export interface FieldSpan {
  /** Milliseconds since the epoch by the server's clock. */
  readonly now: number;
  readonly seconds: number;
  readonly gaps: readonly Gap[];
  /** Whether there were messages before the first point that are no longer held. */
  readonly forgotten: boolean;
}

/** The points of a span as a plot draws them: no line leads across a gap. */
export function fieldPlot(
  { at, values }: FieldPoints,
  { now, seconds, gaps, forgotten }: FieldSpan,
): PlotData {
  const [from, to] = [now / 1_000 - seconds, now / 1_000];
  const spans = gaps.map((gap) => ({
    from: Date.parse(gap.from) / 1_000,
    to: gap.until === undefined ? to : Date.parse(gap.until) / 1_000,
  }));
  const first = at[0];
  if (forgotten && first !== undefined) spans.push({ from, to: first / 1_000 });
  const shown = spans
    .filter((span) => span.to > from && span.from < to)
    .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }));
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  // One point more than the span: the line comes in from the left.
  const begin = Math.max(0, at.findIndex((time) => time / 1_000 >= from) - 1);
  for (let index = begin; index < at.length; index += 1) {
    const [x, last] = [(at[index] ?? 0) / 1_000, xs.at(-1)];
    const gap =
      last === undefined ? undefined : spans.find((span) => span.to > last && span.from < x);
    if (gap !== undefined && last !== undefined) {
      xs.push((last + x) / 2);
      ys.push(null);
    }
    xs.push(x);
    ys.push(values[index] ?? null);
  }
  return { from, to, xs, ys, gaps: shown };
}

/** The least, the greatest and the last value that a plot shows; `undefined` when it shows none. */
export function extremes(
  data: PlotData,
): { readonly least: number; readonly most: number; readonly last: number } | undefined {
  let found: { least: number; most: number; last: number } | undefined;
  for (const [index, value] of data.ys.entries()) {
    if (value === null || (data.xs[index] ?? 0) < data.from) continue;
    found = {
      least: Math.min(found?.least ?? value, value),
      most: Math.max(found?.most ?? value, value),
      last: value,
    };
  }
  return found;
}
