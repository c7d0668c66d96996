import type { Explanation, Step } from '#domain/access';
import type { AclFile, AclLine } from '#domain/mosquitto';
import { aclTokens } from '../access/acl-tokens';
import type { CodeRow, LineMark } from '../ui/code-rows';

/** Fewer lines than this are not worth a fold. */
const LEAST_FOLDED = 3;

/** What each line did about a question, by its number. */
export function lineMarks(
  file: AclFile,
  explanation: Explanation | undefined,
): ReadonlyMap<number, LineMark> {
  const marks = new Map<number, LineMark>();
  for (const step of explanation?.trail ?? []) {
    const mark = stepMark(step, explanation?.allowed === true);
    if (step.by.kind === 'acl-line' && mark !== undefined) marks.set(step.by.line, mark);
  }
  for (const { line, reason } of file.problems) {
    marks.set(line, { kind: 'fault', text: firstSentence(reason) });
  }
  return marks;
}

/** As much of a reason as fits beside a line; the whole of it stands elsewhere. */
export function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/s.exec(text)?.[0] ?? text;
}

/** What came of a rule, in the words that stand beside it. */
export function stepMark({ by, outcome }: Step, allowed: boolean): LineMark | undefined {
  switch (outcome) {
    case 'decides':
      return { kind: 'decides', text: `decides: ${allowed ? 'allow' : 'deny'}` };
    case 'would-allow':
      return { kind: 'seen', text: 'would allow, never reached' };
    case 'would-deny':
      return { kind: 'seen', text: 'would deny, never reached' };
    case 'other-action':
      return { kind: 'aside', text: 'matches, but is about something else' };
    case 'not-tried':
      return by.kind === 'acl-line' && by.section === 'pattern'
        ? { kind: 'aside', text: 'pattern, not tried' }
        : undefined;
    case 'no-match':
      return undefined;
  }
}

/** What keeps lines from being folded, beside whom they are for. */
export interface Showing {
  readonly marks: ReadonlyMap<number, LineMark>;
  /** First lines of the folds that were opened. */
  readonly unfolded: ReadonlySet<number>;
  /** A line that is shown in any case. */
  readonly shown?: number;
}

/**
 * The file as it concerns a user: what is for others is folded.
 *
 * @param user - empty for clients without one, nothing for a file that is read as a whole
 */
export function aclRows(
  file: AclFile,
  user: string | undefined,
  { marks, unfolded, shown }: Showing,
): readonly CodeRow[] {
  const { lines } = file;
  if (user === undefined) return lines.map((line) => rowOf(line, marks));
  const stands = concerning(lines, user).map(
    (concerns, at) => concerns || marks.has(at + 1) || shown === at + 1,
  );
  const rows: CodeRow[] = [];
  for (let at = 0; at < lines.length;) {
    const next = stands.indexOf(true, at);
    const end = next === -1 ? lines.length : next;
    if (end - at >= LEAST_FOLDED && !unfolded.has(at + 1)) {
      rows.push(foldOf(at + 1, end, user));
      at = end;
      continue;
    }
    for (const line of lines.slice(at, Math.max(end, at + 1))) rows.push(rowOf(line, marks));
    at = Math.max(end, at + 1);
  }
  return rows;
}

function foldOf(from: number, to: number, user: string): CodeRow {
  const whom = user === '' ? 'anonymous clients' : user;
  return { kind: 'fold', from, to, text: `Lines ${from}–${to} are not for ${whom}` };
}

function rowOf(line: AclLine, marks: ReadonlyMap<number, LineMark>): CodeRow {
  const mark = marks.get(line.number);
  const tokens = () => aclTokens(line);
  return { kind: 'line', number: line.number, tokens, ...(mark && { mark }) };
}

/** For each line whether it concerns a user, with the comments right above it. */
function concerning(lines: readonly AclLine[], user: string): readonly boolean[] {
  const concerns = lines.map(() => false);
  let owner = '';
  let above: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'user') owner = line.name;
    if (line.kind === 'comment') {
      above.push(at);
      continue;
    }
    const isForAll = line.kind === 'pattern' || line.kind === 'invalid';
    if (isForAll || (line.kind !== 'blank' && owner === user)) {
      for (const index of [...above, at]) concerns[index] = true;
    }
    above = [];
  }
  return concerns;
}
