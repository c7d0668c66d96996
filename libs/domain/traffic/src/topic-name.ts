const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/**
 * A topic or level as text. Bytes that are not UTF-8, which no broker should let through, are written
 * `\xff`, so that two such topics stay two.
 */
export function nameOf(bytes: Uint8Array): string {
  const text = DECODER.decode(bytes);
  return text.includes('\uFFFD') && !sameBytes(ENCODER.encode(text), bytes)
    ? Array.from(bytes, escaped).join('')
    : text;
}

function escaped(byte: number): string {
  const printable = byte >= 0x20 && byte < 0x7f;
  return printable ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
