import type { MemoryBudget } from './memory.js';

const SMALLEST = 64;

export interface QueuedChange {
  readonly topic: number;
  readonly hash: number;
  /** Messages of the topic before the first change that waits. */
  readonly before: number;
}

/** Changed topics, first come, first served, in typed arrays that grow by doubling. */
export class ChangeQueue {
  #topics = new Uint32Array(SMALLEST);
  #hashes = new Uint32Array(SMALLEST);
  #before = new Float64Array(SMALLEST);
  #first = 0;
  #count = 0;

  constructor(
    private readonly budget: MemoryBudget,
    private readonly makeFit: (bytes: number) => boolean,
  ) {
    budget.take(this.#bytes);
    budget.addBooks(this.#bytes);
  }

  get length(): number {
    return this.#count;
  }

  /** False when there is no memory for one more. */
  push(topic: number, hash: number, before: number): boolean {
    if (this.#count === this.#topics.length && !this.#grow()) return false;
    const place = (this.#first + this.#count) & (this.#topics.length - 1);
    this.#topics[place] = topic;
    this.#hashes[place] = hash;
    this.#before[place] = before;
    this.#count++;
    return true;
  }

  shift(): QueuedChange | undefined {
    if (this.#count === 0) return undefined;
    const place = this.#first;
    this.#first = (place + 1) & (this.#topics.length - 1);
    this.#count--;
    return {
      topic: this.#topics[place] ?? 0,
      hash: this.#hashes[place] ?? 0,
      before: this.#before[place] ?? 0,
    };
  }

  get #bytes(): number {
    return this.#topics.byteLength + this.#hashes.byteLength + this.#before.byteLength;
  }

  #grow(): boolean {
    const bytes = this.#bytes;
    if (!this.budget.allowsBooks(bytes) || !this.makeFit(2 * bytes)) return false;
    this.budget.take(2 * bytes);
    this.#topics = unrolled(this.#topics, new Uint32Array(2 * this.#count), this.#first);
    this.#hashes = unrolled(this.#hashes, new Uint32Array(2 * this.#count), this.#first);
    this.#before = unrolled(this.#before, new Float64Array(2 * this.#count), this.#first);
    this.#first = 0;
    this.budget.giveBack(bytes);
    this.budget.addBooks(bytes);
    return true;
  }
}

/** The ring `from`, which begins at `first`, at the beginning of `to`. */
function unrolled<T extends Uint32Array | Float64Array>(from: T, to: T, first: number): T {
  to.set(from.subarray(first));
  to.set(from.subarray(0, first), from.length - first);
  return to;
}
