import type { Labels } from './rule.js';

/** Instances that one rule follows at most. */
export const MOST_INSTANCES = 500;

/** The condition holds, not long enough yet. */
export interface PendingInstance {
  readonly phase: 'pending';
  readonly labels: Labels;
  /** When it was first seen to hold, in ms since 1970, as are all times here. */
  readonly since: number;
  /** For how long it was seen to hold before it was unknown for a while, in ms. */
  readonly held: number;
  /** Since when it is seen to hold without a break; absent while it is unknown. */
  readonly holdsFrom?: number;
  /** When it was last seen to hold. */
  readonly seenAt: number;
  readonly value?: number;
  readonly text: string;
}

export interface FiringInstance {
  readonly phase: 'firing';
  readonly labels: Labels;
  /** Of the incident: the time from firing to resolved. */
  readonly incident: string;
  /** When the condition was first seen to hold. */
  readonly since: number;
  readonly firedAt: number;
  /** When it was last told; absent: a window has held it back so far. */
  readonly noticedAt?: number;
  readonly value?: number;
  readonly text: string;
}

/** An incident that was told, ended in a maintenance window, and of which that end is still to be told. */
export interface OwedInstance {
  readonly phase: 'resolved';
  readonly labels: Labels;
  readonly incident: string;
  readonly since: number;
  readonly firedAt: number;
  readonly resolvedAt: number;
  readonly value?: number;
  readonly text: string;
}

export type ActiveInstance = PendingInstance | FiringInstance;

/** What is remembered of a rule from one look to the next: plain JSON. */
export interface AlertState {
  readonly active: readonly ActiveInstance[];
  readonly owed: readonly OwedInstance[];
}

export const NOTHING_ACTIVE: AlertState = { active: [], owed: [] };

/** The same for the same labels in any order. */
export const keyOf = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
