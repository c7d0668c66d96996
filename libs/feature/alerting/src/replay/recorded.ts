import type { Timeline } from '#domain/alert';

/** What is recorded of what a rule asks for. */
export interface Recorded {
  readonly timelines: readonly Timeline[];
  /** How many messages, figures or entries that is. */
  readonly samples: number;
  /** In words: how much of the past it covers, and what it leaves out. */
  readonly coverage: string;
}

/** Nothing of the past is kept: only how it is now. */
export const onlyNow = (why: string): Recorded => ({ timelines: [], samples: 0, coverage: why });

/** A time without which nothing is known. */
export interface Unknown {
  readonly from: number;
  readonly until: number;
}

/** `an hour`, for people. */
export function lengthOf(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 2) return `${Math.round(milliseconds / 1_000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

export const many = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
