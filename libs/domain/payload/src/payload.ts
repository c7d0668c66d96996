import { isJson } from './is-json.js';
import { characterLength, textEnd } from './text-end.js';

export type PayloadFormat = 'json' | 'text' | 'binary';

export interface PayloadPreview {
  /** The first characters of the payload, as they are; empty when it is binary. */
  readonly text: string;
  readonly format: PayloadFormat;
  /** Whether the payload is longer than a preview may be. */
  readonly truncated: boolean;
}

/** Beyond this a payload is judged by its beginning and is not tried as JSON. */
const JUDGED_BYTES = 1_048_576;
const LONGEST_CHARACTER = 4;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * What a payload looks like. Text is UTF-8 without control characters other than tab, line feed and
 * carriage return, and so is nothing at all; JSON is text that is one JSON value. Of a payload over
 * 1 MiB the first MiB decides between text and binary.
 */
export function payloadFormat(bytes: Uint8Array): PayloadFormat {
  const end = textEnd(bytes, JUDGED_BYTES);
  if (bytes.length > JUDGED_BYTES) {
    // The last character judged may lie across the boundary.
    const text =
      end > JUDGED_BYTES - LONGEST_CHARACTER &&
      (end === JUDGED_BYTES || characterLength(bytes, end) > 0);
    return text ? 'text' : 'binary';
  }
  if (end < bytes.length) return 'binary';
  return isJson(bytes) ? 'json' : 'text';
}

/** The first characters of a payload in at most `limit` bytes, cut between two characters. */
export function preview(bytes: Uint8Array, limit = 1024): PayloadPreview {
  const format = payloadFormat(bytes);
  const end = format === 'binary' ? 0 : textEnd(bytes, limit);
  return {
    text: DECODER.decode(bytes.subarray(0, end)),
    format,
    truncated: bytes.length > limit,
  };
}
