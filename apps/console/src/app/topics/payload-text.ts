import type { Payload } from '../api/models';

const BYTES_PER_LINE = 16;

/** The bytes as they were sent. */
export function payloadBytes({ encoding, data }: Payload): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(data);
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

/** The bytes as text; what is not UTF-8 becomes U+FFFD. */
export function payloadText(payload: Payload): string {
  return payload.encoding === 'utf8'
    ? payload.data
    : new TextDecoder().decode(payloadBytes(payload));
}

/** `00000010  48 65 6c 6c 6f …  Hello…`, sixteen bytes a line. */
export function hexLines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_PER_LINE) {
    const row = bytes.subarray(start, start + BYTES_PER_LINE);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ').padEnd(23);
    const right = hex.slice(8).join(' ').padEnd(23);
    lines.push(`${start.toString(16).padStart(8, '0')}  ${left}  ${right}  ${readable(row)}`);
  }
  return lines;
}

export function base64(payload: Payload): string {
  if (payload.encoding === 'base64') return payload.data;
  let binary = '';
  for (const byte of payloadBytes(payload)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function readable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
}
