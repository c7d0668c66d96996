/** What a node does against the specification, or what is wrong on its way; bounded, for counts by kind. */
export const FAULT_KINDS = [
  'bad-payload',
  'bad-state',
  'seq-gap',
  'seq-missing',
  'bdseq-mismatch',
  'bdseq-missing',
  'late-birth',
  'rebirth-storm',
  'retained',
  'data-while-offline',
  'device-without-birth',
  'unknown-alias',
  'unknown-metric',
  'alias-collision',
  'type-mismatch',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What stands in the timeline of a node: its states, what was asked of it, and faults. */
export type EventKind =
  | 'birth'
  | 'death'
  | 'data'
  | 'unconfirmed'
  | 'device-birth'
  | 'device-death'
  | 'rebirth-requested'
  | 'stale-death'
  | FaultKind;

export interface NodeEvent {
  readonly at: number;
  readonly kind: EventKind;
  readonly detail: string;
}
