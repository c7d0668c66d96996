import { FilterTrie } from '#domain/mqtt';
import { FED, LEVEL, type LevelStore } from './level-store.js';
import { nameOf } from './topic-name.js';

/** Feeds that a table can have, told apart by a bit each. */
const MOST_FEEDS = FED.feeds;
/** Choices are counted in the records with so many numbers; 0 is for topics that were never compared. */
const CHOICES = FED.choiceMask >>> FED.choiceShift;

/**
 * Whose messages are handed on as they come, and to which feeds. As in `WatchList`, a topic is compared with the
 * filters once per choice of them, when its next message comes, and its record remembers the answer.
 */
export class FeedList {
  readonly #tries = Array.from({ length: MOST_FEEDS }, () => new FilterTrie<true>());
  readonly #filters: ReadonlySet<string>[] = Array.from({ length: MOST_FEEDS }, () => new Set());
  #choice = 1;
  #none = true;

  constructor(private readonly store: LevelStore) {}

  /** The feed of that number gets the topics that any of the filters selects, and no others. */
  replace(feed: number, filters: readonly string[]): void {
    const trie = this.#tries[feed];
    const before = this.#filters[feed];
    if (trie === undefined || before === undefined)
      throw new RangeError(`There is no feed ${feed}.`);
    const wanted = new Set(filters);
    for (const filter of before) if (!wanted.has(filter)) trie.delete(filter, true);
    for (const filter of wanted) if (!before.has(filter)) trie.add(filter, true);
    this.#filters[feed] = wanted;
    this.#none = this.#filters.every(({ size }) => size === 0);
    this.#choice++;
    if (this.#choice > CHOICES) this.#chooseAnew();
  }

  /** A bit for each feed that the topic goes to. */
  of(topic: number): number {
    if (this.#none) return 0;
    const fed = this.store.fed(topic);
    if ((fed & FED.choiceMask) >>> FED.choiceShift === this.#choice) return fed & FED.feedMask;
    const feeds = this.#chosen(this.store.topicBytes(topic));
    this.store.setFed(topic, feeds | (this.#choice << FED.choiceShift));
    return feeds;
  }

  /** The same of a topic that has no record. */
  ofName(bytes: Uint8Array, start: number, end: number): number {
    if (this.#none) return 0;
    return this.#chosen(bytes.subarray(start, end));
  }

  #chosen(topic: Uint8Array): number {
    const name = nameOf(topic);
    let feeds = 0;
    for (const [feed, trie] of this.#tries.entries()) if (trie.selects(name)) feeds |= 1 << feed;
    return feeds;
  }

  /** A number comes again: no record may have it from before. */
  #chooseAnew(): void {
    this.#choice = 1;
    this.store.levels.scan((_, view, offset) => {
      view.setUint16(offset + LEVEL.fed, 0, true);
    });
  }
}
