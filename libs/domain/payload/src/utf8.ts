import { utf8Length } from './text-end.js';

/** Longer texts, and those beyond ASCII, are worth the call of a decoder. */
const SHORT = 24;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** The first byte of `bytes`, from `start` to `end`, that is not UTF-8 (RFC 3629); `end` if all are. */
export function utf8End(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const length = utf8Length(bytes, at);
    if (length === 0 || at + length > end) return at;
    at += length;
  }
  return at;
}

/** The characters of bytes that are UTF-8. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return DECODER.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return DECODER.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
