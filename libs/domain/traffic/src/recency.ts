import { LEVEL, SEEN, type LevelStore } from './level-store.js';

/**
 * Topics by the time of their last message, as a list through their records: exact, and no search at the
 * cost of two neighbours per message. Topics older than `#oldestPayload` hold no message any more, those older
 * than `#oldestHistory` at most one.
 */
export class Recency {
  #newest = 0;
  #oldest = 0;
  #oldestPayload = 0;
  #oldestHistory = 0;

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
    if (this.#oldestHistory === 0) this.#oldestHistory = topic;
  }

  remove(topic: number): void {
    const newer = this.store.get(topic, LEVEL.newer);
    const older = this.store.get(topic, LEVEL.older);
    if (topic === this.#oldestPayload) this.#oldestPayload = newer;
    if (topic === this.#oldestHistory) this.#oldestHistory = newer;
    if (newer === 0) this.#newest = older;
    else this.store.set(newer, LEVEL.older, older);
    if (older === 0) this.#oldest = newer;
    else this.store.set(older, LEVEL.newer, newer);
  }

  /** The least recently updated topic that holds a message, `except` aside; 0 when there is none. */
  oldestPayload(except: number): number {
    for (;;) {
      if (this.#oldestPayload === except && !this.#overtake(except)) return 0;
      const topic = this.#oldestPayload;
      if (topic === 0 || this.store.get(topic, LEVEL.messagesHeld) !== 0) return topic;
      this.#oldestPayload = this.store.get(topic, LEVEL.newer);
    }
  }

  /** The least recently updated topic that holds more than one message, `except` aside; 0 when there is none. */
  oldestHistory(except: number): number {
    for (;;) {
      if (this.#oldestHistory === except && !this.#overtake(except)) return 0;
      const topic = this.#oldestHistory;
      if (topic === 0 || (this.store.seen(topic) & SEEN.history) !== 0) return topic;
      this.#oldestHistory = this.store.get(topic, LEVEL.newer);
    }
  }

  /** Moves a topic that is being updated to the newest end; false when there is none newer, or no topic. */
  #overtake(topic: number): boolean {
    if (topic === 0 || topic === this.#newest) return false;
    this.touch(topic, true);
    return true;
  }
}
