import { base64Bytes } from './base64.js';
import { CborWriter } from './cbor-writer.js';
import type { Decode } from './decoded.js';
import { hexBytes } from './hex-bytes.js';
import { JsonReader } from './json-reader.js';
import { MessagePackWriter } from './message-pack-writer.js';
import { MAX_STRUCTURED_BYTES } from './open-reader.js';
import type { StructureWriter } from './structure-writer.js';
import { valueCounts, writeJsonAs } from './write-json-as.js';

export type Encoded =
  | { readonly bytes: Uint8Array }
  /** A sentence for people, which names the place where the text is not what it should be. */
  | { readonly problem: string };

const ENCODER = new TextEncoder();

/**
 * The payload that a text means, as people type it: json checked and otherwise as it is; hex and
 * base64 with white space anywhere; cbor and msgpack as JSON text of at most 1 MiB. In these integers
 * stay integers of any size, and what has a point or an exponent becomes a double, unless a double
 * would say less than was typed.
 */
export function encode(text: string, as: Decode): Encoded {
  switch (as) {
    case 'hex':
      return answer(hexBytes(text));
    case 'base64':
      return answer(base64Bytes(text));
    case 'text':
    case 'json':
    case 'cbor':
    case 'msgpack':
      break;
  }
  if (!text.isWellFormed()) return { problem: 'The text has half a character (a lone surrogate).' };
  const bytes = ENCODER.encode(text);
  if (as === 'text') return { bytes };
  const json = new JsonReader(bytes);
  const counts = valueCounts(json);
  if (json.failure) return misplaced(bytes, json.failure.at, json.failure.reason);
  return as === 'json'
    ? { bytes }
    : written(bytes, counts, as === 'cbor' ? new CborWriter() : new MessagePackWriter());
}

function written(bytes: Uint8Array, counts: readonly number[], writer: StructureWriter): Encoded {
  if (bytes.length > MAX_STRUCTURED_BYTES) {
    return { problem: `The JSON text is longer than ${MAX_STRUCTURED_BYTES} bytes.` };
  }
  const json = new JsonReader(bytes);
  const reason = writeJsonAs(writer, json, counts);
  return reason === undefined ? { bytes: writer.bytes } : misplaced(bytes, json.position, reason);
}

function answer(bytes: Uint8Array | { readonly problem: string }): Encoded {
  return 'problem' in bytes ? bytes : { bytes };
}

function misplaced(bytes: Uint8Array, at: number, reason: string): Encoded {
  const lines = new TextDecoder().decode(bytes.subarray(0, at)).split('\n');
  const column = Array.from(lines.at(-1) ?? '').length + 1;
  return { problem: `Line ${lines.length}, character ${column}: ${reason}.` };
}
