import type { FileProblem } from './file-problem.js';
import { textOf } from './text.js';

/** A line of an acl_file or a password_file, and whether the broker gets to read it. */
export interface FileLine {
  /** Counted from 1. */
  readonly number: number;
  /** As it stands in the file, with its line end. */
  readonly raw: Uint8Array;
  /**
   * `nul`: has a NUL byte, which ends more than the line; `unread`: comes after such a line; `swallowed`: the last one
   * without a line end, just as long as the broker's buffer.
   */
  readonly fate: 'read' | 'nul' | 'unread' | 'swallowed';
}

const LINE_FEED = 10;
/** How much of a line Mosquitto reads at first, with `fgets`; it takes 1000 bytes more as often as a line needs them. */
const BUFFER = 255;
const GROWTH = 1000;

/**
 * Lines as the broker reads them. Its reader takes a NUL for the end of what it got: 2.0 then reads the rest of the
 * file into the same line, 2.1 gives up. And where the last line fills the buffer to the byte, it does not notice
 * the end of the file, reads once more, gets nothing, and drops the line.
 */
export function* fileLines(bytes: Uint8Array, first = BUFFER): Generator<FileLine> {
  // Without any NUL, which is looked for once, no line needs to be searched for it.
  let nul = bytes.indexOf(0);
  let buffer = first;
  let number = 0;
  let isLost = false;
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    const raw = bytes.subarray(start, end);
    buffer += Math.max(0, Math.ceil((raw.length - buffer) / GROWTH)) * GROWTH;
    number++;
    if (isLost) yield { number, raw, fate: 'unread' };
    else if (nul !== -1 && nul < end) {
      yield { number, raw, fate: 'nul' };
      isLost = true;
      nul = -1;
    } else yield { number, raw, fate: feed === -1 && raw.length === buffer ? 'swallowed' : 'read' };
    start = end;
  }
}

const NUL =
  'A NUL byte ends the line for the broker, and more: later lines are lost, or the line itself.';
const SWALLOWED =
  'The last line has no line end and is just as long as the buffer of the broker, which does not read it then.';

/** What comes of a line with this fate. */
export function fateProblem({ number: line, raw, fate }: FileLine): FileProblem | undefined {
  switch (fate) {
    case 'nul':
      return { line, column: columnAt(raw, raw.indexOf(0)), reason: NUL, effect: 'misreads' };
    case 'swallowed':
      return { line, column: 1, reason: SWALLOWED, effect: 'ignores' };
    case 'read':
    case 'unread':
      return undefined;
  }
}

/** The character, counted from 1, that begins at a byte. */
export function columnAt(raw: Uint8Array, at: number): number {
  return textOf(raw.subarray(0, at)).length + 1;
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** C's `isspace`: space, and tab to carriage return. */
export function isWhite(code: number | undefined): boolean {
  return code === 32 || (code !== undefined && code >= 9 && code <= 13);
}
