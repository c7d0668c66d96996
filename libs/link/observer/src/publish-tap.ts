/** Where messages go: the topic table. No object per message, so many parameters. */
export interface MessageSink {
  record(
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    /** The properties of MQTT 5 without their length; they end where the payload begins. */
    propertiesStart: number,
    payloadStart: number,
    payloadEnd: number,
    /** `qos | retained << 2` */
    flags: number,
    at: number,
  ): void;
}

export interface PublishTapOptions {
  readonly protocolVersion: 4 | 5;
  readonly sink: MessageSink;
  /** The broker let the session begin: called once, before any of its messages is recorded. */
  readonly begun?: () => void;
  /** The broker answered the subscription; called before what it retains is recorded, which may come in the same bytes. */
  readonly subscribed?: () => void;
  /** Gets each packet that is not the tap's, whole, in bytes of its own. */
  readonly pass: (packet: Uint8Array) => void;
  /** Sends acknowledgements to the broker, several at a time. */
  readonly reply: (packets: Uint8Array) => void;
  readonly now: () => number;
}

/** The broker sent bytes that are not MQTT; the connection cannot go on. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
  // mqtt.js tells its client about errors of a stream only when they have a code.
  readonly code = 'MALFORMED_PACKET';
}

const CONNACK = 2;
const PUBLISH = 3;
const PUBREL = 6;
const SUBACK = 9;
/** First bytes of what a receiver answers; behind each stand a length of 2 and the packet id. */
const PUBACK = 0x40;
const PUBREC = 0x50;
const PUBCOMP = 0x70;
const PINGRESP = 13;
const READ_BYTES = 262_144;
/** No packet but PUBLISH comes near this; more is not MQTT. */
const OTHER_PACKET_BYTES = 1_048_576;

/**
 * Takes messages out of what the broker sends, in the very buffer that the socket reads into, and passes on
 * everything else. mqtt.js keeps what is hard about MQTT (log-in, subscription, keepalive); what is frequent
 * stays out of it: PUBLISH is recorded and acknowledged here, one write for all that one read brought.
 * PINGRESP goes no further either: see `TappedSocket`.
 *
 * Use: read into {@link space}, say how much with {@link received}, which throws {@link MalformedPacket}.
 */
export class PublishTap {
  readonly #options: PublishTapOptions;
  #bytes = Buffer.allocUnsafeSlow(READ_BYTES);
  #start = 0;
  #end = 0;
  #greeted = false;
  /** Packet ids of QoS 2 messages that were recorded and may come once more (MQTT 5 section 4.3.3). */
  readonly #unreleased = new Set<number>();
  #replies: number[] = [];

  constructor(options: PublishTapOptions) {
    this.#options = options;
  }

  /** Where the next bytes belong; never empty. */
  space(): Uint8Array {
    return this.#end === 0 ? this.#bytes : this.#bytes.subarray(this.#end);
  }

  /** The first `count` bytes of the last {@link space} have been filled. */
  received(count: number): void {
    this.#end += count;
    if (!this.#greeted) this.#greet();
    const needed = this.#takePackets(this.#options.now());
    this.#makeRoom(needed);
    if (this.#replies.length === 0) return;
    this.#options.reply(Uint8Array.from(this.#replies));
    this.#replies = [];
  }

  /** What does not begin with CONNACK is not a broker; waiting for the rest of its first packet is in vain. */
  #greet(): void {
    if (byteAt(this.#bytes, 0) >> 4 !== CONNACK) throw new MalformedPacket('it begins otherwise');
    this.#greeted = true;
  }

  /** Handles every whole packet; answers how long the one is that remains, 0 when it does not say yet. */
  #takePackets(at: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let start = this.#start;
    let needed = 0;
    while (end - start >= 2) {
      const first = byteAt(bytes, start);
      let length = byteAt(bytes, start + 1);
      let body = start + 2;
      if (length > 0x7f) {
        const size = varintSize(bytes, start + 1, end);
        if (size === 0) break;
        length = varint(bytes, start + 1, size);
        body = start + 1 + size;
      }
      const next = body + length;
      const type = first >> 4;
      if (type !== PUBLISH && length > OTHER_PACKET_BYTES) throw tooLong(type, length);
      if (next > end) {
        needed = next - start;
        break;
      }
      if (type === PUBLISH) this.#takePublish(first, body, next, at);
      else this.#takeOther(type, start, body, next);
      start = next;
    }
    this.#start = start;
    return needed;
  }

  #takePublish(first: number, body: number, end: number, at: number): void {
    const bytes = this.#bytes;
    const qos = (first >> 1) & 3;
    if (qos === 3) throw new MalformedPacket('a PUBLISH has QoS 3');
    const topicStart = body + 2;
    const topicEnd = topicStart + ((byteAt(bytes, body) << 8) | byteAt(bytes, body + 1));
    let properties = topicEnd + (qos > 0 ? 2 : 0);
    if (topicStart > end || properties > end) throw new MalformedPacket('a PUBLISH is cut short');
    // Without Topic Alias Maximum from us the broker may not leave the topic out (MQTT 5 section 3.3.2.3.4).
    if (topicEnd === topicStart) throw new MalformedPacket('a PUBLISH has no topic');
    let payload = properties;
    if (this.#options.protocolVersion === 5) {
      const size = propertiesSize(bytes, properties, end);
      payload = properties + size;
      properties += size > 0x80 ? varintSize(bytes, properties, end) : 1;
    }

    const flags = qos | ((first & 1) << 2);
    const { sink } = this.#options;
    if (qos === 0) {
      sink.record(bytes, topicStart, topicEnd, properties, payload, end, flags, at);
      return;
    }
    const id = (byteAt(bytes, topicEnd) << 8) | byteAt(bytes, topicEnd + 1);
    if (qos === 1 || !this.#unreleased.has(id)) {
      sink.record(bytes, topicStart, topicEnd, properties, payload, end, flags, at);
    }
    if (qos === 2) this.#unreleased.add(id);
    this.#reply(qos === 1 ? PUBACK : PUBREC, id);
  }

  #takeOther(type: number, start: number, body: number, end: number): void {
    const bytes = this.#bytes;
    if (type === PINGRESP) return;
    // Behind the acknowledge flags stands what came of it (MQTT 5 section 3.2.2.2).
    if (type === CONNACK && end - body >= 2 && byteAt(bytes, body + 1) === 0)
      this.#options.begun?.();
    if (type === SUBACK) this.#options.subscribed?.();
    if (type !== PUBREL) {
      this.#options.pass(Uint8Array.prototype.slice.call(bytes, start, end));
      return;
    }
    if (end - body < 2) throw new MalformedPacket('a PUBREL is cut short');
    const id = (byteAt(bytes, body) << 8) | byteAt(bytes, body + 1);
    this.#unreleased.delete(id);
    this.#reply(PUBCOMP, id);
  }

  #reply(first: number, id: number): void {
    this.#replies.push(first, 2, id >> 8, id & 0xff);
  }

  /** Moves what remains to the front, of a buffer in which the packet fits that has begun. */
  #makeRoom(needed: number): void {
    const remaining = this.#end - this.#start;
    const capacity = Math.max(READ_BYTES, needed);
    if (capacity !== this.#bytes.length && remaining <= capacity) {
      const roomier = Buffer.allocUnsafeSlow(capacity);
      this.#bytes.copy(roomier, 0, this.#start, this.#end);
      this.#bytes = roomier;
    } else if (this.#start > 0 && remaining > 0) {
      this.#bytes.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = remaining;
  }
}

/** How many bytes the variable byte integer at `start` has; 0 while its last byte has not come. */
function varintSize(bytes: Uint8Array, start: number, end: number): number {
  for (let size = 1; size <= 4; size++) {
    if (start + size > end) return 0;
    if (byteAt(bytes, start + size - 1) < 0x80) return size;
  }
  throw new MalformedPacket('a length is longer than four bytes');
}

function varint(bytes: Uint8Array, start: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 128 + (byteAt(bytes, start + i) & 0x7f);
  return value;
}

/** Bytes of the properties of an MQTT 5 PUBLISH with their length in front. */
function propertiesSize(bytes: Uint8Array, start: number, end: number): number {
  if (start < end && byteAt(bytes, start) === 0) return 1;
  const size = varintSize(bytes, start, end);
  const length = size === 0 ? 0 : varint(bytes, start, size);
  if (size === 0 || start + size + length > end)
    throw new MalformedPacket('the properties of a PUBLISH are cut short');
  return size + length;
}

function tooLong(type: number, length: number): MalformedPacket {
  return new MalformedPacket(`a packet of type ${type} claims ${length} bytes`);
}

// The index is within the buffer wherever this is called; the compiler cannot know.
function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
