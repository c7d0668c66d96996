/** The packets of MQTT 5.0 by which an asker asks, and how the answers are read. No more of the protocol than that. */

/** Kinds of packets: the upper half of their first byte (MQTT 5.0 section 2.1.2). */
export const CONNACK = 2;
export const PUBLISH = 3;
export const PUBACK = 4;
export const SUBACK = 9;
export const UNSUBACK = 11;
export const PINGRESP = 13;

const NONE = Buffer.of(0);

export interface Login {
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** Goes on with a session of earlier, and leaves one behind. */
  readonly keepSession?: boolean;
}

export function connectPacket({ clientId, username, password, keepSession }: Login): Buffer {
  const flags =
    (username === undefined ? 0 : 0x80) |
    (password === undefined ? 0 : 0x40) |
    (keepSession ? 0 : 0x02);
  // Session Expiry Interval: the largest there is.
  const properties = keepSession ? Buffer.of(5, 0x11, 255, 255, 255, 255) : NONE;
  const texts = [clientId, username, password].filter((one) => one !== undefined);
  return packet(0x10, [text('MQTT'), Buffer.of(5, flags, 0, 0), properties, ...texts.map(text)]);
}

/** At QoS 1, so that it is answered. */
export function publishPacket(id: number, topic: string, payload: string): Buffer {
  return packet(0x32, [text(topic), number(id), NONE, Buffer.from(payload)]);
}

/** One filter, at QoS 0, without what is retained unless asked for. */
export function subscribePacket(id: number, filter: string): Buffer {
  return packet(0x82, [number(id), NONE, text(filter), Buffer.of(0)]);
}

export function unsubscribePacket(id: number, filter: string): Buffer {
  return packet(0xa2, [number(id), NONE, text(filter)]);
}

export const PINGREQ = Buffer.of(0xc0, 0);

export interface Packet {
  readonly kind: number;
  readonly body: Buffer;
}

/** Cuts whole packets off the bytes that have come in; `rest` is the beginning of the next one. */
export function readPackets(bytes: Buffer): { packets: Packet[]; rest: Buffer } {
  const packets: Packet[] = [];
  let at = 0;
  for (;;) {
    const length = readLength(bytes, at + 1);
    if (length === undefined || bytes.length < length.end + length.value) break;
    const end = length.end + length.value;
    packets.push({ kind: (bytes[at] ?? 0) >> 4, body: bytes.subarray(length.end, end) });
    at = end;
  }
  return { packets, rest: bytes.subarray(at) };
}

/** What a PUBACK, SUBACK or UNSUBACK of one topic answers (sections 3.4.2, 3.9.3 and 3.11.3). */
export function readAnswer({ kind, body }: Packet): { id: number; reason: number } {
  const id = body.readUInt16BE(0);
  if (kind === PUBACK) return { id, reason: body[2] ?? 0 }; // left out where it is 0
  return { id, reason: body[body.length - 1] ?? 0 };
}

/** The topic of a PUBLISH. */
export function readTopic({ body }: Packet): string {
  return body.toString('utf8', 2, 2 + body.readUInt16BE(0));
}

function packet(first: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(first), variable(length), ...parts]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

/** A Variable Byte Integer (section 1.5.5). */
function variable(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    const more = left >= 128;
    bytes.push((left % 128) | (more ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.from(bytes);
}

function readLength(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length; at++, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
  return undefined;
}
