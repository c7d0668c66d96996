const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two hexadecimal digits for each byte. */
export function hex(bytes: Uint8Array, between = ''): string {
  return Array.from(bytes, (byte) => PAIRS[byte]).join(between);
}
