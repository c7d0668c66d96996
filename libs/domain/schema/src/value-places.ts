/**
 * JSON values and where they were first seen, found again by what they are: `{ a: 1, b: 2 }` is the same as
 * `{ b: 2, a: 1 }`. Members of any name are but members, `constructor` and `valueOf` too.
 */
export class ValuePlaces {
  readonly #scalars = new Map<unknown, number>();
  readonly #others = new Map<string, number>();

  /** Where the value was seen before; else it is seen here now. */
  seen(value: unknown, place: number): number | undefined {
    const before = this.find(value);
    if (before !== undefined) return before;
    if (isScalar(value)) this.#scalars.set(value, place);
    else this.#others.set(canonical(value), place);
    return undefined;
  }

  find(value: unknown): number | undefined {
    if (isScalar(value)) return this.#scalars.get(value);
    return this.#others.size === 0 ? undefined : this.#others.get(canonical(value));
  }

  static of(values: readonly unknown[]): ValuePlaces {
    const places = new ValuePlaces();
    for (const [place, value] of values.entries()) places.seen(value, place);
    return places;
  }
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** The same text for equal values, and for no others. */
const canonical = (value: unknown): string => JSON.stringify(ordered(value));

/** With the members of all objects in one order, as pairs in an object that nothing else is written as. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => [name, ordered(member)]);
  return { members };
}
