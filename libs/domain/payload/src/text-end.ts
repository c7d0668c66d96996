/**
 * How many of the first `limit` bytes are whole characters of text: UTF-8 without control characters
 * other than tab, line feed and carriage return. Stops before the first byte that is not, and before
 * a character that `limit` cuts.
 */
export function textEnd(bytes: Uint8Array, limit: number): number {
  const end = Math.min(limit, bytes.length);
  let at = 0;
  while (at < end) {
    const length = characterLength(bytes, at);
    if (length === 0 || at + length > end) break;
    at += length;
  }
  return at;
}

/** Whether the character at `at` is whole in `bytes` and belongs to text; its length in bytes, or 0. */
export function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return isPlain(first) ? 1 : 0;
  // C2 80..9F are the control characters U+0080..U+009F.
  return first === 0xc2 && (bytes[at + 1] ?? 0) < 0xa0 ? 0 : utf8Length(bytes, at);
}

/** The length in bytes of the character at `at` by RFC 3629, or 0 when there is none, or not all. */
export function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0xff;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  // C0 and C1 would be overlong.
  if (first < 0xe0) return first >= 0xc2 && isContinuation(second) ? 2 : 0;
  if (!isContinuation(second) || !isContinuation(bytes[at + 2] ?? 0)) return 0;
  if (first < 0xf0) {
    // E0 80..9F would be overlong; ED A0..BF are halves of surrogate pairs.
    if (first === 0xe0 && second < 0xa0) return 0;
    return first === 0xed && second >= 0xa0 ? 0 : 3;
  }
  if (first > 0xf4 || !isContinuation(bytes[at + 3] ?? 0)) return 0;
  // F0 80..8F would be overlong; F4 90.. is above U+10FFFF.
  if (first === 0xf0 && second < 0x90) return 0;
  return first === 0xf4 && second >= 0x90 ? 0 : 4;
}

function isPlain(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
