import type { Document, ErrorCode, LineCounter } from 'yaml';
import type { ConfigProblem } from './config-error.js';

const DIFFERENTLY = 'is not valid YAML here';

/** Our words for the parser's findings: its own quote the file, and with it secrets. */
const SENTENCES: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_ALIAS: 'an alias (*) has no name',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an unknown escape: use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a value begins with a character that needs quotes around it',
  BLOCK_AS_IMPLICIT_KEY:
    'there is a second "key: value" in the line: put quotes around the value, or a line break before it',
  DUPLICATE_KEY: 'a key is there twice',
  MISSING_CHAR: 'a colon, a space, a quote or a bracket is missing here or above',
  MULTILINE_IMPLICIT_KEY: 'a line without colon follows: every key needs one',
  MULTIPLE_DOCS: 'a second document begins, with ---: such a file is one',
  NON_STRING_KEY: 'a key is not text',
  RESOURCE_EXHAUSTION: 'too many levels, one in another',
  TAB_AS_INDENT: 'the indentation is a tab: use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!) is not known: put quotes around the value',
  UNEXPECTED_TOKEN:
    'something does not belong here: put quotes around values with special characters',
};

/** What keeps the text from being YAML: one problem for a line, since one slip trips the parser repeatedly. */
export function syntaxProblems(
  file: string,
  document: Document,
  lines: LineCounter,
): ConfigProblem[] {
  const problems = new Map<number, ConfigProblem>();
  for (const { code, pos } of [...document.errors, ...document.warnings]) {
    const { line } = lines.linePos(pos[0]);
    if (problems.has(line)) continue;
    problems.set(line, {
      where: `${file}:${String(line)}`,
      message: SENTENCES[code] ?? DIFFERENTLY,
    });
  }
  return [...problems.values()];
}
