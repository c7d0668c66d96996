import { whyNoUsername } from '#domain/change';

/** A line of the CSV. */
export interface UserRow {
  readonly username: string;
  /** Absent: one is to be made. */
  readonly password?: string;
  /** Absent where the file has no such column. */
  readonly roles?: readonly string[];
}

export interface UserCsv {
  readonly rows: readonly UserRow[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

const COLUMNS = ['username', 'password', 'roles'] as const;

/**
 * Users as a CSV (RFC 4180) with a first line of names; a leading `'` before `= + - @`, as MCM writes it, goes.
 * @param known the names of the roles that there are
 */
export function readUserCsv(text: string, known: ReadonlySet<string>): UserCsv {
  const [head, ...lines] = linesOf(text);
  const refused: { line: number; reason: string }[] = [];
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const strange = names.find((name) => !COLUMNS.some((column) => column === name));
  const isTwice = new Set(names).size < names.length;
  if (
    head?.fault !== undefined ||
    strange !== undefined ||
    isTwice ||
    !names.includes('username')
  ) {
    const reason = 'The first line names the columns: username, and if wanted password and roles.';
    return { rows: [], refused: [{ line: 1, reason }] };
  }
  const seen = new Set<string>();
  const rows: UserRow[] = [];
  for (const { line, cells, fault } of lines) {
    const row = rowOf(names, cells);
    const isLong = cells.length > names.length;
    const reason = fault ?? (isLong ? LONG : faultOf(row, seen, known));
    if (reason !== undefined) refused.push({ line, reason });
    else rows.push(row);
    seen.add(row.username);
  }
  return { rows, refused };
}

function rowOf(names: readonly string[], cells: readonly string[]): UserRow {
  const cell = (column: (typeof COLUMNS)[number]) => {
    const at = names.indexOf(column);
    return at < 0 ? undefined : (cells[at] ?? '').replace(/^'(?=[=+\-@\t\r])/, '');
  };
  const password = cell('password');
  const roles = cell('roles');
  return {
    username: cell('username') ?? '',
    ...(password !== undefined && password !== '' && { password }),
    ...(roles !== undefined && {
      roles: roles
        .split(';')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    }),
  };
}

const LONG = 'The line has more cells than the first one: put text with commas in quotes.';

function faultOf(
  { username, roles = [] }: UserRow,
  seen: ReadonlySet<string>,
  known: ReadonlySet<string>,
): string | undefined {
  const fault = whyNoUsername(username);
  if (fault !== undefined) return fault;
  if (seen.has(username)) return 'The name stands in an earlier line, too.';
  const stranger = roles.find((role) => !known.has(role));
  return stranger === undefined ? undefined : `There is no role ${stranger}. Create it first.`;
}

interface Line {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What keeps it from being read for sure. */
  readonly fault?: string;
}

/** Those that are not empty; a quoted cell may hold line breaks. */
function* linesOf(text: string): Generator<Line> {
  let [at, line] = [text.startsWith('\uFEFF') ? 1 : 0, 1];
  while (at < text.length) {
    const start = at;
    const cells = [cellAt(text, at)];
    for (let end = cells[0]?.end ?? 0; text.charAt(end) === ','; end = cells.at(-1)?.end ?? 0) {
      cells.push(cellAt(text, end + 1));
    }
    at = cells.at(-1)?.end ?? text.length;
    const fault = cells.find((cell) => cell.fault !== undefined)?.fault;
    const isEmpty = at === start;
    if (!isEmpty) yield { line, cells: cells.map((cell) => cell.text), ...(fault && { fault }) };
    if (text.charAt(at) === '\r') at++;
    if (text.charAt(at) === '\n') at++;
    line += text.slice(start, at).split(/\r\n?|\n/).length - 1;
  }
}

interface Cell {
  readonly text: string;
  /** Of the comma or line break behind it, or of the text. */
  readonly end: number;
  readonly fault?: string;
}

const UNCLOSED = 'A quote is not closed: nothing from this line on was read.';
const STRAY =
  'A quote stands within a cell: put the whole cell in quotes, and write the quote in it twice.';

/** A quoted cell may hold commas, line breaks and doubled quotes. */
function cellAt(text: string, start: number): Cell {
  if (text.charAt(start) !== '"') {
    const end = endOfCell(text, start);
    const plain = text.slice(start, end);
    return { text: plain, end, ...(plain.includes('"') && { fault: STRAY }) };
  }
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text.charAt(close + 1) === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return { text: '', end: text.length, fault: UNCLOSED };
  const end = endOfCell(text, close + 1);
  const quoted = text.slice(start + 1, close).replaceAll('""', '"');
  return { text: quoted, end, ...(end > close + 1 && { fault: STRAY }) };
}

function endOfCell(text: string, start: number): number {
  const length = text.slice(start).search(/[,\r\n]/);
  return length === -1 ? text.length : start + length;
}
