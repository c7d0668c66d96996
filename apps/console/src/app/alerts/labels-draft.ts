import type { Labels } from '#domain/alert';

/** A label as it is typed. */
export interface LabelRow {
  /** Stays with the row, whatever is typed. */
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

export const rowsOf = (labels: Labels = {}): readonly LabelRow[] =>
  Object.entries(labels).map(([name, value], key) => ({ key, name, value }));

/** Rows that are empty are none. */
export const labelsOf = (rows: readonly LabelRow[]): Labels =>
  Object.fromEntries(filled(rows).map(({ name, value }) => [name.trim(), value.trim()]));

const filled = (rows: readonly LabelRow[]): readonly LabelRow[] =>
  rows.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');

export function withRow(rows: readonly LabelRow[]): readonly LabelRow[] {
  const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  return [...rows, { key, name: '', value: '' }];
}

/** The name that stands twice, if one does: the first of the two would be lost. */
export function doubled(rows: readonly LabelRow[]): string | undefined {
  const names = filled(rows).map(({ name }) => name.trim());
  return names.find((name, at) => names.indexOf(name) !== at);
}
