/** Many times the pairs that usually come about, and small enough for the processor's nearest cache. */
const SLOTS = 2_048;

/**
 * What belongs to pairs of numbers, as long as no other pair needs the room. Most topics in a row are decided by few
 * pairs of tests, and there are tens of millions of them.
 */
export class FlipMemo<T> {
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  readonly #values: (T | undefined)[] = new Array<T | undefined>(SLOTS).fill(undefined);

  clear(): void {
    this.#values.fill(undefined);
  }

  get(first: number, second: number): T | undefined {
    const slot = slotOf(first, second);
    return this.#first[slot] === first && this.#second[slot] === second
      ? this.#values[slot]
      : undefined;
  }

  set(first: number, second: number, value: T): T {
    const slot = slotOf(first, second);
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#values[slot] = value;
    return value;
  }
}

function slotOf(first: number, second: number): number {
  return (Math.imul(first, 61) + second) & (SLOTS - 1);
}
