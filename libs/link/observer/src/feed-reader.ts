import type { MessagePort } from 'node:worker_threads';
import {
  messagesOf,
  type BatchTaken,
  type FedMessage,
  type FeedBatch,
  type FeedSkips,
} from './feed-batch.js';

/** The other end of a feed, in the thread that its messages go to. */
export class FeedReader {
  readonly #port: MessagePort;

  /**
   * `take` gets what came, at once, in the order of its coming, with all that was skipped since the feed began. The
   * next batches wait until it returns; when it is slow, the feed begins to skip. Of a feed that is begun anew, the
   * reader before still gets what is on its way, and is closed then. `first` came before there was a reader.
   */
  constructor(
    port: MessagePort,
    take: (messages: Iterable<FedMessage>, skips: FeedSkips) => void,
    first?: FeedBatch,
  ) {
    this.#port = port;
    const read = (batch: FeedBatch) => {
      take(messagesOf(batch), batch.skips);
      const taken: BatchTaken = { bytes: batch.used, messages: batch.messages };
      port.postMessage(taken);
    };
    if (first !== undefined) read(first);
    port.on('message', read);
  }

  close(): void {
    this.#port.close();
  }
}
