/**
 * Which tests of a list decide about topics, by their numbers in the list: for each word of bits, parts of it, with
 * the test that decides about these topics. It is filled again and again, without making anything new.
 */
export class Deciders {
  /** Of each word: where its first part is in the lists below, counted from 1; without any, 0. */
  readonly first: Int32Array;
  readonly tests: number[] = [0];
  readonly bits: number[] = [0];
  /** Where the next part of the same word is, or 0. */
  readonly next: number[] = [0];
  #count = 0;

  constructor(words: number) {
    this.first = new Int32Array(words);
  }

  clear(): void {
    this.first.fill(0);
    this.#count = 0;
  }

  add(word: number, test: number, bits: number): void {
    const at = ++this.#count;
    this.tests[at] = test;
    this.bits[at] = bits;
    this.next[at] = this.first[word] ?? 0;
    this.first[word] = at;
  }
}
