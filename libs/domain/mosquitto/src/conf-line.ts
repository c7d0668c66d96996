import { fateProblem, fileLines } from './file-lines.js';
import type { FileProblem } from './file-problem.js';
import { textOf } from './text.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const HASH = 35;
/** How much of a line the broker reads at first. */
const BUFFER = 999;

/** An option of mosquitto.conf as the broker takes its line apart. */
export interface ConfOption {
  readonly name: string;
  /** What stands after the space behind the name, spaces included; empty where nothing does. */
  readonly rest: string;
  /** The columns at which the name and the rest begin, counted from 1. */
  readonly nameColumn: number;
  readonly restColumn: number;
}

export type ConfStatement =
  { readonly kind: 'blank' | 'comment' | 'unread' } | ({ readonly kind: 'option' } & ConfOption);

export type ConfLine = ConfStatement & {
  /** Counted from 1. */
  readonly number: number;
  /** As it stands in the file, with its line end. */
  readonly raw: Uint8Array;
  /** Why the broker does not read the line, or not as it looks. */
  readonly problem?: FileProblem;
};

/** Takes a file apart; nothing of it is lost. */
export function confLines(bytes: Uint8Array): ConfLine[] {
  return [...fileLines(bytes, BUFFER)].map((line) => {
    const { number, raw, fate } = line;
    const problem = fateProblem(line);
    const statement = fate === 'read' ? statementOf(raw) : ({ kind: 'unread' } as const);
    return { ...statement, number, raw, ...(problem === undefined ? {} : { problem }) };
  });
}

function statementOf(raw: Uint8Array): ConfStatement {
  if (raw[0] === HASH) return { kind: 'comment' };
  // The broker passes over a line that begins with a line end, whatever follows.
  if (isLineEnd(raw[0])) return { kind: 'blank' };
  let end = raw.length;
  while (end > 0 && isLineEnd(raw[end - 1])) end--;
  const text = textOf(raw.subarray(0, end));
  let from = 0;
  while (text[from] === ' ') from++;
  if (from === text.length) return { kind: 'blank' };
  const space = text.indexOf(' ', from);
  const to = space === -1 ? text.length : space;
  return {
    kind: 'option',
    name: text.slice(from, to),
    rest: text.slice(to + 1),
    nameColumn: from + 1,
    restColumn: to + 2,
  };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
