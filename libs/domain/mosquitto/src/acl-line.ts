import { columnAt, isWhite } from './file-lines.js';
import type { FileProblem } from './file-problem.js';
import { textOf } from './text.js';

/** What the word before the topic gives; `deny` takes away. */
export type AclAccess = 'read' | 'write' | 'readwrite' | 'deny';

/** What a line of an acl_file says. Names and filters are as {@link textOf} makes them from bytes. */
export type AclStatement =
  /** `unread`: after a NUL byte, where the broker does not come to. */
  | { readonly kind: 'blank' | 'comment' | 'unread' }
  /** What follows is for this user, until the next such line. */
  | { readonly kind: 'user'; readonly name: string }
  /** `topic`: for the user above it, or for anonymous clients before the first; `pattern`: for all. */
  | { readonly kind: 'topic' | 'pattern'; readonly access: AclAccess; readonly filter: string }
  | { readonly kind: 'invalid'; readonly problem: FileProblem };

const SPACE = 32;
const HASH = 35;
const PLUS = 43;
const SLASH = 47;
const MAX_TOPIC_BYTES = 65_535;
const MAX_SLASHES = 200;
const ACCESSES: readonly AclAccess[] = ['read', 'write', 'readwrite', 'deny'];

/** A part of a line, by its bytes: from `start` up to `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A line without the white space at its end, which does not count. */
interface Line extends Span {
  readonly raw: Uint8Array;
  readonly number: number;
}

/**
 * What the broker makes of one line of an acl_file. Words are separated by spaces only; what follows the last word it
 * looks for begins after any white space; `#` begins a comment only in the first column.
 */
export function aclStatement(raw: Uint8Array, number: number): AclStatement {
  const line = { raw, number, start: 0, end: trimmedEnd(raw) };
  if (line.end === 0) return { kind: 'blank' };
  if (raw[0] === HASH) return { kind: 'comment' };
  const keyword = nextWord(line);
  if (isWord(raw, keyword, 'topic')) return rule('topic', line, keyword);
  if (isWord(raw, keyword, 'pattern')) return rule('pattern', line, keyword);
  if (isWord(raw, keyword, 'user')) return user(line, keyword);
  return invalid(
    line,
    keyword.start,
    strangeWord(textOf(raw.subarray(keyword.start, keyword.end))),
  );
}

function user(line: Line, keyword: Span): AclStatement {
  const name = restAfter(line, keyword);
  if (name === undefined) return invalid(line, keyword.start, 'The name of the user is missing.');
  return { kind: 'user', name: textOf(line.raw.subarray(name.start, name.end)) };
}

function rule(kind: 'topic' | 'pattern', line: Line, keyword: Span): AclStatement {
  const { raw } = line;
  const first = nextWord({ start: keyword.end, end: line.end, raw });
  if (first.start === first.end) return invalid(line, keyword.start, 'The topic is missing.');
  const rest = restAfter(line, first);
  const access =
    rest === undefined ? 'readwrite' : ACCESSES.find((word) => isWord(raw, first, word));
  if (access === undefined) {
    const word = shown(textOf(raw.subarray(first.start, first.end)));
    const reason = `"${word}" is no kind of access. Before a topic stands read, write, readwrite, deny or nothing; a topic with spaces needs one of them.`;
    return invalid(line, first.start, reason);
  }
  const topic = rest ?? first;
  const reason = topicFault(raw, topic);
  if (reason !== undefined) return invalid(line, topic.start, reason);
  return { kind, access, filter: textOf(raw.subarray(topic.start, topic.end)) };
}

/** Where the broker refuses the file. */
function invalid({ raw, number }: Line, at: number, reason: string): AclStatement {
  const problem: FileProblem = {
    line: number,
    column: columnAt(raw, at),
    reason,
    effect: 'refuses',
  };
  return { kind: 'invalid', problem };
}

function strangeWord(word: string): string {
  if (word.startsWith('\uFEFF')) {
    return 'The file begins with a byte order mark, which the broker takes for a part of the first word.';
  }
  if (word.startsWith('#')) {
    return 'A comment begins in the first column, without spaces before it.';
  }
  if (word.includes('\t')) return 'A tab does not separate words here; only spaces do.';
  return `"${shown(word)}" begins no line of an acl_file; user, topic, pattern and # do.`;
}

function shown(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}

/** What `mosquitto_sub_topic_check` refuses; bytes that are no UTF-8 it takes. */
function topicFault(raw: Uint8Array, { start, end }: Span): string | undefined {
  let slashes = 0;
  for (let at = start; at < end; at++) {
    const byte = raw[at];
    if (byte === SLASH) slashes++;
    if (byte !== PLUS && byte !== HASH) continue;
    const isAlone =
      (at === start || raw[at - 1] === SLASH) && (at === end - 1 || raw[at + 1] === SLASH);
    if (!isAlone) return 'The wildcards + and # stand alone in their level, as in a/+/b or a/#.';
    if (byte === HASH && at !== end - 1) return 'The wildcard # can only be the last level.';
  }
  if (end - start > MAX_TOPIC_BYTES) return 'A topic has at most 65,535 bytes.';
  return slashes > MAX_SLASHES ? `A topic has at most ${MAX_SLASHES} slashes.` : undefined;
}

function trimmedEnd(raw: Uint8Array): number {
  let end = raw.length;
  while (end > 0 && isWhite(raw[end - 1])) end--;
  return end;
}

function nextWord({ raw, start, end }: Span & Pick<Line, 'raw'>): Span {
  let from = start;
  while (from < end && raw[from] === SPACE) from++;
  let to = from;
  while (to < end && raw[to] !== SPACE) to++;
  return { start: from, end: to };
}

/** What follows a word, without the white space before it; nothing when nothing follows. */
function restAfter({ raw, end }: Line, word: Span): Span | undefined {
  let start = word.end;
  while (start < end && isWhite(raw[start])) start++;
  return start < end ? { start, end } : undefined;
}

function isWord(raw: Uint8Array, { start, end }: Span, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    if (raw[start + i] !== word.charCodeAt(i)) return false;
  }
  return true;
}
