export const PLOT_RANGES = ['1m', '10m', '1h'] as const;
/** How far a plot reaches back. */
export type PlotRange = (typeof PLOT_RANGES)[number];

export const RANGE_WORDS: Record<PlotRange, string> = {
  '1m': '1 min',
  '10m': '10 min',
  '1h': '1 h',
};

export const RANGE_SECONDS: Record<PlotRange, number> = { '1m': 60, '10m': 600, '1h': 3_600 };
