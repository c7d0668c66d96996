import type { DataType } from './data-type.js';
import { ofType } from './interpret.js';
import type { Integer, Metric } from './payload.js';

/** The metrics of a birth. */
export interface BornMetrics {
  /** When it was seen; absent when it was not. */
  readonly at?: number;
  readonly metrics: readonly (readonly [name: string, alias: Integer | undefined, DataType])[];
}

/** Names and types by a birth: what the aliases mean in data, and the types that are left out there. */
export class BirthNames {
  readonly at: number | undefined;
  readonly #types = new Map<string, DataType>();
  readonly #names = new Map<Integer, string>();

  constructor({ at, metrics }: BornMetrics) {
    this.at = at;
    for (const [name, alias, type] of metrics) {
      this.#types.set(name, type);
      if (alias !== undefined) this.#names.set(alias, name);
    }
  }

  nameOf({ name, alias }: Metric): string | undefined {
    return name ?? (alias === undefined ? undefined : this.#names.get(alias));
  }

  /** The metric with the type that its birth gave it. */
  typed(metric: Metric): Metric {
    const name = this.nameOf(metric);
    const type = name === undefined ? undefined : this.#types.get(name);
    return type === 'Unknown' ? metric : ofType(metric, type);
  }
}

/** Where no birth is known. */
export const NO_BIRTH = new BirthNames({ metrics: [] });

/** Numbers by the names of their metrics, as near as a double comes to them. */
export function numbersOf(metrics: readonly Metric[], names: BirthNames): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const metric of metrics) {
    // No number, but maybe long to read.
    if (metric.carrier === 'bytes') continue;
    const name = names.nameOf(metric);
    const { type, value, fits } = names.typed(metric);
    if (name === undefined || !fits || type === 'DateTime') continue;
    if (typeof value !== 'number' && typeof value !== 'bigint') continue;
    const number = Number(value);
    if (Number.isFinite(number)) numbers.set(name, number);
  }
  return numbers;
}
