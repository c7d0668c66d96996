/** Bytes that may be held, and how many of them keep the books rather than payloads. */
export class MemoryBudget {
  #used = 0;
  #books = 0;
  /** An eighth is left to payloads, so that a flood of names does not leave a tree without values. */
  readonly #booksLimit: number;

  constructor(readonly limit: number) {
    this.#booksLimit = limit - limit / 8;
  }

  get used(): number {
    return this.#used;
  }

  fits(bytes: number): boolean {
    return this.#used + bytes <= this.limit;
  }

  take(bytes: number): boolean {
    if (!this.fits(bytes)) return false;
    this.#used += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }

  /** Whether the books (levels, names, indexes) may grow by this much. */
  allowsBooks(bytes: number): boolean {
    return this.#books + bytes <= this.#booksLimit;
  }

  /** Notes how much of what was taken keeps the books; negative when less of it does. */
  addBooks(bytes: number): void {
    this.#books += bytes;
  }
}

/** Memory of the one size in which everything but large payloads and indexes is held. */
export interface Slab {
  readonly view: DataView;
  readonly bytes: Uint8Array;
}

/**
 * Hands out equal slabs and takes them back, so that memory freed by payloads becomes memory for
 * topics without waiting for the garbage collector.
 */
export class SlabPool {
  readonly #free: Slab[] = [];

  constructor(
    readonly budget: MemoryBudget,
    readonly slabBytes: number,
  ) {}

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** A slab with whatever was in it before; nothing when the budget is used up. */
  acquire(): Slab | undefined {
    const free = this.#free.pop();
    if (free !== undefined || !this.budget.take(this.slabBytes)) return free;
    const buffer = new ArrayBuffer(this.slabBytes);
    return { view: new DataView(buffer), bytes: new Uint8Array(buffer) };
  }

  release(slab: Slab): void {
    this.#free.push(slab);
  }

  /** Gives the memory of an unused slab back to the budget; false when all are in use. */
  trim(): boolean {
    if (this.#free.pop() === undefined) return false;
    this.budget.giveBack(this.slabBytes);
    return true;
  }
}
