/** One coloured piece of a line; `plain` is punctuation and space. */
export interface Token {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

export type Line = readonly Token[];

/** A string may end with the text: a payload that is cut off is shown as far as it goes. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
const INDENT = '  ';
const DEEPEST_INDENT = 40;
/** What a line shows of one string: a payload may be one string of a megabyte. */
const LONGEST = 2_000;

/**
 * JSON on several lines, as text: no number is read, so `12345678901234567890.10` stays as it was sent.
 * What is not JSON comes out all the same, as far as it has pieces.
 */
export function jsonLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  const tokens = text.match(TOKEN) ?? [];
  let line: Token[] = [];
  let depth = 0;
  const end = () => {
    lines.push(line);
    line = [{ kind: 'plain', text: INDENT.repeat(Math.max(0, Math.min(depth, DEEPEST_INDENT))) }];
  };
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      line.push({ kind: 'plain', text: token });
      if (closes(next)) continue;
      depth += 1;
      end();
    } else if (closes(token)) {
      if (!opens(tokens[index - 1])) {
        depth -= 1;
        end();
      }
      line.push({ kind: 'plain', text: token });
    } else if (token === ',') {
      line.push({ kind: 'plain', text: ',' });
      end();
    } else if (token === ':') {
      line.push({ kind: 'plain', text: ': ' });
    } else {
      line.push({ kind: kindOf(token, next), text: shortened(token) });
    }
  }
  lines.push(line);
  return lines;
}

function opens(token: string | undefined): boolean {
  return token === '{' || token === '[';
}

function closes(token: string | undefined): boolean {
  return token === '}' || token === ']';
}

function kindOf(token: string, next: string | undefined): Token['kind'] {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'string';
  return /^-?\d/.test(token) ? 'number' : 'word';
}

function shortened(token: string): string {
  if (token.length <= LONGEST) return token;
  return `${token.slice(0, LONGEST)}… ${token.length - LONGEST} more characters`;
}
