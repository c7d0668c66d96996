import { ByteSearch } from './byte-search.js';
import { SEEN } from './level-store.js';
import type { TopicSearch } from './topic-row.js';
import type { TopicTree } from './topic-tree.js';

/** Of each payload so much is searched. */
const SEARCHED_BYTES = 1_048_576;
const LONGEST_TOPIC = 65_535;

/** What is looked for in topics, apart from the filter; and what looking has cost. */
export class SearchConditions {
  /** KiB of payloads that were searched. */
  searched = 0;
  readonly #tree: TopicTree;
  readonly #retained: boolean;
  readonly #name: ByteSearch | undefined;
  readonly #payload: ByteSearch | undefined;
  readonly #topic: Uint8Array;

  constructor(tree: TopicTree, { contains = '', value = '', retained = false }: TopicSearch) {
    this.#tree = tree;
    this.#retained = retained;
    this.#name = contains === '' ? undefined : new ByteSearch(contains);
    this.#payload = value === '' ? undefined : new ByteSearch(value);
    this.#topic = new Uint8Array(this.#name === undefined ? 0 : LONGEST_TOPIC + 1);
  }

  meets(topic: number): boolean {
    const { store, messages } = this.#tree;
    if (this.#retained && (store.seen(topic) & SEEN.retainedHeld) === 0) return false;
    if (this.#name?.isIn(this.#topic, store.copyTopic(topic, this.#topic)) === false) return false;
    if (this.#payload === undefined) return true;
    const ring = messages.ring(topic);
    if (ring === undefined) return false;
    const payload = ring.payload(ring.newest).subarray(0, SEARCHED_BYTES);
    this.searched += payload.length >>> 10;
    return this.#payload.isIn(payload);
  }
}
