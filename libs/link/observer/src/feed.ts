import type { MessagePort } from 'node:worker_threads';
import {
  AFTER_GAP,
  AT,
  HEADER_BYTES,
  type BatchTaken,
  type FeedBatch,
  type FeedSkips,
} from './feed-batch.js';

const NO_SKIPS: FeedSkips = { tooFast: 0, tooLarge: 0, lost: 0 };

const BATCH_BYTES = 65_536;
/** On their way to the reader, beyond which messages are skipped. */
const MOST_ON_THE_WAY = 8_388_608;
/** No larger message is handed on; Mosquitto allows 256 MiB. */
const LARGEST_MESSAGE = 16_777_216;
/** A message waits so long for others to go with it. */
const GATHER_MS = 20;

/**
 * Hands messages on to another thread, in batches, and never waits for it: while its reader is behind, messages are
 * skipped and counted.
 */
export class Feed {
  readonly #port: MessagePort;
  readonly #skips: { -readonly [Reason in keyof FeedSkips]: number };
  /** What the reader was told of them with each batch that it has not answered, and with the last that it has. */
  readonly #toldWith: FeedSkips[] = [];
  #answered = NO_SKIPS;
  #bytes = new ArrayBuffer(BATCH_BYTES);
  #view = new DataView(this.#bytes);
  #array = new Uint8Array(this.#bytes);
  #used = 0;
  #messages = 0;
  #onTheWay = { bytes: 0, messages: 0 };
  #gap = true;
  #told = false;
  #timer: NodeJS.Timeout | undefined;
  /** The reader is gone: nothing is answered any more. */
  #closed = false;
  #onEnd: ((untold: FeedSkips) => void) | undefined;

  /** `untold`: of the feed before. */
  constructor(port: MessagePort, untold: FeedSkips = NO_SKIPS) {
    this.#port = port;
    this.#skips = { ...NO_SKIPS };
    this.inherit(untold);
    port.on('message', ({ bytes, messages }: BatchTaken) => {
      this.#onTheWay.bytes -= bytes;
      this.#onTheWay.messages -= messages;
      this.#answered = this.#toldWith.shift() ?? this.#answered;
      this.#endIfDone();
    });
    // After what the reader answered before.
    port.on('close', () => {
      this.#closed = true;
      this.#endIfDone();
    });
  }

  /** What the reader of the feed before was not told is told to this one, also when nothing follows. */
  inherit({ tooFast, tooLarge, lost }: FeedSkips): void {
    if (tooFast + tooLarge + lost === 0) return;
    this.#skips.tooFast += tooFast;
    this.#skips.tooLarge += tooLarge;
    this.#skips.lost += lost;
    this.#told = false;
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
  }

  /** Messages that were handed on, or are about to be, and were not answered. */
  get unanswered(): number {
    return this.#onTheWay.messages + this.#messages;
  }

  /** Messages may be missing from here on: the next one says so. */
  gap(): void {
    this.#gap = true;
  }

  // As the topic table's sink: no object per message.
  // eslint-disable-next-line max-params
  add(
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
    at: number,
  ): void {
    const topicLength = topicEnd - topicStart;
    const payloadLength = payloadEnd - payloadStart;
    const length = HEADER_BYTES + topicLength + payloadLength;
    if (!this.#takes(length)) return;
    if (length > this.#bytes.byteLength - this.#used) this.#begin(length);
    const view = this.#view;
    const start = this.#used;
    view.setUint16(start + AT.topicLength, topicLength);
    view.setUint8(start + AT.flags, flags | (this.#gap ? AFTER_GAP : 0));
    view.setUint32(start + AT.payloadLength, payloadLength);
    view.setFloat64(start + AT.time, at);
    copy(bytes, topicStart, topicEnd, this.#array, start + HEADER_BYTES);
    copy(bytes, payloadStart, payloadEnd, this.#array, start + HEADER_BYTES + topicLength);
    this.#used = start + length;
    this.#messages++;
    this.#gap = false;
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
  }

  /**
   * Ends the feed once the reader has taken what is on its way, or is gone. `onEnd` gets what it was not told, and how
   * many messages nobody will answer any more.
   */
  end(onEnd: (untold: FeedSkips) => void): void {
    this.#onEnd = onEnd;
    if (!this.#closed && this.#used > 0) this.#send();
    this.#endIfDone();
  }

  /** Ends the feed at once: nobody wants to know. */
  close(): void {
    clearTimeout(this.#timer);
    this.#port.close();
  }

  #endIfDone(): void {
    const onEnd = this.#onEnd;
    if (onEnd === undefined || (!this.#closed && this.unanswered > 0)) return;
    this.#onEnd = undefined;
    this.close();
    onEnd({
      tooFast: this.#skips.tooFast - this.#answered.tooFast,
      tooLarge: this.#skips.tooLarge - this.#answered.tooLarge,
      lost: this.#skips.lost - this.#answered.lost + this.unanswered,
    });
  }

  #takes(length: number): boolean {
    const reason = length > LARGEST_MESSAGE ? 'tooLarge' : 'tooFast';
    // What is not there yet does not count: a large message would never go.
    const waiting = this.#onTheWay.bytes + this.#used;
    if (reason === 'tooFast' && waiting <= MOST_ON_THE_WAY) return true;
    this.#skips[reason]++;
    this.#gap = true;
    // So that what is skipped is also told when nothing else is.
    this.#told = false;
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
    return false;
  }

  /** Sends what there is, and begins a batch that the message fits into. */
  #begin(length: number): void {
    this.#send();
    if (length > BATCH_BYTES) this.#allocate(length);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#used === 0 && this.#told) return;
    const [used, messages] = [this.#used, this.#messages];
    // Little is copied: a slow reader must not hold a whole buffer for each message that came now and then.
    const isLittle = used * 2 < this.#bytes.byteLength;
    const bytes = isLittle ? this.#bytes.slice(0, used) : this.#bytes;
    const batch: FeedBatch = { bytes, used, messages, skips: { ...this.#skips } };
    this.#port.postMessage(batch, [bytes]);
    this.#toldWith.push(batch.skips);
    this.#onTheWay.bytes += used;
    this.#onTheWay.messages += messages;
    this.#told = true;
    this.#used = 0;
    this.#messages = 0;
    if (!isLittle) this.#allocate(BATCH_BYTES);
  }

  #allocate(length: number): void {
    this.#bytes = new ArrayBuffer(length);
    this.#view = new DataView(this.#bytes);
    this.#array = new Uint8Array(this.#bytes);
    this.#used = 0;
    this.#messages = 0;
  }
}

// eslint-disable-next-line max-params -- like copyWithin, between two arrays
function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, offset: number): void {
  to.set(from.subarray(start, end), offset);
}
