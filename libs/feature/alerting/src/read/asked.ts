import type { ActiveInstance, AlertCondition, Reading, RuleKind } from '#domain/alert';

/** What a reader is asked: about a condition, at a time, with what is pending and firing already. */
export interface Asked<Kind extends RuleKind = RuleKind> {
  readonly condition: Extract<AlertCondition, { kind: Kind }>;
  readonly active: readonly ActiveInstance[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A reading of one instance without labels. */
export const single = (sample: Omit<Reading['samples'][number], 'labels'>): Reading => ({
  samples: [{ labels: {}, ...sample }],
});
