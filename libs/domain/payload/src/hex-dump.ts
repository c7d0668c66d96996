import { hex } from './hex.js';

const LINE = 16;
const HALF = 8;
/** Lines of 79 characters: 242,688 of them. */
const MAX_BYTES = 49_152;

/** The bytes as `hexdump -Cv` prints them: offset, hexadecimal, and what is ASCII. */
export function hexDump(bytes: Uint8Array): { text: string; truncated: boolean } {
  const shown = bytes.subarray(0, MAX_BYTES);
  const lines: string[] = [];
  for (let at = 0; at < shown.length; at += LINE) {
    const line = shown.subarray(at, at + LINE);
    const halves = [line.subarray(0, HALF), line.subarray(HALF)].map((half) => hex(half, ' '));
    lines.push(`${offset(at)}  ${halves.join('  ').padEnd(LINE * 3 + 1)} |${ascii(line)}|`);
  }
  const truncated = bytes.length > shown.length;
  if (shown.length > 0 && !truncated) lines.push(offset(shown.length));
  return { text: lines.join('\n'), truncated };
}

function offset(at: number): string {
  return at.toString(16).padStart(8, '0');
}

function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
}
