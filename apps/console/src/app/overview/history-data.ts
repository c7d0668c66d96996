import type { BrokerSample } from '../api/models';
import type { PlotData } from '../plot/plot-data';
import { joined } from './plot-data';
import { beginningOf, latestOf, type Range } from './ranges';

/** The samples of a range, in groups as long as the time between two of its points. */
export interface History {
  readonly range: Range;
  /** When they were read, in milliseconds by the server's clock. */
  readonly at: number;
  readonly samples: readonly BrokerSample[];
}

/**
 * The rate per second of each group, of the minutes in which the broker was observed. A group without any is no point,
 * one without some of its minutes is a point in a gap; the last one is not over yet.
 */
export function historyData(
  { range, at, samples }: History,
  amount: (sample: BrokerSample) => number,
): PlotData {
  const { every } = range;
  const from = beginningOf(range, at);
  const latest = latestOf(every, at);
  const groups = new Map(samples.map((sample) => [Date.parse(sample.at) / 1_000, sample]));
  // Its first sample is taken half a minute after it began.
  const end = groups.has(latest) ? latest : latest - every;
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const gaps: { readonly from: number; readonly to: number }[] = [];
  for (let x = from; x <= end; x += every) {
    const group = groups.get(x);
    const minutes = group?.connectedMinutes ?? 0;
    xs.push(x);
    ys.push(group === undefined || minutes === 0 ? null : amount(group) / (60 * minutes));
    const isWhole = x === latest ? group?.status === 'connected' : minutes * 60 >= every;
    if (!isWhole) gaps.push({ from: x, to: x + every });
  }
  return { from, to: Math.min(end + every, at / 1_000), xs, ys, gaps: joined(gaps) };
}
