import uPlot from 'uplot';
import { clockTime, shortDay, shortTime } from '../ui/formats';
import type { PlotData } from './plot-data';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export interface Palette {
  readonly line: string;
  readonly grid: string;
  readonly gap: string;
  readonly text: string;
}

/** The colours of the theme as a canvas understands them: it knows neither variables nor `light-dark()`. */
export function readPalette(element: HTMLElement): Palette {
  const read = (token: string) => {
    element.style.color = `var(--mcm-${token})`;
    return getComputedStyle(element).color;
  };
  const palette = {
    line: read('plot-1'),
    grid: read('plot-grid'),
    gap: read('plot-gap'),
    text: read('text-3'),
  };
  element.style.removeProperty('color');
  return palette;
}

/** The axis of the values. */
export interface PlotAxis {
  /** What it reaches over, for the least and the greatest value drawn; `null` when there is none. */
  readonly range: (least: number | null, most: number | null) => [number, number];
  /** A value beside it; `step` is how far two of them are apart. */
  readonly tick: (value: number, step: number) => string;
  /** Pixels between two values beside it, at least. */
  readonly space?: number;
}

export interface PlotWiring {
  readonly width: number;
  readonly height: number;
  readonly palette: () => Palette;
  readonly data: () => PlotData;
  readonly axis: PlotAxis;
  readonly pointed: (index: number | null) => void;
}

/** One line over time: gaps are drawn as gaps, and nothing is smoothed. */
export function plotOptions({
  width,
  height,
  palette,
  data,
  axis,
  pointed,
}: PlotWiring): uPlot.Options {
  let colours = palette();
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { range: () => [data().from, data().to] },
      y: { range: (_plot, least, most) => axis.range(least, most) },
    },
    series: [
      {},
      {
        stroke: () => colours.line,
        width: 1.5,
        spanGaps: false,
        points: POINTS,
      },
    ],
    axes: axes(() => colours, axis),
    hooks: {
      drawClear: [
        (plot) => {
          colours = palette();
          drawGaps(plot, data().gaps, colours.gap);
        },
      ],
      setCursor: [({ cursor }) => pointed(cursor.idx ?? null)],
    },
  };
}

/** Time below, the value at the left. */
function axes(colours: () => Palette, { tick, space = 36 }: PlotAxis): uPlot.Axis[] {
  const axis: uPlot.Axis = {
    font: '11px Inter, system-ui, sans-serif',
    ticks: { show: false },
    stroke: () => colours().text,
  };
  const time = (_plot: uPlot, splits: number[]) => timeMarks(splits);
  const value = (_plot: uPlot, splits: number[]) =>
    splits.map((at) => tick(at, (splits[1] ?? at) - (splits[0] ?? at)));
  return [
    { ...axis, grid: { show: false }, size: 24, space: markSpace, values: time },
    {
      ...axis,
      grid: { stroke: () => colours().grid, width: 1 },
      size: 56,
      space,
      values: value,
    },
  ];
}

/** Pixels between two marks of the time: days are short, times of day with their seconds are not. */
function markSpace(_plot: uPlot, _axis: number, first: number, last: number): number {
  return last - first > 48 * HOUR ? 60 : 90;
}

/** What stands below an axis of time at these moments, in seconds: as much as tells one from the next, and each new day. */
export function timeMarks(moments: readonly number[]): string[] {
  const step = (moments[1] ?? MINUTE) - (moments[0] ?? 0);
  return moments.map((moment) => {
    const at = moment * 1_000;
    if (step < MINUTE) return clockTime(at);
    // A day in which the clock is put forward has 23 hours.
    const isDay = step >= 23 * HOUR || (step >= HOUR && new Date(at).getHours() === 0);
    return isDay ? shortDay(at) : shortTime(at);
  });
}

/** Few values are all drawn as points, too; of many, those that have no line. */
const POINTS: uPlot.Series.Points = {
  show: isSparse,
  size: 4,
  filter: (plot, series, all) => (all ? null : alone(plot.data[series] ?? [])),
};

/** A line needs two values. */
function isSparse(_plot: uPlot, _series: number, first: number, last: number): boolean {
  return last - first < 30;
}

/** Where the values are that have none beside them: no line leads there. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from(values, (_, index) => index).filter(
    (index) =>
      typeof values[index] === 'number' &&
      typeof values[index - 1] !== 'number' &&
      typeof values[index + 1] !== 'number',
  );
}

function drawGaps(plot: uPlot, gaps: PlotData['gaps'], colour: string): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.fillStyle = colour;
  for (const { from, to } of gaps) {
    const start = Math.max(left, plot.valToPos(from, 'x', true));
    const end = Math.min(left + width, plot.valToPos(to, 'x', true));
    if (end > start) plot.ctx.fillRect(start, top, end - start, height);
  }
}

/** The next round number: an axis that does not jump with every sample. */
export function ceiling(max: number | null, least: number): number {
  if (max === null || max <= least) return least;
  const power = 10 ** Math.floor(Math.log10(max));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= max) ?? 10;
  return step * power;
}

/** An axis from nought to a round number; `least` is the least it reaches to. */
export function fromNought(least: number): PlotAxis['range'] {
  return (_least, most) => [0, ceiling(most, least)];
}

/** An axis around the values: what is drawn is how they move, not how far they are from nought. */
export function around(least: number | null, most: number | null): [number, number] {
  if (least === null || most === null) return [0, 1];
  const room = most > least ? (most - least) * 0.1 : Math.abs(most) * 0.1 || 1;
  return [least - room, most + room];
}
