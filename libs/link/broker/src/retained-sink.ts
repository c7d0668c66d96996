import type { MessageSink } from '#link/observer';
import type { Qos } from './message.js';

const RETAINED = 4;
const UTF8 = new TextDecoder();

/** One retained message: the bytes are views, valid during the call. */
export interface Seen {
  readonly topic: string;
  readonly qos: Qos;
  readonly properties: Uint8Array;
  readonly payload: Uint8Array;
}

/**
 * Takes in what the broker held when a subscription began. Without Retain As Published a message has its
 * RETAIN flag set exactly then, and never when it was published live (MQTT 5 section 3.3.1.3).
 */
export class RetainedSink implements MessageSink {
  /** QoS 1 and 2 messages so far, live ones included. */
  acknowledged = 0;
  /** Messages so far, of any kind. */
  messages = 0;
  take: ((seen: Seen) => void) | undefined;

  // The tap's interface, which makes no object per message.
  // eslint-disable-next-line max-params
  record(
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    propertiesStart: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
  ): void {
    const qos = (flags & 3) as Qos;
    this.messages++;
    if (qos > 0) this.acknowledged++;
    if ((flags & RETAINED) === 0) return;
    this.take?.({
      topic: UTF8.decode(bytes.subarray(topicStart, topicEnd)),
      qos,
      properties: bytes.subarray(propertiesStart, payloadStart),
      payload: bytes.subarray(payloadStart, payloadEnd),
    });
  }
}
