import { FLAG, LEVEL, type LevelStore } from './level-store.js';
import type { MemoryBudget } from './memory.js';

const SMALLEST = 64;
/** This share of the budget is for ids whatever else keeps the books. */
const ASSURED_SHARE = 64;
const SEARCH_EVERY_MS = 10_000;

interface Surroundings {
  readonly store: LevelStore;
  readonly budget: MemoryBudget;
  /** The id of a level, computed from its topic. */
  readonly idOf: (level: number) => string;
  /** How many levels there are. */
  readonly levels: () => number;
  /** Frees memory until this much fits. */
  readonly makeFit: (bytes: number) => boolean;
}

/**
 * Levels by their opaque id. An id cannot be turned back into a name, so the index knows those it handed
 * out: open addressing over pairs of an id's hash and a level, confirmed by computing the id again. The
 * first time it is asked for another one, as after a restart, it goes through all levels once (about
 * 2 µs each) and from then on adds each new level, so that made-up ids cannot have it search again. Where
 * the budget has no room for all ids it forgets them when it is full, and searches at most once in ten
 * seconds; there is always room for one id per 2048 bytes of the budget.
 */
export class IdIndex {
  #places: Uint32Array;
  #count = 0;
  /** Whether every level is in. */
  #complete = false;
  #searchedAt = Number.NEGATIVE_INFINITY;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#places = new Uint32Array(2 * SMALLEST);
    around.budget.take(this.#places.byteLength);
    around.budget.addBooks(this.#places.byteLength);
  }

  /** The level with that id, or 0. */
  find(id: string, at: number): number {
    const found = this.#search(id);
    const tooSoon = Math.abs(at - this.#searchedAt) < SEARCH_EVERY_MS;
    if (found !== 0 || this.#complete || tooSoon) return found;
    this.#searchedAt = at;
    return this.#searchAll(id);
  }

  /** Remembers an id that is handed out. */
  add(level: number, id: string): void {
    if ((this.#around.store.flags(level) & FLAG.hasId) !== 0) return;
    if (!this.#reserve(this.#count + 1)) this.#forget();
    this.#put(hashOf(id), level);
    this.#count++;
    this.#around.store.setFlags(level, this.#around.store.flags(level) | FLAG.hasId);
  }

  /** A topic has come, and maybe levels on the way to it: only of interest once all are in. */
  arrived(topic: number): void {
    const { store, idOf } = this.#around;
    for (let level = topic; this.#complete && level !== store.root;) {
      if ((store.flags(level) & FLAG.hasId) !== 0) return;
      this.add(level, idOf(level));
      level = store.get(level, LEVEL.parent);
    }
  }

  /** A level goes, and with it its id. */
  leaving(level: number): void {
    if ((this.#around.store.flags(level) & FLAG.hasId) !== 0) {
      this.#remove(hashOf(this.#around.idOf(level)), level);
    }
  }

  #search(id: string): number {
    const hash = hashOf(id);
    const mask = this.#places.length / 2 - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const level = this.#places[2 * place + 1] ?? 0;
      if (level === 0) return 0;
      if (this.#places[2 * place] === hash && this.#around.idOf(level) === id) return level;
    }
  }

  #searchAll(id: string): number {
    let found = 0;
    const { store, idOf, levels } = this.#around;
    this.#complete = this.#reserve(levels());
    store.levels.scan((level) => {
      const flags = store.flags(level);
      if ((flags & FLAG.inUse) === 0 || (flags & FLAG.hasId) !== 0) return;
      const candidate = idOf(level);
      if (candidate === id) found = level;
      if (this.#complete) this.add(level, candidate);
    });
    if (found !== 0) this.add(found, id);
    return found;
  }

  #put(hash: number, level: number): void {
    const mask = this.#places.length / 2 - 1;
    let place = hash & mask;
    while (this.#places[2 * place + 1] !== 0) place = (place + 1) & mask;
    this.#places[2 * place] = hash;
    this.#places[2 * place + 1] = level;
  }

  #remove(hash: number, level: number): void {
    const mask = this.#places.length / 2 - 1;
    let hole = hash & mask;
    while (this.#places[2 * hole + 1] !== level) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; this.#places[2 * place + 1] !== 0;) {
      const wanted = (this.#places[2 * place] ?? 0) & mask;
      if (((place - wanted) & mask) >= ((place - hole) & mask)) {
        this.#places.copyWithin(2 * hole, 2 * place, 2 * place + 2);
        hole = place;
      }
      place = (place + 1) & mask;
    }
    this.#places[2 * hole + 1] = 0;
    this.#count--;
  }

  /** Grows until so many ids take at most half of the pairs; false when the budget has no room. */
  #reserve(count: number): boolean {
    while (count * 4 > this.#places.length) {
      const { budget, makeFit } = this.#around;
      const old = this.#places;
      const assured = 2 * old.byteLength <= budget.limit / ASSURED_SHARE;
      if (!assured && !budget.allowsBooks(old.byteLength)) return false;
      if (!makeFit(2 * old.byteLength)) return false;
      budget.take(2 * old.byteLength);
      this.#places = new Uint32Array(2 * old.length);
      for (let at = 0; at < old.length; at += 2) {
        const level = old[at + 1] ?? 0;
        if (level !== 0) this.#put(old[at] ?? 0, level);
      }
      budget.giveBack(old.byteLength);
      budget.addBooks(old.byteLength);
    }
    return true;
  }

  #forget(): void {
    const { store } = this.#around;
    for (let at = 1; at < this.#places.length; at += 2) {
      const level = this.#places[at] ?? 0;
      if (level !== 0) store.setFlags(level, store.flags(level) & ~FLAG.hasId);
    }
    this.#places.fill(0);
    this.#count = 0;
    this.#complete = false;
  }
}

/** FNV-1a; ids are hashes already. */
function hashOf(id: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x0100_0193);
  return hash >>> 0;
}
