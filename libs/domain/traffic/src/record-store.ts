import type { Slab, SlabPool } from './memory.js';

/**
 * Records of one size in slabs. An id is the slab's number and the place in it; 0 is no record. Records
 * never move, so ids may be kept; a released record is used again first.
 */
export class RecordStore {
  readonly #slabs: Slab[] = [];
  readonly #perSlab: number;
  readonly #shift: number;
  readonly #mask: number;
  /** The first of the released records, each of which holds the id of the next. */
  #released = 0;
  /** Places of the last slab that were handed out at least once. */
  #fresh: number;

  constructor(
    private readonly recordBytes: number,
    private readonly pool: SlabPool,
  ) {
    this.#perSlab = Math.floor(pool.slabBytes / recordBytes);
    this.#shift = 32 - Math.clz32(this.#perSlab - 1);
    this.#mask = 2 ** this.#shift - 1;
    this.#fresh = this.#perSlab;
  }

  /** The memory that holds the record, from `offset(id)` on. */
  slab(id: number): Slab {
    const slab = this.#slabs[id >>> this.#shift];
    if (slab === undefined) throw new RangeError(`There is no record ${id}.`);
    return slab;
  }

  view(id: number): DataView {
    return this.slab(id).view;
  }

  bytes(id: number): Uint8Array {
    return this.slab(id).bytes;
  }

  offset(id: number): number {
    return (id & this.#mask) * this.recordBytes;
  }

  /** A record of zeros, or 0 when `grow` is needed first. */
  allocate(): number {
    const id = this.#released === 0 ? this.#next() : this.#released;
    if (id === 0) return 0;
    const offset = this.offset(id);
    if (id === this.#released) this.#released = this.view(id).getUint32(offset, true);
    this.bytes(id).fill(0, offset, offset + this.recordBytes);
    return id;
  }

  release(id: number): void {
    const offset = this.offset(id);
    this.bytes(id).fill(0, offset, offset + this.recordBytes);
    this.view(id).setUint32(offset, this.#released, true);
    this.#released = id;
  }

  /** Adds a slab; false when the budget has none to give. */
  grow(): boolean {
    if (!this.pool.budget.allowsBooks(this.pool.slabBytes)) return false;
    const slab = this.pool.acquire();
    if (slab === undefined) return false;
    this.pool.budget.addBooks(this.pool.slabBytes);
    // Id 0 stands for none, so the first place of the first slab is never handed out.
    this.#fresh = this.#slabs.length === 0 ? 1 : 0;
    this.#slabs.push(slab);
    return true;
  }

  /** Calls `visit` with each place that was ever handed out, in the order of memory, and its bytes. */
  scan(visit: (id: number, view: DataView, offset: number) => void): void {
    for (const [number, { view }] of this.#slabs.entries()) {
      const places = number === this.#slabs.length - 1 ? this.#fresh : this.#perSlab;
      for (let place = number === 0 ? 1 : 0; place < places; place++) {
        visit(number * 2 ** this.#shift + place, view, place * this.recordBytes);
      }
    }
  }

  /**
   * Like {@link scan}, for `count` places from `first` on, or as long as `visit` says so; answers the place to go
   * on with, 0 at the end.
   */
  scanPart(
    first: number,
    count: number,
    visit: (id: number, view: DataView, offset: number) => boolean,
  ): number {
    let left = count;
    for (let number = first >>> this.#shift; number < this.#slabs.length; number++) {
      const places = number === this.#slabs.length - 1 ? this.#fresh : this.#perSlab;
      const { view } = this.slab(number * 2 ** this.#shift);
      const from = number === first >>> this.#shift ? Math.max(1, first & this.#mask) : 0;
      for (let place = number === 0 ? Math.max(1, from) : from; place < places; place++) {
        if (left-- === 0) return number * 2 ** this.#shift + place;
        const id = number * 2 ** this.#shift + place;
        if (!visit(id, view, place * this.recordBytes)) left = 0;
      }
    }
    return 0;
  }

  #next(): number {
    if (this.#fresh === this.#perSlab) return 0;
    return (this.#slabs.length - 1) * 2 ** this.#shift + this.#fresh++;
  }
}
