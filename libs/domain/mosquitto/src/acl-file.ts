import { aclStatement, type AclStatement } from './acl-line.js';
import { fateProblem, fileLines, joined, type FileLine } from './file-lines.js';
import type { FileProblem } from './file-problem.js';

export type AclLine = AclStatement & {
  /** Counted from 1. */
  readonly number: number;
  /** As it stands in the file, with its line end. */
  readonly raw: Uint8Array;
};

/** An acl_file (mosquitto.conf(5), `acl_file`), line by line. */
export interface AclFile {
  readonly lines: readonly AclLine[];
  /** In the order of the lines. The broker refuses the file when one of them has the effect `refuses`. */
  readonly problems: readonly FileProblem[];
}

/** Reads any bytes; what is wrong with them stands in `problems`. Nothing of the file is lost. */
export function parseAclFile(bytes: Uint8Array): AclFile {
  const lines: AclLine[] = [];
  const problems: FileProblem[] = [];
  for (const line of fileLines(bytes)) {
    const { number, raw } = line;
    const statement = statementOf(line);
    lines.push({ ...statement, number, raw });
    if (statement.kind === 'invalid') problems.push(statement.problem);
  }
  return { lines, problems };
}

/** The bytes of a file with these lines: those that were parsed, byte for byte. */
export function printAclFile({ lines }: Pick<AclFile, 'lines'>): Uint8Array {
  return joined(lines.map(({ raw }) => raw));
}

function statementOf(line: FileLine): AclStatement {
  if (line.fate === 'unread') return { kind: 'unread' };
  const problem = fateProblem(line);
  if (problem?.effect === 'misreads') return { kind: 'invalid', problem };
  const statement = aclStatement(line.raw, line.number);
  const saysNothing = statement.kind === 'blank' || statement.kind === 'comment';
  return problem === undefined || saysNothing ? statement : { kind: 'invalid', problem };
}
