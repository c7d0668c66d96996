import { base64 } from './base64.js';
import type { Decode, Decoded, DecodeFailure, StructuredDecode } from './decoded.js';
import { hexDump } from './hex-dump.js';
import { failureOf, openReader } from './open-reader.js';
import { printed } from './printed.js';
import { shownText } from './shown-text.js';

/** RFC 2045 section 6.8: lines of 76 characters, which is 57 bytes. */
const LINE_BYTES = 57;
/** Lines of 77 characters with their end: 261,800 of them. */
const MAX_BASE64_BYTES = LINE_BYTES * 3400;

/**
 * The payload as text for people, whatever it is. Structures are printed by their exact numbers and
 * strings: JSON as sent, a line for each item; CBOR in diagnostic notation (RFC 8949 section 8);
 * MessagePack likewise, with extensions as `ext(5, h'0102')` and timestamps as `timestamp(…Z)`.
 */
export function decode(bytes: Uint8Array, as: Decode): Decoded | DecodeFailure {
  switch (as) {
    case 'text':
      return { as, ...shownText(bytes) };
    case 'hex':
      return { as, ...hexDump(bytes) };
    case 'base64':
      return { as, ...base64Lines(bytes) };
    case 'json':
    case 'cbor':
    case 'msgpack':
      return structure(bytes, as);
  }
}

function structure(bytes: Uint8Array, as: StructuredDecode): Decoded | DecodeFailure {
  const reader = openReader(bytes, as);
  if ('problem' in reader) return reader;
  const text = printed(reader);
  return text ? { as, ...text } : failureOf(reader, as);
}

function base64Lines(bytes: Uint8Array): { text: string; truncated: boolean } {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, MAX_BASE64_BYTES); at += LINE_BYTES) {
    lines.push(base64(bytes.subarray(at, at + LINE_BYTES)));
  }
  return { text: lines.join('\n'), truncated: bytes.length > MAX_BASE64_BYTES };
}
