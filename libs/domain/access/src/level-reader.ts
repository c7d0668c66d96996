import { nextHash, UNKNOWN, type LevelNames } from './level-names.js';

const SLASH = 47;

/** A topic or filter by the numbers of its levels. One reader is used for many, so that nothing has to be made. */
export class LevelReader {
  text = '';
  /** How many levels there are. */
  count = 0;
  /** Whether there is nothing in it but printable ASCII without wildcards. */
  isPlain = false;
  readonly #ends: number[] = [];
  readonly #hashes: number[] = [];
  /** The numbers of the first levels, as far as they have been asked for. */
  readonly #numbers: number[] = [];
  #known = 0;

  constructor(private readonly names: LevelNames) {}

  read(text: string): void {
    this.text = text;
    this.count = 0;
    this.#known = 0;
    let plain = true;
    let hash = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === SLASH) {
        this.#add(at, hash);
        hash = 0;
        continue;
      }
      if (code < 32 || code > 126 || code === 35 || code === 43) plain = false;
      hash = nextHash(hash, code);
    }
    this.#add(text.length, hash);
    this.isPlain = plain;
  }

  #add(end: number, hash: number): void {
    this.#ends[this.count] = end;
    this.#hashes[this.count] = hash;
    this.count++;
  }

  /** The number of the level at this depth. */
  number(depth: number): number {
    for (; this.#known <= depth; this.#known++) {
      const start = this.#known === 0 ? 0 : (this.#ends[this.#known - 1] ?? 0) + 1;
      const end = this.#ends[this.#known] ?? 0;
      const hash = this.#hashes[this.#known] ?? 0;
      this.#numbers[this.#known] = this.names.find(this.text, hash, start, end);
    }
    return this.#numbers[depth] ?? UNKNOWN;
  }
}
