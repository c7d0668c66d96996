import { holds } from './condition.js';
import type { Condition } from './decision-list.js';
import { FilterForest, NO_TREE, NOWHERE, type Comparison } from './filter-forest.js';
import { LevelNames } from './level-names.js';
import { LevelReader } from './level-reader.js';

/** A condition and its number. */
export interface Numbered {
  readonly number: number;
  readonly when: Condition;
}

/** Conditions as they are kept: those that are filters as trees of a forest. */
export interface Conditions extends Readonly<Record<Comparison, number>> {
  readonly literals: ReadonlyMap<string, number> | undefined;
  /** Those that are asked on their own, because they are no filters. */
  readonly singles: readonly Numbered[];
}

/** Finds the first of many conditions that holds, without asking each of them. */
export class ConditionIndex {
  readonly #names = new LevelNames();
  readonly #asked = new LevelReader(this.#names);
  readonly #forests: Readonly<Record<Comparison, FilterForest>> = {
    topics: new FilterForest('topics', this.#names),
    filters: new FilterForest('filters', this.#names),
    levels: new FilterForest('levels', this.#names),
  };
  /** Most lists begin with the same ones, which are kept once. */
  readonly #singles = new Map<string, readonly Numbered[]>();

  /** Takes conditions in by rising numbers. */
  add(conditions: Iterable<Numbered>): Conditions {
    const trees = { topics: NO_TREE, filters: NO_TREE, levels: NO_TREE };
    const literals = new Map<string, number>();
    const singles: Numbered[] = [];
    const addFilter = (comparison: Comparison, filter: string, number: number) => {
      const forest = this.#forests[comparison];
      if (trees[comparison] === NO_TREE) trees[comparison] = forest.plant();
      forest.add(trees[comparison], filter, number);
    };
    for (const { number, when } of conditions) {
      switch (when.kind) {
        case 'selected':
          addFilter('topics', when.filter, number);
          break;
        case 'within':
          addFilter(when.compares, when.filter, number);
          break;
        case 'literal':
          if (!literals.has(when.topic)) literals.set(when.topic, number);
          break;
        case 'never':
          break;
        case 'always':
        case 'begins':
        case 'begins-not':
        case 'odd':
        case 'wildcard':
          singles.push({ number, when });
      }
    }
    return {
      ...trees,
      literals: literals.size === 0 ? undefined : literals,
      singles: this.#shared(singles),
    };
  }

  #shared(singles: readonly Numbered[]): readonly Numbered[] {
    const key = JSON.stringify(singles);
    const kept = this.#singles.get(key) ?? singles;
    this.#singles.set(key, kept);
    return kept;
  }

  /** What is asked about from now on. */
  ask(topic: string): LevelReader {
    this.#asked.read(topic);
    return this.#asked;
  }

  /** The least number of a condition that holds and is less than `limit`; otherwise `limit`. */
  least({ topics, filters, levels, literals, singles }: Conditions, limit: number): number {
    const asked = this.#asked;
    let least = limit;
    if (literals !== undefined) least = Math.min(least, literals.get(asked.text) ?? NOWHERE);
    if (topics !== NO_TREE) least = this.#forests.topics.least(topics, asked, least);
    if (filters !== NO_TREE) least = this.#forests.filters.least(filters, asked, least);
    if (levels !== NO_TREE) least = this.#forests.levels.least(levels, asked, least);
    for (const { number, when } of singles) {
      if (number >= least) break;
      if (holds(when, asked.text)) least = number;
    }
    return least;
  }
}
