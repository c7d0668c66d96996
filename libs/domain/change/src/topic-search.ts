import { changedTests, holds, type Condition, type DecisionList, type Test } from '#domain/access';
import { overlaps } from '#domain/mqtt';
import { commonFilter, exampleTopics, freshLevel } from './filter-examples.js';

/** As many tests take some milliseconds. */
const REST_AFTER = 50_000;

type Verdict = 'allow' | 'deny';

/**
 * Looks among the topics of a filter for what two decisions about receiving say of them. If there is a topic of the kind,
 * one is found: a verdict holds for a whole piece that some filters have in common, but for what other filters cut out of
 * it, and so for an example of it. (Entries of the plugin with invalid filters are asked, but not searched for.)
 */
export class TopicSearch {
  readonly #before: DecisionList;
  readonly #after: DecisionList;
  readonly #changed: ReadonlySet<Test>;
  readonly #depth: number;
  readonly #fresh: string;
  #spent = 0;

  constructor(
    before: DecisionList,
    after: DecisionList,
    private readonly filter: string,
  ) {
    this.#before = before.filter((test) => canDecide(test, filter));
    this.#after = after.filter((test) => canDecide(test, filter));
    this.#changed = new Set(changedTests(this.#before, this.#after));
    const filters = [filter, ...[...this.#before, ...this.#after].map((test) => this.#of(test))];
    this.#depth = Math.max(...filters.map((one) => one.split('/').length));
    this.#fresh = freshLevel(filters);
  }

  /** A topic that is denied and was allowed. */
  stops(): Generator<undefined, string | undefined> {
    return this.#flips('allow', 'deny');
  }

  /** A topic that is allowed and was denied. */
  starts(): Generator<undefined, string | undefined> {
    return this.#flips('deny', 'allow');
  }

  /** A topic that is allowed. */
  *comes(): Generator<undefined, string | undefined> {
    for (const test of this.#after.filter(({ then }) => then === 'allow')) {
      for (const topic of this.#examples([this.#of(test)])) {
        if (this.#isTired()) yield;
        if (this.#verdict(this.#after, topic) === 'allow') return topic;
      }
    }
    return undefined;
  }

  *#flips(was: Verdict, is: Verdict): Generator<undefined, string | undefined> {
    const then = this.#before.filter(({ then }) => then === was);
    const now = this.#after.filter(({ then }) => then === is);
    for (const old of then) {
      for (const test of now) {
        // What both have in common decides alike in both.
        if (!this.#changed.has(old) && !this.#changed.has(test)) continue;
        for (const topic of this.#examples([this.#of(old), this.#of(test)])) {
          if (this.#isTired()) yield;
          if (this.#verdict(this.#after, topic) !== is) continue;
          if (this.#verdict(this.#before, topic) === was) return topic;
        }
      }
    }
    return undefined;
  }

  /** Of what the filters have in common with the subscription. */
  #examples(filters: readonly string[]): Iterable<string> {
    this.#spent += 1;
    let common: string | undefined = this.filter;
    for (const filter of filters) common = common && commonFilter(common, filter);
    return common === undefined ? [] : exampleTopics(common, this.#depth, this.#fresh);
  }

  #isTired(): boolean {
    if (this.#spent < REST_AFTER) return false;
    this.#spent = 0;
    return true;
  }

  #of({ when }: Test): string {
    return filterOf(when) ?? this.filter;
  }

  #verdict(list: DecisionList, topic: string): Verdict {
    this.#spent += list.length;
    return list.find(({ when }) => holds(when, topic))?.then === 'allow' ? 'allow' : 'deny';
  }
}

/** Whether it can decide about a topic of the filter. */
function canDecide({ when, then }: Test, filter: string): boolean {
  if (then === 'pass' || when.kind === 'never') return false;
  const own = filterOf(when);
  return own === undefined || overlaps(own, filter);
}

const filterOf = (when: Condition): string | undefined =>
  when.kind === 'selected' ? when.filter : undefined;
