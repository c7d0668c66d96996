/** Properties of a PUBLISH (MQTT 5 section 3.3.2.3) that a publisher may choose. */
export interface PublishProperties {
  readonly payloadIsUtf8?: boolean;
  /** Seconds. */
  readonly messageExpiryInterval?: number;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** In this order; names may repeat. */
  readonly userProperties?: readonly { readonly name: string; readonly value: string }[];
}

const PAYLOAD_FORMAT = 0x01;
const MESSAGE_EXPIRY = 0x02;
const CONTENT_TYPE = 0x03;
const RESPONSE_TOPIC = 0x08;
const CORRELATION_DATA = 0x09;
const USER_PROPERTY = 0x26;
const EXPIRY_BYTES = 5;

/**
 * The bytes that go over the wire, without their length. mqtt.js would sort user properties by name, but
 * their order is part of the message (MQTT 5 section 3.3.2.3.7). No text may be longer than 65,535 bytes.
 */
export function encodeProperties(properties: PublishProperties): Uint8Array {
  const { payloadIsUtf8, messageExpiryInterval, contentType, responseTopic, correlationData } =
    properties;
  const parts: Uint8Array[] = [];
  if (payloadIsUtf8 !== undefined) {
    parts.push(Uint8Array.of(PAYLOAD_FORMAT, payloadIsUtf8 ? 1 : 0));
  }
  if (messageExpiryInterval !== undefined) parts.push(expiry(messageExpiryInterval));
  if (contentType !== undefined) parts.push(Uint8Array.of(CONTENT_TYPE), text(contentType));
  if (responseTopic !== undefined) parts.push(Uint8Array.of(RESPONSE_TOPIC), text(responseTopic));
  if (correlationData !== undefined) {
    parts.push(Uint8Array.of(CORRELATION_DATA), counted(correlationData));
  }
  for (const { name, value } of properties.userProperties ?? []) {
    parts.push(Uint8Array.of(USER_PROPERTY), text(name), text(value));
  }
  return Buffer.concat(parts);
}

/** Why these bytes are not the properties of a PUBLISH that could be sent again; nothing when they are. */
export function propertiesProblem(bytes: Uint8Array): string | undefined {
  return [...places(bytes)].some(({ end }) => end === undefined)
    ? 'The properties of the message cannot be read.'
    : undefined;
}

/** The seconds after which the message expires; nothing when it does not. */
export function expiryOf(bytes: Uint8Array): number | undefined {
  for (const { id, start, end } of places(bytes)) {
    if (id === MESSAGE_EXPIRY && end !== undefined)
      return Buffer.from(bytes).readUInt32BE(start + 1);
  }
  return undefined;
}

/** The same properties with another expiry, in its old place. */
export function withExpiry(bytes: Uint8Array, seconds: number): Uint8Array {
  const changed = Buffer.from(bytes);
  for (const { id, start, end } of places(bytes)) {
    if (id === MESSAGE_EXPIRY && end !== undefined) changed.set(expiry(seconds), start);
  }
  return changed;
}

interface Place {
  readonly id: number;
  readonly start: number;
  /** Absent when the property is cut short, or is none of a PUBLISH: nothing is known of what follows. */
  readonly end: number | undefined;
}

function* places(bytes: Uint8Array): Generator<Place> {
  for (let start = 0; start < bytes.length;) {
    const id = bytes[start] ?? 0;
    const end = endOf(bytes, id, start + 1);
    yield { id, start, end };
    if (end === undefined) return;
    start = end;
  }
}

/** Where the value that begins at `start` ends. */
function endOf(bytes: Uint8Array, id: number, start: number): number | undefined {
  switch (id) {
    case PAYLOAD_FORMAT:
      return within(bytes, start + 1);
    case MESSAGE_EXPIRY:
      return within(bytes, start + EXPIRY_BYTES - 1);
    case CONTENT_TYPE:
    case RESPONSE_TOPIC:
    case CORRELATION_DATA:
      return countedEnd(bytes, start);
    case USER_PROPERTY: {
      const value = countedEnd(bytes, start);
      return value === undefined ? undefined : countedEnd(bytes, value);
    }
    // Topic Alias and Subscription Identifier say something about one connection only; MCM asks for neither.
    default:
      return undefined;
  }
}

function countedEnd(bytes: Uint8Array, start: number): number | undefined {
  const high = bytes[start];
  const low = bytes[start + 1];
  if (high === undefined || low === undefined) return undefined;
  return within(bytes, start + 2 + ((high << 8) | low));
}

function within(bytes: Uint8Array, end: number): number | undefined {
  return end <= bytes.length ? end : undefined;
}

function expiry(seconds: number): Uint8Array {
  const bytes = Buffer.alloc(EXPIRY_BYTES);
  bytes.writeUInt8(MESSAGE_EXPIRY);
  bytes.writeUInt32BE(seconds, 1);
  return bytes;
}

/** UTF-8 text or binary data with its length in front (MQTT 5 sections 1.5.4 and 1.5.6). */
function counted(content: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(2 + content.length);
  bytes.writeUInt16BE(content.length);
  bytes.set(content, 2);
  return bytes;
}

function text(value: string): Uint8Array {
  return counted(Buffer.from(value, 'utf8'));
}
