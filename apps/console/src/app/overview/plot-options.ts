import uPlot from 'uplot';
import { shortTime } from '../ui/formats';
import type { PlotData } from './plot-data';

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

export interface PlotWiring {
  readonly width: number;
  readonly height: number;
  readonly palette: () => Palette;
  readonly data: () => PlotData;
  /** The least the value's axis reaches to. */
  readonly least: number;
  readonly tick: (value: number) => string;
  readonly pointed: (index: number | null) => void;
}

/** One line over time: gaps are drawn as gaps, and nothing is smoothed. */
export function plotOptions({
  width,
  height,
  palette,
  data,
  least,
  tick,
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
      y: { range: (_plot, _min, max) => [0, ceiling(max, least)] },
    },
    series: [
      {},
      { stroke: () => colours.line, width: 1.5, spanGaps: false, points: { show: false } },
    ],
    axes: axes(() => colours, tick),
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
function axes(colours: () => Palette, tick: (value: number) => string): uPlot.Axis[] {
  const axis: uPlot.Axis = {
    font: '11px Inter, system-ui, sans-serif',
    ticks: { show: false },
    stroke: () => colours().text,
  };
  const time = (_plot: uPlot, splits: number[]) => splits.map((at) => shortTime(at * 1_000));
  const value = (_plot: uPlot, splits: number[]) => splits.map(tick);
  return [
    { ...axis, grid: { show: false }, size: 24, space: 90, values: time },
    {
      ...axis,
      grid: { stroke: () => colours().grid, width: 1 },
      size: 56,
      space: 36,
      values: value,
    },
  ];
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
