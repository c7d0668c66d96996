import type { SparkplugState } from '../api/models';
import { SPARKPLUG_STATE } from '../api/models/sparkplug-state-array';
import { MOST_PINS } from '../topics/pins';
import { PLOT_RANGES, type PlotRange } from '../topics/plot-range';
import { readCursors } from '../ui/paged-log';

/** What the address may say, as it comes. */
export interface SparkplugParams {
  readonly search?: string | undefined;
  readonly group?: string | undefined;
  readonly state?: string | undefined;
  readonly cursor?: string | readonly string[] | undefined;
  readonly device?: string | undefined;
  readonly metric?: string | undefined;
  readonly page?: string | readonly string[] | undefined;
  readonly open?: string | undefined;
  readonly plot?: string | readonly string[] | undefined;
  readonly range?: string | undefined;
}

/** A member of the address and its value; `null` takes it out. */
export type SparkplugChange = Readonly<
  Partial<Record<keyof SparkplugParams, string | readonly string[] | null>>
>;

/** All that the address says of the metrics that are shown. */
export interface MetricsView {
  /** Absent for the metrics of the node itself. */
  readonly device?: string;
  readonly search: string;
  readonly cursors: readonly string[];
  /** The metric that is opened. */
  readonly open?: string;
  /** The names of those that are plotted. */
  readonly plots: readonly string[];
  readonly range: PlotRange;
}

/** What goes with the metrics that were shown when those of another device are. */
export const OTHER_METRICS: SparkplugChange = { metric: null, page: null, open: null, plot: null };
export const OTHER_NODE: SparkplugChange = { ...OTHER_METRICS, device: null };

export function readState(state: string | undefined): SparkplugState | undefined {
  return SPARKPLUG_STATE.find((name) => name === state);
}

export function readMetricsView(params: SparkplugParams): MetricsView {
  const { device, metric, page, open, plot, range } = params;
  const plots = plot === undefined ? [] : typeof plot === 'string' ? [plot] : plot;
  return {
    ...(device !== undefined && { device }),
    search: metric ?? '',
    cursors: readCursors(page),
    ...(open !== undefined && { open }),
    plots: [...new Set(plots)].slice(0, MOST_PINS),
    range: PLOT_RANGES.find((name) => name === range) ?? '10m',
  };
}

/** The plots as the address has them, with this one put in or taken out. */
export function togglePlot(plots: readonly string[], name: string): readonly string[] | null {
  const toggled = plots.includes(name) ? plots.filter((one) => one !== name) : [...plots, name];
  return toggled.length === 0 ? null : toggled;
}
