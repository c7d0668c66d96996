/** One coloured piece of a line; `plain` is punctuation and space. */
export interface Token {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

export interface Line {
  readonly tokens: readonly Token[];
  /** The JSON pointer (RFC 6901) of what the line begins; absent on one that only closes. */
  readonly path?: string;
  /** Whether that is a number, which can be plotted. */
  readonly numeric: boolean;
}

/** A line of text that is no JSON. */
export function plainLine(text: string): Line {
  return { tokens: [{ kind: 'plain', text }], numeric: false };
}

/** A string may end with the text: a payload that is cut off is shown as far as it goes. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
const NUMBER = /^-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?$/;
const INDENT = '  ';
const DEEPEST_INDENT = 40;
/** What a line shows of one string: a payload may be one string of a megabyte. */
const LONGEST = 2_000;

/**
 * JSON on several lines, as text: no number is read, so `12345678901234567890.10` stays as it was sent.
 * What is not JSON comes out all the same, as far as it has pieces.
 */
export function jsonLines(text: string): readonly Line[] {
  const printer = new Printer();
  const tokens = text.match(TOKEN) ?? [];
  for (const [index, token] of tokens.entries())
    printer.take(token, tokens[index - 1], tokens[index + 1]);
  return printer.done();
}

/** An object or a list that stands open: the segment of the path that leads to what is in it. */
interface Level {
  readonly list: boolean;
  segment: string;
  index: number;
}

class Printer {
  readonly #lines: Line[] = [];
  readonly #levels: Level[] = [];
  #tokens: Token[] = [];
  #path: string | undefined;
  #numeric = false;

  take(token: string, before: string | undefined, next: string | undefined): void {
    if (opens(token)) this.#open(token, next);
    else if (closes(token)) this.#close(token, before);
    else if (token === ',') this.#comma();
    else if (token === ':') this.#tokens.push({ kind: 'plain', text: ': ' });
    else this.#scalar(token, next);
  }

  done(): readonly Line[] {
    this.#end();
    return this.#lines;
  }

  #open(token: string, next: string | undefined): void {
    this.#begins();
    this.#tokens.push({ kind: 'plain', text: token });
    this.#levels.push({ list: token === '[', segment: '', index: 0 });
    if (!closes(next)) this.#end();
  }

  #close(token: string, before: string | undefined): void {
    this.#levels.pop();
    if (!opens(before)) this.#end();
    this.#tokens.push({ kind: 'plain', text: token });
  }

  #comma(): void {
    this.#tokens.push({ kind: 'plain', text: ',' });
    this.#end();
    const level = this.#levels.at(-1);
    if (level !== undefined) level.index += 1;
  }

  #scalar(token: string, next: string | undefined): void {
    const kind = kindOf(token, next);
    const level = this.#levels.at(-1);
    if (kind === 'key' && level !== undefined) level.segment = keyOf(token);
    this.#begins();
    this.#tokens.push({ kind, text: shortened(token) });
    if (kind === 'number') this.#numeric = true;
  }

  /** What comes now is what the line is about, unless it is about something already. */
  #begins(): void {
    // Deeper than anybody plots; and the path of every level of a million would never end.
    if (this.#levels.length > DEEPEST_INDENT) return;
    this.#path ??= this.#levels
      .map(({ list, segment, index }) => `/${list ? index : escaped(segment)}`)
      .join('');
  }

  #end(): void {
    const path = this.#path;
    this.#lines.push({
      tokens: this.#tokens,
      ...(path !== undefined && { path }),
      numeric: this.#numeric,
    });
    const depth = Math.min(this.#levels.length, DEEPEST_INDENT);
    this.#tokens = [{ kind: 'plain', text: INDENT.repeat(depth) }];
    this.#path = undefined;
    this.#numeric = false;
  }
}

function keyOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    // SyntaxError: the text ends in the middle of the key.
    return token;
  }
}

/** RFC 6901 section 3. */
function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

function opens(token: string | undefined): boolean {
  return token === '{' || token === '[';
}

function closes(token: string | undefined): boolean {
  return token === '}' || token === ']';
}

function kindOf(token: string, next: string | undefined): Token['kind'] {
  if (next === ':') return 'key';
  if (token.startsWith('"')) return 'string';
  return NUMBER.test(token) ? 'number' : 'word';
}

function shortened(token: string): string {
  if (token.length <= LONGEST) return token;
  return `${token.slice(0, LONGEST)}… ${token.length - LONGEST} more characters`;
}
