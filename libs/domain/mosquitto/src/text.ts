/**
 * Names and filters in the broker's files are bytes. They become strings such that equal bytes are equal strings:
 * valid UTF-8 as it is, any other byte as a lone surrogate (0x80 as U+DC80), which no name on the wire can have.
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What the decoder puts in place of bytes that are no UTF-8, and for itself. */
const REPLACEMENT = '\uFFFD';

export function textOf(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes(REPLACEMENT) ? escaped(bytes) : text;
}

/** The bytes that {@link textOf} was given. */
export function bytesOf(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else parts.push(...encoder.encode(character));
  }
  return Uint8Array.from(parts);
}

/** By the bytes, as C's `strcmp` does: code points, not the units of UTF-16. */
export function compareBytes(a: string, b: string): number {
  const left = bytesOf(a);
  const right = bytesOf(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function escaped(bytes: Uint8Array): string {
  let text = '';
  let good = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > good) text += decoder.decode(bytes.subarray(good, at));
    text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    good = ++at;
  }
  return text + decoder.decode(bytes.subarray(good));
}

/**
 * How many bytes the character that begins here takes; 0 when none begins (The Unicode Standard, table 3-7). After
 * some first bytes the second has a narrower range: no overlong forms, no surrogates, nothing beyond U+10FFFF.
 */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    const byte = bytes[start + i] ?? 0;
    const low = i > 1 ? 0x80 : (LOWEST_SECOND[first] ?? 0x80);
    const high = i > 1 ? 0xbf : (HIGHEST_SECOND[first] ?? 0xbf);
    if (byte < low || byte > high) return 0;
  }
  return length;
}

const LOWEST_SECOND: Readonly<Record<number, number>> = { 0xe0: 0xa0, 0xf0: 0x90 };
const HIGHEST_SECOND: Readonly<Record<number, number>> = { 0xed: 0x9f, 0xf4: 0x8f };
