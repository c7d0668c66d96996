/** A message as it was observed, on its way to another thread. */
export interface FedMessage {
  readonly topic: string;
  /** Valid while the message is being looked at; copy what is to be kept. */
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  /** In ms since the epoch. */
  readonly at: number;
  /**
   * Messages of this feed may be missing before this one: it is the first, MCM was not connected meanwhile, the
   * broker dropped some, or some were skipped.
   */
  readonly afterGap: boolean;
}

/** Messages that were not handed on, since the feed began; with those of the feed before that nobody was told of. */
export interface FeedSkips {
  /** The reader was behind. */
  readonly tooFast: number;
  /** Larger than what is handed on at all. */
  readonly tooLarge: number;
  /** Were on their way when the reader's thread died. */
  readonly lost: number;
}

export interface FeedBatch {
  readonly bytes: ArrayBuffer;
  readonly used: number;
  readonly messages: number;
  readonly skips: FeedSkips;
}

/** What the reader answers to each batch. */
export interface BatchTaken {
  readonly bytes: number;
  readonly messages: number;
}

/** In front of each message: lengths of topic (2) and payload (4), flags (1), time (8). */
export const HEADER_BYTES = 16;
export const AT = { topicLength: 0, flags: 2, payloadLength: 4, time: 8 } as const;
/** Beside QoS in bits 0 and 1 and retained in bit 2. */
export const AFTER_GAP = 8;

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The messages of a batch, in the order of their coming. */
export function* messagesOf({ bytes, used }: FeedBatch): Generator<FedMessage> {
  const view = new DataView(bytes);
  const all = new Uint8Array(bytes);
  for (let at = 0; at < used;) {
    const topicStart = at + HEADER_BYTES;
    const payloadStart = topicStart + view.getUint16(at + AT.topicLength);
    const end = payloadStart + view.getUint32(at + AT.payloadLength);
    const flags = view.getUint8(at + AT.flags);
    yield {
      topic: UTF8.decode(all.subarray(topicStart, payloadStart)),
      payload: all.subarray(payloadStart, end),
      qos: (flags & 3) as 0 | 1 | 2,
      retained: (flags & 4) !== 0,
      at: view.getFloat64(at + AT.time),
      afterGap: (flags & AFTER_GAP) !== 0,
    };
    at = end;
  }
}
