import { clockTime, shortDay, shortTime } from '../ui/formats';

/** How far back the charts of the overview reach. */
export interface Range {
  /** As the address has it. */
  readonly key: string;
  readonly label: string;
  readonly seconds: number;
  /** Seconds between two points: at most 360 of them. */
  readonly every: number;
  /** The same in words. */
  readonly step: string;
  /** A moment of it, as exactly as its points are. */
  readonly moment: (at: number) => string;
  readonly span: (from: number, to: number) => string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time of day is told once in so short a time. */
const IN_A_DAY: Pick<Range, 'span'> = {
  span: (from, to) => `${shortTime(from)}–${shortTime(to)}`,
};
const OVER_DAYS: Pick<Range, 'moment' | 'span'> = {
  moment: dayAndTime,
  span: (from, to) => {
    const end = shortDay(from) === shortDay(to) ? shortTime(to) : dayAndTime(to);
    return `${dayAndTime(from)}–${end}`;
  },
};

function dayAndTime(at: number): string {
  return `${shortDay(at)} ${shortTime(at)}`;
}

/** Held by the server as it is observed; the others come from the samples in its database. */
export const LIVE: Range = {
  ...{ key: '15m', label: '15 min', seconds: 15 * MINUTE },
  ...{ every: 10, step: '10 s', moment: clockTime, ...IN_A_DAY },
};

export const RANGES: readonly Range[] = [
  LIVE,
  {
    ...{ key: '1h', label: '1 h', seconds: HOUR },
    ...{ every: MINUTE, step: 'minute', moment: shortTime, ...IN_A_DAY },
  },
  {
    ...{ key: '6h', label: '6 h', seconds: 6 * HOUR },
    ...{ every: MINUTE, step: 'minute', moment: shortTime, ...IN_A_DAY },
  },
  {
    ...{ key: '24h', label: '24 h', seconds: DAY },
    ...{ every: 5 * MINUTE, step: '5 min', ...OVER_DAYS },
  },
  {
    ...{ key: '7d', label: '7 d', seconds: 7 * DAY },
    ...{ every: 30 * MINUTE, step: '30 min', ...OVER_DAYS },
  },
];

/** The range that the address has; the live one when it has none that there is. */
export function rangeOf(key: string | undefined): Range {
  return RANGES.find((range) => range.key === key) ?? LIVE;
}

/** Where the first point of a range lies, in seconds: points lie at multiples of what is between two of them. */
export function beginningOf({ seconds, every }: Range, now: number): number {
  return latestOf(every, now) - seconds + every;
}

/** Where the point of this moment lies, in seconds. */
export function latestOf(every: number, now: number): number {
  return Math.floor(now / 1_000 / every) * every;
}
