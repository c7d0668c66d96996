import { CborReader } from './cbor-reader.js';
import type { DecodeFailure, StructuredDecode } from './decoded.js';
import { JsonReader } from './json-reader.js';
import { MessagePackReader } from './message-pack-reader.js';
import type { TokenReader } from './token-reader.js';

/** A larger payload is not read as a structure. */
export const MAX_STRUCTURED_BYTES = 1_048_576;
/** What is built of values, or searched for one, stops at so many. */
export const MAX_VALUES = 100_000;

const NAMES = { json: 'JSON', cbor: 'CBOR', msgpack: 'MessagePack' };

export function openReader(
  bytes: Uint8Array,
  as: StructuredDecode,
  maxValues = Infinity,
): TokenReader | DecodeFailure {
  if (bytes.length > MAX_STRUCTURED_BYTES) {
    const problem = `${NAMES[as]} is read up to ${MAX_STRUCTURED_BYTES} bytes; the payload has ${bytes.length}.`;
    return { as, problem };
  }
  if (bytes.length === 0) return { as, problem: 'The payload is empty.' };
  switch (as) {
    case 'json':
      return new JsonReader(bytes, maxValues);
    case 'cbor':
      return new CborReader(bytes, maxValues);
    case 'msgpack':
      return new MessagePackReader(bytes, maxValues);
  }
}

/** Why the reader has stopped, as a sentence. */
export function failureOf(reader: TokenReader, as: StructuredDecode): DecodeFailure {
  const { at, reason } = reader.failure ?? { at: 0, reason: 'it was not read to its end' };
  return { as, problem: `Not ${NAMES[as]}: at byte ${at}, ${reason}.` };
}
