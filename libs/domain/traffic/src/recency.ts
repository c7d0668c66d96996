import { LEVEL, type LevelStore } from './level-store.js';

/**
 * Topics by the time of their last message, as a list through their records: exact, and no search at the
 * cost of two neighbours per message. Topics older than `#oldestPayload` hold no payload any more.
 */
export class Recency {
  #newest = 0;
  #oldest = 0;
  #oldestPayload = 0;

  constructor(private readonly store: LevelStore) {}

  get oldest(): number {
    return this.#oldest;
  }

  /** Moves a topic that is in the list, or not yet, to the newest end. */
  touch(topic: number, known: boolean): void {
    if (topic !== this.#newest) {
      if (known) this.remove(topic);
      this.store.set(topic, LEVEL.older, this.#newest);
      this.store.set(topic, LEVEL.newer, 0);
      if (this.#newest === 0) this.#oldest = topic;
      else this.store.set(this.#newest, LEVEL.newer, topic);
      this.#newest = topic;
    }
    if (this.#oldestPayload === 0) this.#oldestPayload = topic;
  }

  remove(topic: number): void {
    const newer = this.store.get(topic, LEVEL.newer);
    const older = this.store.get(topic, LEVEL.older);
    if (topic === this.#oldestPayload) this.#oldestPayload = newer;
    if (newer === 0) this.#newest = older;
    else this.store.set(newer, LEVEL.older, older);
    if (older === 0) this.#oldest = newer;
    else this.store.set(older, LEVEL.newer, newer);
  }

  /** The least recently updated topic that holds a payload, `except` aside; 0 when there is none. */
  oldestPayload(except: number): number {
    while (this.#oldestPayload !== 0 && this.#oldestPayload !== except) {
      if (this.store.get(this.#oldestPayload, LEVEL.payload) !== 0) return this.#oldestPayload;
      this.#oldestPayload = this.store.get(this.#oldestPayload, LEVEL.newer);
    }
    return 0;
  }
}
