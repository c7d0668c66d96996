import type { Status } from '../api/models';

/** A figure the broker published, and when. */
export interface SysFigure {
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The figure below `$SYS/broker/` as a number; `undefined` when this broker does not tell it. */
export function sysFigure({ sys }: Status, name: string): SysFigure | undefined {
  const told = sys.figures.find(({ topic }) => topic === `$SYS/broker/${name}`);
  if (told === undefined) return undefined;
  const value = Number(told.value);
  return Number.isFinite(value) ? { value, at: Date.parse(told.observedAt) } : undefined;
}
