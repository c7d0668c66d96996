export const DECODES = ['json', 'text', 'hex', 'base64', 'cbor', 'msgpack'] as const;

/** A way to read a payload. */
export type Decode = (typeof DECODES)[number];

/** The decodes that have fields. */
export type StructuredDecode = 'json' | 'cbor' | 'msgpack';

/** What a payload reads as. */
export interface Decoded {
  readonly as: Decode;
  /**
   * For people, on several lines; at most 262,144 characters, of which only line feed, carriage
   * return and tab are control characters.
   */
  readonly text: string;
  /** Only part of the payload, or of its text, is shown. */
  readonly truncated: boolean;
}

/** Not such a payload. */
export interface DecodeFailure {
  readonly as: Decode;
  /** A short sentence for people; names the byte where it fails (from 0, as in hex) when known. */
  readonly problem: string;
}
