import { splitLines } from './acl-text.js';
import { matchedLines } from './line-matching.js';

/** A stretch in which two texts differ, with up to three lines around it that they share. */
export interface Hunk {
  /** The number of its first line in each text, counted from 1; of a text without lines here, of the line behind. */
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly lines: readonly HunkLine[];
}

export interface HunkLine {
  readonly kind: 'same' | 'removed' | 'added';
  /** Without its line feed; a carriage return before that stands here. */
  readonly text: string;
  /** Its number in each text that has it, counted from 1. */
  readonly before?: number;
  readonly after?: number;
  /** Whether it is a last line without a line feed. */
  readonly isUnended: boolean;
}

const CONTEXT = 3;

/** What to take out of one text and put into it so that it becomes the other; nothing when they are the same. */
export function lineDifference(before: string, after: string): readonly Hunk[] {
  if (before === after) return [];
  const lines = script(splitLines(before), splitLines(after));
  const hunks: Hunk[] = [];
  let start = 0;
  for (const stretch of stretches(lines)) {
    const from = Math.max(start, stretch.from - CONTEXT);
    const to = Math.min(lines.length, stretch.to + CONTEXT);
    hunks.push(hunk(lines, from, to));
    start = to;
  }
  return hunks;
}

/** All lines of both texts, those of the first before those that take their place. */
function script(before: readonly string[], after: readonly string[]): readonly HunkLine[] {
  const numbers = new Map<string, number>();
  const numbered = (texts: readonly string[]) =>
    Int32Array.from(texts, (text) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
  const matched = matchedLines({ before: numbered(before), after: numbered(after) });
  const lines: HunkLine[] = [];
  let b = 0;
  const add = (upTo: number) => {
    for (; b < upTo; b++) lines.push(lineOf('added', after[b], { after: b + 1 }));
  };
  for (let a = 0; a < before.length;) {
    // First all that is removed here, then what is added.
    let kept = a;
    while (kept < before.length && matched[kept] === -1) kept++;
    for (; a < kept; a++) lines.push(lineOf('removed', before[a], { before: a + 1 }));
    add(matched[a] ?? after.length);
    if (a === before.length) break;
    lines.push(lineOf('same', before[a], { before: ++a, after: ++b }));
  }
  add(after.length);
  return lines;
}

function lineOf(
  kind: HunkLine['kind'],
  line = '',
  numbers: Pick<HunkLine, 'before' | 'after'>,
): HunkLine {
  const isUnended = !line.endsWith('\n');
  return { kind, text: isUnended ? line : line.slice(0, -1), ...numbers, isUnended };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where lines differ; what is so near that the lines around would meet is one. */
function stretches(lines: readonly HunkLine[]): readonly Stretch[] {
  const found: { readonly from: number; to: number }[] = [];
  for (const [at, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    const last = found.at(-1);
    if (last !== undefined && at - last.to <= 2 * CONTEXT) last.to = at + 1;
    else found.push({ from: at, to: at + 1 });
  }
  return found;
}

function hunk(lines: readonly HunkLine[], from: number, to: number): Hunk {
  // A line that both texts have, or none.
  const { before = 0, after = 0 } = lines[from - 1] ?? {};
  return { beforeStart: before + 1, afterStart: after + 1, lines: lines.slice(from, to) };
}
