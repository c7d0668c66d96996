import type { BrokerVersion } from './broker-version.js';
import { isWhite } from './file-lines.js';
import type { FileProblem } from './file-problem.js';
import { passwordHash, type PasswordHash } from './password-hash.js';
import { bytesOf, textOf } from './text.js';

/** What a line of a password_file says. */
export type PasswordStatement =
  /** A comment, a line without a colon, or one after a NUL byte. */
  | { readonly kind: 'ignored' }
  | ({ readonly kind: 'user'; readonly username: string } & PasswordHash)
  | { readonly kind: 'invalid'; readonly problem: FileProblem };

const MAX_BYTES = 65_535;

/** A part of a line, and the column at which it begins. */
interface Part {
  readonly text: string;
  readonly column: number;
}

/**
 * What the broker makes of one line of a password_file: `#` in the first column begins a comment; a line without a
 * colon does not count. Name and password stand between colons, however many; white space around them does not count,
 * nor what follows a further colon.
 */
export function passwordStatement(
  raw: Uint8Array,
  line: number,
  broker: BrokerVersion,
): PasswordStatement {
  const text = textOf(raw);
  if (text.startsWith('#') || !text.includes(':')) return { kind: 'ignored' };
  const [name, password] = parts(text);
  if (name === undefined) return { kind: 'ignored' };
  const invalid = (column: number, reason: string): PasswordStatement => ({
    kind: 'invalid',
    problem: { line, column, reason, effect: effectOfBadLine(broker) },
  });

  if (isLong(name.text)) return invalid(name.column, 'The name has more than 65,535 bytes.');
  if (password === undefined) {
    const end = name.column + name.text.length;
    return invalid(end, 'After the name follows no password.');
  }
  if (isLong(password.text)) {
    return invalid(password.column, 'The password has more than 65,535 bytes.');
  }
  if (name.text === '') return invalid(1, 'The name is empty.');
  const hash = passwordHash(password.text, broker);
  if ('fault' in hash) {
    const effect = hash.certain ? effectOfBadLine(broker) : 'misreads';
    const problem = {
      line,
      column: password.column,
      reason: hash.fault,
      effect,
      username: name.text,
    };
    return { kind: 'invalid', problem };
  }
  return { kind: 'user', username: name.text, ...hash };
}

/** What comes of a line that the broker cannot use. */
export function effectOfBadLine({ badPassword }: BrokerVersion): FileProblem['effect'] {
  return badPassword === 'stops' ? 'refuses' : 'ignores';
}

/** What stands between colons, as C's `strtok` cuts it. */
function parts(text: string): readonly Part[] {
  const found = /^:*([^:]+)(?::+([^:]+))?/d.exec(text);
  return [1, 2].flatMap((group) => {
    const [from, to] = found?.indices?.[group] ?? [];
    return from === undefined || to === undefined ? [] : [trimmed(text, from, to)];
  });
}

function trimmed(text: string, from: number, to: number): Part {
  let start = from;
  while (start < to && isWhite(text.charCodeAt(start))) start++;
  let end = to;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end--;
  return { text: text.slice(start, end), column: start + 1 };
}

function isLong(text: string): boolean {
  // A character takes 3 bytes at most for each of its units.
  return text.length * 3 > MAX_BYTES && bytesOf(text).length > MAX_BYTES;
}
