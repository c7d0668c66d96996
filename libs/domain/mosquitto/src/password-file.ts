import type { BrokerVersion } from './broker-version.js';
import { fateProblem, fileLines, joined, type FileLine } from './file-lines.js';
import type { FileProblem } from './file-problem.js';
import { effectOfBadLine, passwordStatement, type PasswordStatement } from './password-line.js';
import { SecretBytes } from './secret-bytes.js';

export type PasswordLine = PasswordStatement & {
  /** Counted from 1. */
  readonly number: number;
  /** As it stands in the file, with its line end. */
  readonly raw: SecretBytes;
};

/** Who can log in by a password_file (mosquitto.conf(5), `password_file`), as one version of the broker reads it. */
export interface PasswordFile {
  /** Each once, by the last of the lines with the name. */
  readonly users: readonly PasswordUser[];
  /** In the order of the lines. The broker refuses the file when one of them has the effect `refuses`. */
  readonly problems: readonly FileProblem[];
}

/** The same, line by line. */
export interface ParsedPasswordFile extends PasswordFile {
  readonly lines: readonly PasswordLine[];
}

export interface PasswordUser {
  readonly username: string;
  readonly line: number;
}

/** Reads any bytes; what is wrong with them stands in `problems`. Nothing of the file is lost. */
export function parsePasswordFile(bytes: Uint8Array, broker: BrokerVersion): ParsedPasswordFile {
  const lines: PasswordLine[] = [];
  const problems: FileProblem[] = [];
  const byName = new Map<string, PasswordUser>();
  for (const line of fileLines(bytes)) {
    const statement = statementOf(line, broker);
    lines.push({ ...statement, number: line.number, raw: new SecretBytes(line.raw) });
    if (statement.kind === 'invalid') problems.push(statement.problem);
    if (statement.kind !== 'user') continue;
    const { username } = statement;
    const problem = nameProblem(username, line.number, broker, byName.get(username));
    if (problem !== undefined) problems.push(problem);
    byName.set(username, { username, line: line.number });
  }
  return { lines, users: [...byName.values()], problems };
}

/** The bytes of a file with these lines: those that were parsed, byte for byte. */
export function printPasswordFile({ lines }: Pick<ParsedPasswordFile, 'lines'>): Uint8Array {
  return joined(lines.map(({ raw }) => raw.reveal()));
}

function statementOf(line: FileLine, broker: BrokerVersion): PasswordStatement {
  if (line.fate === 'unread') return { kind: 'ignored' };
  const problem = fateProblem(line);
  if (problem?.effect === 'misreads') return { kind: 'invalid', problem };
  const statement = passwordStatement(line.raw, line.number, broker);
  return problem === undefined || statement.kind === 'ignored'
    ? statement
    : { kind: 'invalid', problem };
}

const BYTE_ORDER_MARK = '\uFEFF';

/** What is odd about the name in a line that is good otherwise. */
function nameProblem(
  username: string,
  line: number,
  broker: BrokerVersion,
  earlier: PasswordUser | undefined,
): FileProblem | undefined {
  if (earlier !== undefined) {
    const effect = effectOfBadLine(broker);
    const which =
      effect === 'refuses'
        ? ''
        : ' One of the two passwords counts: the later one in a short file, perhaps the earlier one in a long file.';
    const reason = `The name stands in line ${earlier.line}, too.${which}`;
    return { line, column: 1, reason, effect };
  }
  if (line === 1 && username.startsWith(BYTE_ORDER_MARK)) {
    const reason =
      'The file begins with a byte order mark, which becomes a part of the first name: by the name alone nobody can log in.';
    return { line, column: 1, reason, effect: 'ignores' };
  }
  return undefined;
}
