import type { Deciders } from './deciders.js';
import type { DecisionList, Test } from './decision-list.js';
import type { Pace } from './pace.js';
import { countBits, countOnes, type Bits, type TopicSets } from './topic-set.js';

/** Works out decision lists for all topics at once: each test decides about what those before it have left. */
export class Verdicts {
  constructor(
    private readonly sets: TopicSets,
    private readonly pace: Pace,
  ) {}

  /** Those of the topics that the list allows. Which tests decide about all of them goes into `deciders`. */
  *allowed(list: DecisionList, topics: Bits, deciders?: Deciders): Generator<undefined, Bits> {
    const allowed = this.sets.none();
    const undecided = topics.slice();
    let left = countBits(undecided);
    deciders?.clear();
    for (const [number, { when, then }] of list.entries()) {
      if (left === 0) break;
      if (then === 'pass') continue;
      const { at, bits } = this.sets.of(when);
      for (let i = 0; i < at.length; i++) {
        const word = at[i] ?? 0;
        const hits = (undecided[word] ?? 0) & (bits[i] ?? 0);
        if (hits === 0) continue;
        undecided[word] = (undecided[word] ?? 0) ^ hits;
        left -= countOnes(hits);
        if (then === 'allow') allowed[word] = (allowed[word] ?? 0) | hits;
        deciders?.add(word, number, hits);
      }
      this.pace.spend(at.length);
      if (this.pace.isDue()) yield;
    }
    return allowed;
  }

  /** The topics for which one of the tests holds. */
  *touched(tests: readonly Test[]): Generator<undefined, Bits> {
    const touched = this.sets.none();
    for (const { when } of tests) {
      const { at, bits } = this.sets.of(when);
      for (let i = 0; i < at.length; i++) {
        const word = at[i] ?? 0;
        touched[word] = (touched[word] ?? 0) | (bits[i] ?? 0);
      }
      this.pace.spend(at.length);
      if (this.pace.isDue()) yield;
    }
    return touched;
  }
}
