import { LEVEL, type LevelStore } from './level-store.js';
import type { MemoryBudget } from './memory.js';

const SMALLEST = 64;

/** Topics by the hash of their name: open addressing with linear probing, four bytes per place. */
export class TopicIndex {
  #places = new Uint32Array(SMALLEST);
  #count = 0;

  constructor(
    private readonly store: LevelStore,
    private readonly budget: MemoryBudget,
  ) {
    budget.take(this.#places.byteLength);
    budget.addBooks(this.#places.byteLength);
  }

  get count(): number {
    return this.#count;
  }

  /** Whether `grow` is needed before the next topic; up to then most searches end at the first place. */
  get full(): boolean {
    return this.#count + 1 > this.#places.length * 0.7;
  }

  /** What growing takes while both the old and the new places exist. */
  get growthBytes(): number {
    return this.#places.byteLength * 2;
  }

  find(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const level = this.#places[place] ?? 0;
      if (level === 0) return 0;
      if (
        this.store.get(level, LEVEL.hash) === hash &&
        this.store.isTopicOf(level, bytes, start, end)
      ) {
        return level;
      }
    }
  }

  /** Adds a topic whose hash is in its record. */
  add(level: number): void {
    this.#put(level);
    this.#count++;
  }

  /** Takes a topic out and moves those after it that it kept from their place. */
  remove(level: number): void {
    const mask = this.#places.length - 1;
    let hole = this.store.get(level, LEVEL.hash) & mask;
    while (this.#places[hole] !== level) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; ; place = (place + 1) & mask) {
      const next = this.#places[place] ?? 0;
      if (next === 0) break;
      const wanted = this.store.get(next, LEVEL.hash) & mask;
      if (((place - wanted) & mask) >= ((place - hole) & mask)) {
        this.#places[hole] = next;
        hole = place;
      }
    }
    this.#places[hole] = 0;
    this.#count--;
  }

  /** Doubles the places; false when the budget does not allow it. */
  grow(): boolean {
    const old = this.#places;
    if (!this.budget.allowsBooks(old.byteLength) || !this.budget.take(old.byteLength * 2)) {
      return false;
    }
    this.#places = new Uint32Array(old.length * 2);
    for (const level of old) if (level !== 0) this.#put(level);
    this.budget.giveBack(old.byteLength);
    this.budget.addBooks(old.byteLength);
    return true;
  }

  #put(level: number): void {
    const mask = this.#places.length - 1;
    let place = this.store.get(level, LEVEL.hash) & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = level;
  }
}
