import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Qos, RetainedMessage } from '#link/broker';

/**
 * The bytes of an undo file: `MCMUNDO1`, a record for each message, an end. Numbers are big-endian.
 *
 * - record: length of the body (4), CRC-32 of the body (4), body
 * - body: QoS (1), milliseconds since 1970 (6), length of the topic (2), topic in UTF-8, length of the properties
 *   (4), properties as MQTT 5 writes them, payload
 * - end: 0 (4), number of records (4), SHA-256 of all records (32)
 *
 * A file without its end was torn, and nothing in it is believed.
 */
export const UNDO_BEGIN: Uint8Array = Buffer.from('MCMUNDO1', 'latin1');
const PREFIX = 8;
const FIXED = 1 + 6 + 2 + 4;
const END = 40;
/** Above what MQTT lets a message have (MQTT 5 section 1.5.5); a length beyond it is none. */
const LONGEST = 268_435_456;

export interface UndoRecord extends RetainedMessage {
  /** When the broker sent it, in ms since 1970. */
  readonly readAt: number;
}

/** The file does not say what was written into it; says what is wrong with it. */
export class UndoDamaged extends Error {
  override readonly name = 'UndoDamaged';

  constructor(detail: string) {
    super(`The undo file is damaged: ${detail}.`);
  }
}

/** How many bytes the record of a message takes. */
export const recordBytes = (topicBytes: number, propertiesBytes: number, payloadBytes: number) =>
  PREFIX + FIXED + topicBytes + propertiesBytes + payloadBytes;

/** Makes what stands behind {@link UNDO_BEGIN}. */
export class UndoEncoder {
  readonly #hash = createHash('sha256');
  #records = 0;

  record({ topic, payload, qos, properties, readAt }: UndoRecord): Uint8Array {
    const name = Buffer.from(topic, 'utf8');
    const body = PREFIX + FIXED + name.length + properties.length;
    const bytes = Buffer.alloc(body + payload.length);
    bytes.writeUInt32BE(bytes.length - PREFIX, 0);
    bytes.writeUInt8(qos, PREFIX);
    bytes.writeUIntBE(readAt, PREFIX + 1, 6);
    bytes.writeUInt16BE(name.length, PREFIX + 7);
    bytes.set(name, PREFIX + 9);
    bytes.writeUInt32BE(properties.length, PREFIX + 9 + name.length);
    bytes.set(properties, PREFIX + FIXED + name.length);
    bytes.set(payload, body);
    bytes.writeUInt32BE(crc32(bytes.subarray(PREFIX)), 4);
    this.#hash.update(bytes);
    this.#records++;
    return bytes;
  }

  /** Nothing comes after it. */
  end(): { readonly bytes: Uint8Array; readonly sha256: string } {
    const digest = this.#hash.digest();
    const bytes = Buffer.alloc(END);
    bytes.writeUInt32BE(this.#records, 4);
    bytes.set(digest, 8);
    return { bytes, sha256: digest.toString('hex') };
  }
}

/**
 * The messages of an undo file. Throws {@link UndoDamaged}, at the latest at the end: what came before is to be
 * believed only when it has come to its end. Holds no more of the file than one record.
 */
export async function* readUndo(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<UndoRecord> {
  const bytes = new ByteQueue(chunks);
  if (!(await bytes.take(UNDO_BEGIN.length)).equals(UNDO_BEGIN)) {
    throw new UndoDamaged('it does not begin as one');
  }
  const hash = createHash('sha256');
  for (let records = 0; ; records++) {
    const prefix = await bytes.take(PREFIX);
    const length = prefix.readUInt32BE(0);
    if (length === 0) {
      const same = (await bytes.take(END - PREFIX)).equals(hash.digest());
      if (!same || prefix.readUInt32BE(4) !== records) {
        throw new UndoDamaged('its end does not fit what stands before it');
      }
      if (!(await bytes.atEnd())) throw new UndoDamaged('something stands behind its end');
      return;
    }
    if (length > LONGEST)
      throw new UndoDamaged(`record ${records + 1} claims to be ${length} bytes`);
    const body = await bytes.take(length);
    if (crc32(body) !== prefix.readUInt32BE(4)) {
      throw new UndoDamaged(`record ${records + 1} is not what was written`);
    }
    hash.update(prefix).update(body);
    yield decode(body, records + 1);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(body: Buffer, number: number): UndoRecord {
  const unreadable = () => new UndoDamaged(`record ${number} cannot be read`);
  if (body.length < FIXED) throw unreadable();
  const qos = body.readUInt8(0);
  const topicEnd = 9 + body.readUInt16BE(7);
  if (topicEnd + 4 > body.length) throw unreadable();
  const propertiesEnd = topicEnd + 4 + body.readUInt32BE(topicEnd);
  if (qos > 2 || propertiesEnd > body.length) throw unreadable();
  return {
    topic: textOf(body.subarray(9, topicEnd), unreadable),
    qos: qos as Qos,
    readAt: body.readUIntBE(1, 6),
    properties: body.subarray(topicEnd + 4, propertiesEnd),
    payload: body.subarray(propertiesEnd),
  };
}

function textOf(bytes: Uint8Array, unreadable: () => UndoDamaged): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    // TypeError: the bytes are not UTF-8, which nothing but decoding can tell.
    throw unreadable();
  }
}

/** Bytes that come in pieces, taken in others. Allocates for what has come, never for what is claimed. */
class ByteQueue {
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#pieces =
      Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** Exactly `count` bytes. */
  async take(count: number): Promise<Buffer> {
    while (this.#heldBytes < count) {
      if (!(await this.#more())) throw new UndoDamaged('it ends before its end');
    }
    const [only] = this.#held;
    const all =
      this.#held.length === 1 && only
        ? Buffer.from(only.buffer, only.byteOffset, only.length)
        : Buffer.concat(this.#held);
    this.#held = [all.subarray(count)];
    this.#heldBytes = all.length - count;
    return all.subarray(0, count);
  }

  async atEnd(): Promise<boolean> {
    while (this.#heldBytes === 0) if (!(await this.#more())) return true;
    return false;
  }

  async #more(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (next.done) return false;
    this.#held.push(next.value);
    this.#heldBytes += next.value.length;
    return true;
  }
}
