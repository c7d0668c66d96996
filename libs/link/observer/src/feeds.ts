import type { MessagePort } from 'node:worker_threads';
import { Feed } from './feed.js';

/** What messages are handed on for. The place of a name is the number of its feed in the topic table. */
export const FEEDS = ['schemas', 'sparkplug'] as const;
export type FeedName = (typeof FEEDS)[number];

/** The feeds of the observer's thread, by the bits that the topic table gives them. */
export class Feeds {
  readonly #feeds = new Map<number, Feed>();

  /** Begins the feed anew, or ends it when there is no port. What is on its way in the one before still counts. */
  replace(number: number, port: MessagePort | undefined): void {
    const before = this.#feeds.get(number);
    if (port === undefined) {
      before?.close();
      this.#feeds.delete(number);
      return;
    }
    this.#feeds.set(number, new Feed(port));
    before?.end((untold) => this.#feeds.get(number)?.inherit(untold));
  }

  /** MCM may have missed messages: all feeds say so. */
  gap(): void {
    for (const feed of this.#feeds.values()) feed.gap();
  }

  // As the topic table's sink: no object per message.
  // eslint-disable-next-line max-params
  add(
    feeds: number,
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
    at: number,
  ): void {
    for (const [number, feed] of this.#feeds) {
      if ((feeds & (1 << number)) === 0) continue;
      feed.add(bytes, topicStart, topicEnd, payloadStart, payloadEnd, flags, at);
    }
  }
}
