import {
  keyOf,
  type ActiveInstance,
  type AlertCondition,
  type Reading,
  type RuleKind,
  type Sample,
} from '#domain/alert';

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

/** What is pending or firing and was not seen this time. */
export function unseen(
  active: readonly ActiveInstance[],
  samples: readonly Sample[],
): readonly ActiveInstance[] {
  const seen = new Set(samples.map(({ labels }) => keyOf(labels)));
  return active.filter(({ labels }) => !seen.has(keyOf(labels)));
}

/** The same, where nobody knows how it is with what was not seen. */
export const unseenAsUnknown = (
  active: readonly ActiveInstance[],
  samples: readonly Sample[],
): readonly Sample[] =>
  unseen(active, samples).map(({ labels, text }) => ({ labels, holds: 'unknown', text }));
