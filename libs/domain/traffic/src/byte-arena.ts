import { copyBytes } from './copy-bytes.js';
import type { Slab, SlabPool } from './memory.js';

/** In front of each entry: its owner and its length in units, itself included. */
const HEADER_BYTES = 8;
const UNIT = 8;
/** Entries above this share of a slab have memory of their own, so that little is left at a slab's end. */
const LARGE_SHARE = 8;
/** A slab is worth cleaning once this share of it is dead. */
const DEAD_SHARE = 8;
const LARGE = 0x8000_0000;
/** An owner that owns nothing: no level has this id. */
const NOBODY = 0;

interface Owners {
  /** Whether the owner still refers to the entry at this address. */
  owns(owner: number, address: number): boolean;
  moved(owner: number, address: number): void;
}

interface LogSlab extends Slab {
  /** Units written, and those of them still owned. */
  fill: number;
  live: number;
}

/**
 * Bytes of any length, as a log over slabs: new entries go to the end of the open slab, freed ones stay as
 * dead bytes until their slab is cleaned by moving the owned entries to the end of the log. Chosen over
 * free lists by size because any slab can be emptied at bounded cost and then serve levels instead, and
 * because topics last heard of at the same time lie, and are let go, together. Moving costs at most seven
 * bytes per byte gained. An address is 0 for none, a number of a large entry, or slab and unit.
 */
export class ByteArena {
  readonly #slabs: (LogSlab | undefined)[] = [];
  readonly #unusedNumbers: number[] = [];
  readonly #large: (Slab | undefined)[] = [];
  readonly #unusedLarge: number[] = [];
  readonly #slabUnits: number;
  readonly #shift: number;
  readonly #unitMask: number;
  readonly #owners: Owners;
  #open = -1;
  /** Kept empty, so that cleaning always has a place to move to. */
  #spare: Slab | undefined;
  /** A closed slab worth cleaning, or -1. */
  #candidate = -1;

  constructor(
    private readonly pool: SlabPool,
    owners: Owners,
  ) {
    this.#owners = owners;
    this.#slabUnits = pool.slabBytes / UNIT;
    this.#shift = 32 - Math.clz32(this.#slabUnits - 1);
    this.#unitMask = 2 ** this.#shift - 1;
    this.#spare = pool.acquire();
  }

  /** The address of a new entry, or 0 when something must be freed first. */
  allocate(owner: number, length: number): number {
    const units = unitsFor(length);
    if (units * LARGE_SHARE > this.#slabUnits) return this.#allocateLarge(length);
    for (;;) {
      const address = this.#append(owner, units);
      if (address !== 0) return address;
      if (!this.#openAnother() && !this.#clean()) return 0;
    }
  }

  free(address: number): void {
    if (address >= LARGE) {
      this.#freeLarge(address - LARGE);
      return;
    }
    const number = this.#number(address);
    const slab = this.#slabAt(number);
    slab.live -= this.#units(address);
    if (number !== this.#open) this.#consider(number, slab);
  }

  /** Bytes that the entry can hold. */
  capacity(address: number): number {
    if (address >= LARGE) return this.#largeAt(address).bytes.length;
    return this.#units(address) * UNIT - HEADER_BYTES;
  }

  /** Gives the end of an entry back, of which only the first `length` bytes are needed. */
  cut(address: number, length: number): void {
    if (address >= LARGE) {
      const { bytes } = this.#largeAt(address);
      this.#large[address - LARGE] = slabOf(bytes.slice(0, length));
      this.pool.budget.giveBack(bytes.length - length);
      return;
    }
    const number = this.#number(address);
    const slab = this.#slabAt(number);
    const header = this.#header(address);
    const freed = this.#units(address) - unitsFor(length);
    if (freed === 0) return;
    slab.view.setUint32(header + 4, unitsFor(length), true);
    // What is left over is an entry of nobody, until the slab is cleaned.
    slab.view.setUint32(header + unitsFor(length) * UNIT, NOBODY, true);
    slab.view.setUint32(header + unitsFor(length) * UNIT + 4, freed, true);
    slab.live -= freed;
    if (number !== this.#open) this.#consider(number, slab);
  }

  /** The array that holds the entry, from `offset(address)` on. */
  bytes(address: number): Uint8Array {
    return this.slab(address).bytes;
  }

  /** The memory that holds the entry, from `offset(address)` on. */
  slab(address: number): Slab {
    return address >= LARGE ? this.#largeAt(address) : this.#slabAt(this.#number(address));
  }

  offset(address: number): number {
    return address >= LARGE ? 0 : this.#header(address) + HEADER_BYTES;
  }

  write(address: number, source: Uint8Array, start: number, end: number): void {
    copyBytes(source, start, end, this.bytes(address), this.offset(address));
  }

  /** Returns one slab to the pool by cleaning; false when too little is dead. */
  shrink(): boolean {
    while (!this.pool.hasFree) if (!this.#clean()) return false;
    return true;
  }

  #append(owner: number, units: number): number {
    const slab = this.#slabs[this.#open];
    if (slab === undefined || slab.fill + units > this.#slabUnits) return 0;
    const header = slab.fill * UNIT;
    slab.view.setUint32(header, owner, true);
    slab.view.setUint32(header + 4, units, true);
    const address = ((this.#open << this.#shift) | slab.fill) + 1;
    slab.fill += units;
    slab.live += units;
    return address;
  }

  #number(address: number): number {
    return (address - 1) >>> this.#shift;
  }

  #header(address: number): number {
    return ((address - 1) & this.#unitMask) * UNIT;
  }

  #units(address: number): number {
    return this.#slabAt(this.#number(address)).view.getUint32(this.#header(address) + 4, true);
  }

  #openAnother(): boolean {
    const slab = this.pool.acquire();
    if (slab === undefined) return false;
    this.#openSlab(slab);
    return true;
  }

  #openSlab({ view, bytes }: Slab): void {
    const closed = this.#open;
    this.#open = this.#unusedNumbers.pop() ?? this.#slabs.length;
    this.#slabs[this.#open] = { view, bytes, fill: 0, live: 0 };
    if (closed !== -1) this.#consider(closed, this.#slabAt(closed));
  }

  /** Takes a closed slab back at once when nothing in it is owned, or remembers it for cleaning. */
  #consider(number: number, slab: LogSlab): void {
    if (slab.live === 0) {
      this.#retire(number, slab);
    } else if ((slab.fill - slab.live) * DEAD_SHARE >= this.#slabUnits) {
      this.#candidate = number;
    }
  }

  #retire(number: number, slab: LogSlab): void {
    this.#slabs[number] = undefined;
    this.#unusedNumbers.push(number);
    if (this.#candidate === number) this.#candidate = this.#deadest();
    if (this.#spare === undefined) this.#spare = slab;
    else this.pool.release(slab);
  }

  /** Empties the deadest slab; false when none is worth it. Each time less is dead, so this ends. */
  #clean(): boolean {
    if (this.#candidate === -1) return false;
    const number = this.#deadest();
    const slab = this.#slabAt(number);
    this.#candidate = -1;
    for (let unit = 0; unit < slab.fill;) {
      const units = slab.view.getUint32(unit * UNIT + 4, true);
      const owner = slab.view.getUint32(unit * UNIT, true);
      const address = ((number << this.#shift) | unit) + 1;
      if (this.#owners.owns(owner, address)) this.#move(slab, unit, owner, units);
      unit += units;
    }
    this.#retire(number, slab);
    this.#candidate = this.#deadest();
    return true;
  }

  #move(from: LogSlab, unit: number, owner: number, units: number): void {
    let address = this.#append(owner, units);
    if (address === 0 && this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      this.#openSlab(spare);
      address = this.#append(owner, units);
    }
    const start = unit * UNIT + HEADER_BYTES;
    this.write(address, from.bytes, start, (unit + units) * UNIT);
    this.#owners.moved(owner, address);
  }

  #deadest(): number {
    let found = -1;
    let most = Math.ceil(this.#slabUnits / DEAD_SHARE) - 1;
    for (const [number, slab] of this.#slabs.entries()) {
      if (slab === undefined || number === this.#open || slab.fill - slab.live <= most) continue;
      found = number;
      most = slab.fill - slab.live;
    }
    return found;
  }

  #allocateLarge(length: number): number {
    while (!this.pool.budget.take(length)) {
      if (!this.shrink()) return 0;
      this.pool.trim();
    }
    const number = this.#unusedLarge.pop() ?? this.#large.length;
    this.#large[number] = slabOf(new Uint8Array(length));
    return LARGE + number;
  }

  #freeLarge(number: number): void {
    this.pool.budget.giveBack(this.#large[number]?.bytes.length ?? 0);
    this.#large[number] = undefined;
    this.#unusedLarge.push(number);
  }

  #largeAt(address: number): Slab {
    const large = this.#large[address - LARGE];
    if (large === undefined) throw new RangeError(`There is no entry ${address}.`);
    return large;
  }

  #slabAt(number: number): LogSlab {
    const slab = this.#slabs[number];
    if (slab === undefined) throw new RangeError(`There is no slab ${number}.`);
    return slab;
  }
}

function unitsFor(length: number): number {
  return Math.ceil((HEADER_BYTES + length) / UNIT);
}

function slabOf(bytes: Uint8Array): Slab {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
