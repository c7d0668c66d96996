import { FilterTrie } from '#domain/mqtt';
import { FLAG, LEVEL, SEEN, type LevelStore } from './level-store.js';
import { nameOf } from './topic-name.js';

/** Watches are counted in the records with so many numbers; 0 is for those that were never compared. */
const COUNTS = SEEN.watchMask >>> SEEN.watchShift;

/**
 * Which topics are watched. A topic is compared with the filters once per watch, when it next matters, and its
 * record remembers the answer: so a new watch costs nothing but its filters, however many topics there are.
 */
export class WatchList {
  readonly #trie = new FilterTrie<true>();
  #filters: ReadonlySet<string> = new Set();
  #count = 1;

  constructor(private readonly store: LevelStore) {}

  /** Watches the topics that any of the filters selects, and no others. */
  replace(filters: readonly string[]): void {
    const wanted = new Set(filters);
    for (const filter of this.#filters) if (!wanted.has(filter)) this.#trie.delete(filter, true);
    for (const filter of wanted) if (!this.#filters.has(filter)) this.#trie.add(filter, true);
    this.#filters = wanted;
    this.#count++;
    if (this.#count > COUNTS) this.#countAnew();
  }

  isWatched(topic: number): boolean {
    if (this.#filters.size === 0) return false;
    const seen = this.store.seen(topic);
    if ((seen & SEEN.watchMask) >>> SEEN.watchShift === this.#count) {
      return (this.store.flags(topic) & FLAG.watched) !== 0;
    }
    const watched = this.#trie.selects(nameOf(this.store.topicBytes(topic)));
    this.store.setSeen(topic, (seen & ~SEEN.watchMask) | (this.#count << SEEN.watchShift));
    const flags = this.store.flags(topic);
    this.store.setFlags(topic, watched ? flags | FLAG.watched : flags & ~FLAG.watched);
    return watched;
  }

  /** A number comes again: no record may have it from before. */
  #countAnew(): void {
    this.#count = 1;
    this.store.levels.scan((_, view, offset) => {
      const at = offset + LEVEL.seen;
      view.setUint16(at, view.getUint16(at, true) & ~SEEN.watchMask, true);
    });
  }
}
