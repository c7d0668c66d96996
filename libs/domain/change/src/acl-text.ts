import { bytesOf, parseAclFile, type AclLine, type FileProblem } from '#domain/mosquitto';
import { markOf, type Mark } from './acl-marks.js';

/** A line of an acl_file: its text with its end, and what it says. */
export interface TextLine {
  readonly text: string;
  readonly says: AclLine;
  /** Of a comment that MCM wrote for itself. */
  readonly mark?: Mark;
}

/** An acl_file as lines that can be exchanged. */
export interface AclText {
  readonly lines: readonly TextLine[];
  /** The first thing that the broker refuses or takes for something else. */
  readonly problem?: FileProblem;
  /** The first by which the broker does not read the file to its end. */
  readonly cutOff?: FileProblem;
  /** What ends the lines that are put in: as the first line ends. */
  readonly lineEnd: '\n' | '\r\n';
}

/** What takes the place of some lines; `insert` are lines without their ends. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

export function aclText(text: string): AclText {
  const { lines, problems } = parseAclFile(bytesOf(text));
  const texts = splitLines(text);
  const cutOff = problems.find(({ effect }) => effect !== 'refuses');
  const lineEnd = texts[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  return {
    lines: lines.map((says, index) => lineOf(texts[index] ?? '', says)),
    lineEnd,
    ...(problems[0] && { problem: problems[0] }),
    ...(cutOff && { cutOff }),
  };
}

export function textOfLines({ lines }: AclText): string {
  return lines.map(({ text }) => text).join('');
}

export function isComment(line: TextLine | undefined): line is TextLine {
  return line?.says.kind === 'comment' && line.mark === undefined;
}

export function isBlank(line: TextLine | undefined): boolean {
  return line?.says.kind === 'blank';
}

export function isRule(line: TextLine | undefined): boolean {
  return line?.says.kind === 'topic' || line?.says.kind === 'pattern';
}

/** Where a comment begins that is about the rule in this line: right above it, and not the last of several lines. */
export function startWithDescription(lines: readonly TextLine[], at: number): number {
  const above = lines[at - 1];
  const says = isComment(above) && !isComment(lines[at - 2]) ? above.text.slice(1).trim() : '';
  return says === '' ? at : at - 1;
}

/**
 * The lines after some splices, which do not overlap. A comment never comes to stand above a rule
 * that it was not above before, nor below another comment: an empty line is put between.
 */
export function spliced(acl: AclText, splices: readonly Splice[]): AclText {
  if (splices.length === 0) return acl;
  const { lines, lineEnd } = acl;
  const result: TextLine[] = [];
  let from = 0;
  // What is only put somewhere comes before what goes from there.
  const inOrder = splices.toSorted((a, b) => a.at - b.at || a.remove - b.remove);
  for (const { at, remove, insert } of inOrder) {
    for (const line of lines.slice(from, at)) result.push(line);
    from = at + remove;
    const inserted = insert.map((text) => newLine(text + lineEnd));
    const next = inserted[0] ?? lines[from];
    if (isTornApart(result.at(-1), next, remove > 0 ? lines[at] : undefined)) {
      result.push(newLine(lineEnd));
    }
    for (const line of inserted) result.push(line);
  }
  for (const line of lines.slice(from)) result.push(line);
  return { lines: ended(result, lineEnd), lineEnd };
}

function isTornApart(
  above: TextLine | undefined,
  below: TextLine | undefined,
  before: TextLine | undefined,
): boolean {
  if (!isComment(above)) return false;
  return isComment(below) ? !isComment(before) : isRule(below) && !isRule(before);
}

/** An edit also ends the last line: without an end the broker leaves out one that just fills its buffer. */
function ended(lines: readonly TextLine[], lineEnd: string): readonly TextLine[] {
  return lines.map((line) => (line.text.endsWith('\n') ? line : newLine(line.text + lineEnd)));
}

function newLine(text: string): TextLine {
  const [says] = parseAclFile(bytesOf(text)).lines;
  if (says === undefined) throw new Error('A line of an acl_file is not empty.');
  return lineOf(text, says);
}

function lineOf(text: string, says: AclLine): TextLine {
  const mark = says.kind === 'comment' ? markOf(text) : undefined;
  return mark === undefined ? { text, says } : { text, says, mark };
}

/** The lines with their ends. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed + 1;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}
