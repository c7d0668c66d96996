import type { Example, LastVerdict, TopicJudged } from './port.js';
import type { SlotCounts } from './judge-memory.js';

const MOST_TOPICS = 1_000;
/** Of the names of topics, which may have 65,535 each. */
const MOST_LETTERS = 400_000;
const MOST_EXAMPLES = 20;
const MINUTE_SECONDS = 60;

/** Messages that were not judged, and why. */
export interface SkippedCounts {
  /** The judge was behind. */
  readonly tooFast: number;
  /** Larger than what is judged at all. */
  readonly tooLarge: number;
  /** Judging it took too long, or too much memory. */
  readonly timedOut: number;
  /** They were on their way when the judge had to be ended. */
  readonly notHeld: number;
}

export const NONE_SKIPPED: SkippedCounts = { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 };

export const plus = (one: SkippedCounts, other: SkippedCounts): SkippedCounts => ({
  tooFast: one.tooFast + other.tooFast,
  tooLarge: one.tooLarge + other.tooLarge,
  timedOut: one.timedOut + other.timedOut,
  notHeld: one.notHeld + other.notHeld,
});

export const sum = ({ tooFast, tooLarge, timedOut, notHeld }: SkippedCounts): number =>
  tooFast + tooLarge + timedOut + notHeld;

/** What became of the messages of one schema. */
export interface SchemaCounts {
  readonly judged: number;
  readonly violations: number;
  /** At most so many of its own: of those that never came here, the topic is not known. */
  readonly skipped: SkippedCounts;
  readonly violationsPerMinute: number;
  readonly lastViolationAt?: number;
}

/** What became of the messages to one topic. */
export interface TopicCounts {
  readonly topic: string;
  readonly judged: number;
  readonly violations: number;
  readonly last: LastVerdict;
  readonly lastViolationAt?: number;
}

/** What is remembered of one schema since it got its document and filter. */
export class Tally {
  #counts = { judged: 0, violations: 0, skipped: NONE_SKIPPED };
  #lastViolationAt: number | undefined;
  /** Violations by the second of the last minute, and which second each is of. */
  readonly #seconds = new Uint32Array(MINUTE_SECONDS);
  readonly #ofSecond = new Float64Array(MINUTE_SECONDS);
  /** The one that was judged last is last. */
  readonly #topics = new Map<string, TopicCounts>();
  readonly #examples: Example[] = [];
  #letters = 0;
  #topicsLetGo = 0;

  count({ judged, violations }: SlotCounts, now: number): void {
    this.#counts.judged += judged;
    this.#counts.violations += violations;
    if (violations === 0) return;
    const second = Math.floor(now / 1_000);
    const place = second % MINUTE_SECONDS;
    if (this.#ofSecond[place] !== second) this.#seconds[place] = 0;
    this.#ofSecond[place] = second;
    this.#seconds[place] = (this.#seconds[place] ?? 0) + violations;
  }

  skip(skipped: SkippedCounts): void {
    this.#counts.skipped = plus(this.#counts.skipped, skipped);
  }

  /** Answers what is known of the topic, and what was before, if anything. */
  add({ topic, judged, violations, last, lastViolationAt }: TopicJudged): {
    readonly before: TopicCounts | undefined;
    readonly after: TopicCounts;
  } {
    const before = this.#topics.get(topic);
    const violatedAt = lastViolationAt ?? before?.lastViolationAt;
    const after = {
      ...{ topic, last },
      judged: (before?.judged ?? 0) + judged,
      violations: (before?.violations ?? 0) + violations,
      ...(violatedAt !== undefined && { lastViolationAt: violatedAt }),
    };
    if (!this.#topics.delete(topic)) this.#letters += topic.length;
    this.#topics.set(topic, after);
    this.#lastViolationAt = Math.max(this.#lastViolationAt ?? 0, lastViolationAt ?? 0) || undefined;
    for (const longest of this.#topics.keys()) {
      if (this.#topics.size <= MOST_TOPICS && this.#letters <= MOST_LETTERS) break;
      this.#topics.delete(longest);
      this.#letters -= longest.length;
      this.#topicsLetGo++;
    }
    return { before, after };
  }

  addExample(example: Example): void {
    this.#examples.unshift(example);
    this.#examples.splice(MOST_EXAMPLES);
  }

  counts(now: number): SchemaCounts {
    const at = this.#lastViolationAt;
    return {
      ...this.#counts,
      violationsPerMinute: this.#perMinute(now),
      ...(at !== undefined && { lastViolationAt: at }),
    };
  }

  topic(name: string): TopicCounts | undefined {
    return this.#topics.get(name);
  }

  /** Of the topics judged last; `letGo` others were forgotten for them. */
  topics(): { readonly topics: readonly TopicCounts[]; readonly letGo: number } {
    return { topics: [...this.#topics.values()], letGo: this.#topicsLetGo };
  }

  /** Latest first. */
  examples(): readonly Example[] {
    return this.#examples;
  }

  #perMinute(now: number): number {
    const second = Math.floor(now / 1_000);
    let sum = 0;
    for (const [place, violations] of this.#seconds.entries()) {
      const age = second - (this.#ofSecond[place] ?? 0);
      if (age >= 0 && age < MINUTE_SECONDS) sum += violations;
    }
    return sum;
  }
}
