import { holds } from './condition.js';
import type { Condition } from './decision-list.js';
import type { Pace } from './pace.js';
import type { TopicTree } from './topic-tree.js';

/** One bit for each topic, 32 to a word. */
export type Bits = Int32Array;

/** Topics by the bits in those words that have any. */
export interface TopicSet {
  /** Which words, rising. */
  readonly at: Int32Array;
  readonly bits: Int32Array;
}

/** Of the sets that are kept, together: 64 MB. */
const MOST_WORDS = 8_000_000;
const WORDS_OF_EMPTY = 40;
/** What it weighs to look at a topic on its own. */
const WORK = 20;

/** For which topics conditions hold. A condition of many clients is looked up once for all of them. */
export class TopicSets {
  /** Of filters, which are most conditions, and of the others. */
  readonly #selected = new Map<string, TopicSet>();
  readonly #others = new Map<string, TopicSet>();
  #words = 0;

  constructor(
    private readonly tree: TopicTree,
    private readonly pace: Pace,
  ) {}

  /** A set of none of the topics. */
  none(): Bits {
    return new Int32Array(Math.ceil(this.tree.topics.length / 32));
  }

  /** A set of all of them. */
  all(): Bits {
    const all = this.none();
    all.set(this.of({ kind: 'always' }).bits);
    return all;
  }

  of(when: Condition): TopicSet {
    return when.kind === 'selected'
      ? this.#kept(this.#selected, when.filter, when)
      : this.#kept(this.#others, JSON.stringify(when), when);
  }

  #kept(kept: Map<string, TopicSet>, key: string, when: Condition): TopicSet {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = setOf(this.#numbers(when));
    if (this.#words + found.at.length > MOST_WORDS) {
      this.#selected.clear();
      this.#others.clear();
      this.#words = 0;
    }
    // An empty set takes some memory as well.
    this.#words += found.at.length + WORDS_OF_EMPTY;
    kept.set(key, found);
    return found;
  }

  /** Pairs of the number of a first topic and of the one behind the last. */
  #numbers(when: Condition): readonly number[] {
    const count = this.tree.topics.length;
    switch (when.kind) {
      case 'always':
        return [0, count];
      case 'never':
        return [];
      case 'selected':
        return this.tree.selected(when.filter);
      case 'begins':
        return this.#holding(when, this.tree.beginning(when.prefix));
      case 'begins-not':
        // From each end to the next start.
        return [0, ...this.tree.beginning(when.prefix), count];
      case 'literal':
      case 'odd':
      case 'within':
      case 'wildcard':
        return this.#holding(when, [0, count]);
    }
  }

  /** Those for which the condition holds, each on its own. */
  #holding(when: Condition, among: readonly number[]): readonly number[] {
    const numbers: number[] = [];
    for (let pair = 0; pair < among.length; pair += 2) {
      const end = among[pair + 1] ?? 0;
      for (let number = among[pair] ?? 0; number < end; number++) {
        if (holds(when, this.tree.topics[number] ?? '')) numbers.push(number, number + 1);
        this.pace.spend(WORK);
      }
    }
    return numbers;
  }
}

function setOf(numbers: readonly number[]): TopicSet {
  const at: number[] = [];
  const bits: number[] = [];
  for (let pair = 0; pair < numbers.length; pair += 2) {
    const end = numbers[pair + 1] ?? 0;
    for (let from = numbers[pair] ?? 0; from < end;) {
      const word = from >>> 5;
      const upTo = Math.min(end, (word + 1) * 32);
      const mask = ones(upTo - from) << (from & 31);
      if (at.at(-1) === word) bits.push((bits.pop() ?? 0) | mask);
      else {
        at.push(word);
        bits.push(mask);
      }
      from = upTo;
    }
  }
  return { at: new Int32Array(at), bits: new Int32Array(bits) };
}

function ones(count: number): number {
  return count === 32 ? -1 : (1 << count) - 1;
}

/** How many bits of a word are set. */
export function countOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (const word of bits) count += countOnes(word);
  return count;
}

/** Where the lowest bit of a word is. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
