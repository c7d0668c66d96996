/** What a publisher may say about a message beside its topic and payload (MQTT 5.0 section 3.3.2.3). */
export interface MessageProperties {
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** Whether the publisher says that the payload is UTF-8; absent when it says nothing. */
  readonly payloadIsUtf8?: boolean;
  /** Seconds that were left when the broker sent the message. */
  readonly messageExpiryInterval?: number;
  /** In their order; names may repeat. */
  readonly userProperties: readonly UserProperty[];
}

export interface UserProperty {
  readonly name: string;
  readonly value: string;
}

/** Identifiers of MQTT 5.0 section 2.2.2.2. */
const PAYLOAD_FORMAT = 0x01;
const EXPIRY = 0x02;
const CONTENT_TYPE = 0x03;
const RESPONSE_TOPIC = 0x08;
const CORRELATION_DATA = 0x09;
const SUBSCRIPTION_ID = 0x0b;
const TOPIC_ALIAS = 0x23;
const USER_PROPERTY = 0x26;

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

type Found = { -readonly [Name in keyof MessageProperties]: MessageProperties[Name] } & {
  readonly userProperties: UserProperty[];
};

/**
 * Reads the properties of a PUBLISH, their length not in front. What is malformed ends the reading: the
 * properties before it are answered, and nothing is thrown, whatever the bytes are. What is no UTF-8 in a
 * text becomes U+FFFD; of a property that may stand once, the last counts.
 */
export function readProperties(bytes: Uint8Array): MessageProperties {
  const found: Found = { userProperties: [] };
  const reader = new Reader(bytes);
  while (reader.left > 0 && readOne(reader, found));
  return found;
}

/** False when there is no telling where the next property begins. */
function readOne(reader: Reader, found: Found): boolean {
  const identifier = reader.integer(1);
  switch (identifier) {
    case PAYLOAD_FORMAT: {
      const format = reader.integer(1);
      if (format !== undefined) found.payloadIsUtf8 = format === 1;
      return format !== undefined;
    }
    case EXPIRY: {
      const seconds = reader.integer(4);
      if (seconds !== undefined) found.messageExpiryInterval = seconds;
      return seconds !== undefined;
    }
    case CONTENT_TYPE:
    case RESPONSE_TOPIC: {
      const text = reader.text();
      if (text === undefined) return false;
      if (identifier === CONTENT_TYPE) found.contentType = text;
      else found.responseTopic = text;
      return true;
    }
    case CORRELATION_DATA: {
      const data = reader.binary();
      if (data !== undefined) found.correlationData = data.slice();
      return data !== undefined;
    }
    case USER_PROPERTY:
      return readUserProperty(reader, found);
    // These two are between the broker and us, and say nothing about the message.
    case SUBSCRIPTION_ID:
      return reader.skipVariableInteger();
    case TOPIC_ALIAS:
      return reader.integer(2) !== undefined;
    case undefined:
    default:
      return false;
  }
}

function readUserProperty(reader: Reader, found: Found): boolean {
  const name = reader.text();
  const value = name === undefined ? undefined : reader.text();
  if (name === undefined || value === undefined) return false;
  found.userProperties.push({ name, value });
  return true;
}

/** Takes one value after the other; `undefined` when fewer bytes are left than the value needs. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Big-endian (MQTT 5.0 sections 1.5.2 and 1.5.3). */
  integer(size: number): number | undefined {
    return this.#take(size)?.reduce((value, byte) => value * 256 + byte, 0);
  }

  text(): string | undefined {
    const bytes = this.binary();
    return bytes === undefined ? undefined : UTF8.decode(bytes);
  }

  binary(): Uint8Array | undefined {
    const size = this.integer(2);
    return size === undefined ? undefined : this.#take(size);
  }

  /** False when it is cut short, or longer than four bytes (MQTT 5.0 section 1.5.5). */
  skipVariableInteger(): boolean {
    for (let size = 1; size <= 4; size++) {
      const byte = this.integer(1);
      if (byte === undefined) return false;
      if (byte < 0x80) return true;
    }
    return false;
  }

  #take(size: number): Uint8Array | undefined {
    if (size > this.left) return undefined;
    const taken = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return taken;
  }
}
