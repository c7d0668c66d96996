/** What a plot draws: the moments in seconds since the epoch, and a value or `null` where none was taken. */
export interface PlotData {
  /** The first and the last moment drawn, in seconds. */
  readonly from: number;
  readonly to: number;
  readonly xs: readonly number[];
  readonly ys: readonly (number | null)[];
  /** Times that were not observed, or not wholly, in seconds: drawn as gaps. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}
