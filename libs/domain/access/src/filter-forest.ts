import { LevelReader } from './level-reader.js';
import { HASH, PLUS, UNKNOWN, type LevelNames } from './level-names.js';

/** Greater than any number of a filter; a small integer, which is compared without being unpacked. */
export const NOWHERE = 2 ** 30;

/**
 * What is compared with the filters: `topics` with those that select them, `filters` and `levels` with those that
 * they are within (see the conditions `selected` and `within`, which say the same of one filter).
 */
export type Comparison = 'topics' | 'filters' | 'levels';

/** Places of the trees lie one behind the other in a list of numbers, each in as many as this. */
const SIZE = 8;
/** The place above, and the number of the level; only for those that are in the table. */
const ABOVE = 0;
const LEVEL = 1;
/** The least number of a filter that ends here, that ends here with `#`, and of all here and below. */
const EXACT = 2;
const DEEP = 3;
const LEAST = 4;
/** The place of the level `+` below, and how many others there are. */
const WILD = 5;
const BELOW = 6;
/** No tree, and no place. */
export const NO_TREE = 0;
const NO_PLACE = 0;

/**
 * Trees of numbered filters by their levels, to find the least number among those of a tree that match, in steps along
 * the topic. There are thousands of trees, and their speed is that of the processor's cache: so they are all together
 * in three lists of numbers.
 */
export class FilterForest {
  #places = new Int32Array(64 * SIZE);
  /** How much of it is in use. */
  #end = SIZE;
  /** Places by what is above them and by their level; open addressing, at most half full. */
  #table = new Int32Array(128);
  #entries = 0;
  /** Of what is asked: whether wildcards stand for its first level, and whether filters that end where it does count. */
  #first = true;
  #ends = true;
  readonly #rest: LevelReader;

  constructor(
    private readonly comparison: Comparison,
    private readonly names: LevelNames,
  ) {
    this.#rest = new LevelReader(names);
  }

  /** A new tree. */
  plant(): number {
    return this.#newPlace(NO_PLACE, PLUS);
  }

  /** Numbers have to rise from call to call. */
  add(tree: number, filter: string, number: number): void {
    let place = tree;
    const levels = filter.split('/');
    for (const [depth, level] of levels.entries()) {
      this.#lower(place + LEAST, number);
      if (level === '#' && this.#isWildcard(depth, levels)) {
        this.#lower(place + DEEP, number);
        return;
      }
      place = level === '+' ? this.#wild(place) : this.#below(place, this.names.add(level));
    }
    this.#lower(place + LEAST, number);
    this.#lower(place + EXACT, number);
  }

  /** By its levels, the broker knows `#` at the end only; elsewhere it is a level like others. */
  #isWildcard(depth: number, levels: readonly string[]): boolean {
    return this.comparison !== 'levels' || depth === levels.length - 1;
  }

  #lower(at: number, number: number): void {
    this.#places[at] = Math.min(this.#at(at), number);
  }

  #wild(place: number): number {
    if (this.#at(place + WILD) === NO_PLACE) {
      const made = this.#newPlace(place, PLUS);
      this.#places[place + WILD] = made;
    }
    return this.#at(place + WILD);
  }

  #below(place: number, level: number): number {
    const found = this.#find(place, level);
    if (found !== NO_PLACE) return found;
    const made = this.#newPlace(place, level);
    this.#places[place + BELOW] = this.#at(place + BELOW) + 1;
    this.#entries++;
    if (this.#entries * 2 <= this.#table.length) {
      this.#enter(made);
    } else {
      this.#table = new Int32Array(this.#table.length * 2);
      for (let at = SIZE; at < this.#end; at += SIZE) {
        if (this.#at(at + LEVEL) !== PLUS) this.#enter(at);
      }
    }
    return made;
  }

  #newPlace(above: number, level: number): number {
    const place = this.#end;
    if (place === this.#places.length) {
      const places = new Int32Array(place * 2);
      places.set(this.#places);
      this.#places = places;
    }
    this.#places.set([above, level, NOWHERE, NOWHERE, NOWHERE, NO_PLACE, 0], place);
    this.#end += SIZE;
    return place;
  }

  #enter(place: number): void {
    let slot = this.#slot(this.#at(place + ABOVE), this.#at(place + LEVEL));
    while (this.#table[slot] !== NO_PLACE) slot = (slot + 1) & (this.#table.length - 1);
    this.#table[slot] = place;
  }

  #find(above: number, level: number): number {
    if (level === UNKNOWN) return NO_PLACE;
    for (let slot = this.#slot(above, level); ; slot = (slot + 1) & (this.#table.length - 1)) {
      const place = this.#table[slot] ?? NO_PLACE;
      if (place === NO_PLACE) return NO_PLACE;
      if (this.#at(place + ABOVE) === above && this.#at(place + LEVEL) === level) return place;
    }
  }

  #slot(above: number, level: number): number {
    const mixed = Math.imul(level ^ Math.imul(above, 0x9e3779b1), 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.#table.length - 1);
  }

  #at(at: number): number {
    return this.#places[at] ?? NOWHERE;
  }

  /** The least number of a filter of the tree that matches and is less than `limit`; otherwise `limit`. */
  least(tree: number, asked: LevelReader, limit: number): number {
    if (this.#at(tree + LEAST) >= limit) return limit;
    const levels = this.comparison === 'levels';
    // Wildcards at the beginning do not stand for what begins with `$` (MQTT 5.0 section 4.7.2).
    this.#first = levels || !asked.text.startsWith('$');
    this.#ends = !(levels && asked.number(asked.count - 1) === HASH);
    if (this.#ends) return this.#descend(tree, asked, 0, limit);
    // As the broker compares levels: `a/#` as `a`, and `#` as one empty level.
    this.#rest.read(asked.text.slice(0, -2));
    return this.#descend(tree, this.#rest, 0, limit);
  }

  #descend(place: number, asked: LevelReader, depth: number, limit: number): number {
    const wild = depth > 0 || this.#first;
    let least = wild ? Math.min(limit, this.#at(place + DEEP)) : limit;
    if (depth === asked.count) {
      return this.#ends ? Math.min(least, this.#at(place + EXACT)) : least;
    }
    // Each look into the table is likely to miss the cache.
    const named = this.#at(place + BELOW) > 0 ? this.#find(place, asked.number(depth)) : NO_PLACE;
    if (named !== NO_PLACE && this.#at(named + LEAST) < least) {
      least = this.#descend(named, asked, depth + 1, least);
    }
    const other = wild ? this.#at(place + WILD) : NO_PLACE;
    if (other === NO_PLACE || this.#at(other + LEAST) >= least) return least;
    // A subscription to all is within no `+`.
    if (this.comparison === 'filters' && asked.number(depth) === HASH) return least;
    return this.#descend(other, asked, depth + 1, least);
  }
}
