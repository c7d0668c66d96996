const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding, in one line (RFC 4648 section 4). */
export function base64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const bits = (first << 16) | (second << 8) | third;
    const characters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join('');
    groups.push(characters.slice(0, Math.min(bytes.length - at, 3) + 1).padEnd(4, '='));
  }
  return groups.join('');
}

const DIGITS = new Map(Array.from(ALPHABET, (digit, value) => [digit.charCodeAt(0), value]));
const PADDING = 0x3d;

/** The bytes of base64, with or without its padding; white space is ignored. */
export function base64Bytes(text: string): Uint8Array | { readonly problem: string } {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [bits, pending, digits, padding, at] = [0, 0, 0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) continue;
    const digit = DIGITS.get(code);
    if (code === PADDING) padding++;
    else if (digit === undefined || padding > 0)
      return notBase64(`character ${i + 1} is none of it`);
    else {
      digits++;
      bits = ((bits & 0x3f) << 6) | digit;
      pending += 6;
      if (pending < 8) continue;
      pending -= 8;
      bytes[at++] = bits >> pending;
    }
  }
  const missing = (4 - (digits % 4)) % 4;
  if (missing === 3 || (padding > 0 && padding !== missing)) return notBase64('its end is missing');
  // RFC 4648 section 3.5: bits that belong to no byte are zero, or something has been cut off.
  if ((bits & ((1 << pending) - 1)) !== 0) return notBase64('its end is missing');
  return bytes.subarray(0, at);
}

/** Space, tab, line feed and carriage return. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function notBase64(reason: string): { readonly problem: string } {
  return { problem: `Not base64: ${reason}.` };
}
