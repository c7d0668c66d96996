/** The numbers of the wildcards, in every dictionary. */
export const PLUS = 0;
export const HASH = 1;
/** Of a level that no filter has. */
export const UNKNOWN = -1;

/** Numbers for the levels of filters, so that texts need not be compared along each of them. */
export class LevelNames {
  readonly #names: string[] = [];
  readonly #hashes: number[] = [];
  /** Numbers by their hashes, one added; open addressing, at most half full. */
  #table = new Int32Array(64);

  constructor() {
    this.add('+');
    this.add('#');
  }

  /** The number of a level, which is given to it when it has none yet. */
  add(level: string): number {
    let hash = 0;
    for (let at = 0; at < level.length; at++) hash = nextHash(hash, level.charCodeAt(at));
    const known = this.find(level, hash, 0, level.length);
    if (known !== UNKNOWN) return known;
    const number = this.#names.push(level) - 1;
    this.#hashes.push(hash);
    if (this.#names.length * 2 <= this.#table.length) {
      this.#enter(number);
    } else {
      this.#table = new Int32Array(this.#table.length * 2);
      for (let one = 0; one <= number; one++) this.#enter(one);
    }
    return number;
  }

  #enter(number: number): void {
    let slot = this.#slot(this.#hashes[number] ?? 0);
    while (this.#table[slot] !== 0) slot = (slot + 1) & (this.#table.length - 1);
    this.#table[slot] = number + 1;
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#table.length - 1);
  }

  /** The number of the level that stands in `text` from `start` to `end`; `UNKNOWN` when it has none. */
  find(text: string, hash: number, start: number, end: number): number {
    for (let slot = this.#slot(hash); ; slot = (slot + 1) & (this.#table.length - 1)) {
      const number = (this.#table[slot] ?? 0) - 1;
      if (number === UNKNOWN) return UNKNOWN;
      if (this.#hashes[number] !== hash) continue;
      const name = this.#names[number] ?? '';
      if (name.length === end - start && text.startsWith(name, start)) return number;
    }
  }
}

const { imul } = Math;
/** With smaller numbers, such as 31, levels that have one hash are too easily written down. */
const FNV_PRIME = 16_777_619;

/** The hash of a level (FNV-1a), character by character. */
export function nextHash(hash: number, code: number): number {
  return imul(hash ^ code, FNV_PRIME);
}
