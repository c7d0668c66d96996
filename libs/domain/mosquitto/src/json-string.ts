import { textOf } from './text.js';

const QUOTE = 34;
const BACKSLASH = 92;
const LETTER_U = 117;

/** What stands for the letter after a backslash. */
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [34, 34],
  [47, 47],
  [92, 92],
  [98, 8],
  [102, 12],
  [110, 10],
  [114, 13],
  [116, 9],
]);

const encoder = new TextEncoder();

/** A string of a JSON text and where it ends, or the place and nature of its fault. */
export type JsonString =
  | { readonly value: string; readonly end: number }
  | { readonly fault: string; readonly at: number };

/** Reads the string whose opening quote stands at `start`, as cJSON does: control characters may stand in it. */
export function jsonString(bytes: Uint8Array, start: number): JsonString {
  let escaped = false;
  let end = start + 1;
  for (; end < bytes.length && bytes[end] !== QUOTE; end++) {
    if (bytes[end] !== BACKSLASH) continue;
    escaped = true;
    end++;
  }
  if (end >= bytes.length) return { fault: 'The string has no end.', at: start };
  const raw = bytes.subarray(start + 1, end);
  if (!escaped) return { value: textOf(raw), end: end + 1 };
  const unescaped = withoutEscapes(raw);
  if ('fault' in unescaped) return { fault: unescaped.fault, at: start + 1 + unescaped.at };
  return { value: textOf(unescaped.bytes), end: end + 1 };
}

type Unescaped = { readonly bytes: Uint8Array } | { readonly fault: string; readonly at: number };

function withoutEscapes(raw: Uint8Array): Unescaped {
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length;) {
    const byte = raw[at] ?? 0;
    if (byte !== BACKSLASH) {
      bytes[length++] = byte;
      at++;
      continue;
    }
    const letter = raw[at + 1] ?? 0;
    if (letter === LETTER_U) {
      const character = escapedCharacter(raw, at);
      if (character === undefined) return { fault: 'This escape is half a character.', at };
      const encoded = encoder.encode(character.text);
      bytes.set(encoded, length);
      length += encoded.length;
      at += character.length;
      continue;
    }
    const meant = ESCAPES.get(letter);
    if (meant === undefined) return { fault: 'JSON knows no such escape.', at };
    bytes[length++] = meant;
    at += 2;
  }
  // C's strings end at the first NUL.
  const nul = bytes.subarray(0, length).indexOf(0);
  return { bytes: bytes.subarray(0, nul === -1 ? length : nul) };
}

/** `\uXXXX`, or two of them for one character; nothing where cJSON refuses them. */
function escapedCharacter(
  raw: Uint8Array,
  at: number,
): { readonly text: string; readonly length: number } | undefined {
  if (raw.length - at < 6) return undefined;
  const first = hex4(raw, at + 2);
  if (first < 0xd800 || first > 0xdfff) return { text: String.fromCharCode(first), length: 6 };
  if (first >= 0xdc00 || raw.length - at < 12) return undefined;
  if (raw[at + 6] !== BACKSLASH || raw[at + 7] !== LETTER_U) return undefined;
  const second = hex4(raw, at + 8);
  if (second < 0xdc00 || second > 0xdfff) return undefined;
  return { text: String.fromCharCode(first, second), length: 12 };
}

/** Four hexadecimal digits; cJSON takes anything else for 0, which then ends the string. */
function hex4(raw: Uint8Array, at: number): number {
  const digits = String.fromCharCode(...raw.subarray(at, at + 4));
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
}
