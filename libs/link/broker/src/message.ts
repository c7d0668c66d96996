export type Qos = 0 | 1 | 2;

/** A message to publish. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: Qos;
  readonly retain: boolean;
  /** The properties of the PUBLISH as they go over the wire, without their length; none when empty. */
  readonly properties: Uint8Array;
}

/** A retained message as the broker sent it. */
export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** That of the message, for it is asked for with QoS 2. */
  readonly qos: Qos;
  /** As in {@link OutgoingMessage}; empty over MQTT 3.1.1. */
  readonly properties: Uint8Array;
}

/** Where there is a retained message, and how large it is. */
export interface RetainedSize {
  readonly topic: string;
  readonly payloadBytes: number;
}
