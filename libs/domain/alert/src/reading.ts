import type { Labels } from './rule.js';

/**
 * Whether a condition holds. `unknown`: nobody can say now, and nothing changes; `between`: between the two
 * thresholds of one with hysteresis, where it goes on if it held before.
 */
export type Holds = boolean | 'unknown' | 'between';

/** One instance of a rule, such as one topic that its filter selects. */
export interface Sample {
  /** Which instance: different from those of all others. None where a rule has one instance only. */
  readonly labels: Labels;
  readonly holds: Holds;
  readonly value?: number;
  /** A sentence for people. */
  readonly text: string;
}

/** All instances there are. One that is not among them is gone. */
export interface Reading {
  readonly samples: readonly Sample[];
  /** There are more than could be looked at: what is not among the samples may be there all the same. */
  readonly areMore?: true;
}
