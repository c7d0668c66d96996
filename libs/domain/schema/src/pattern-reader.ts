import {
  classText,
  complement,
  DIGITS,
  LINE_ENDS,
  pointText,
  SPACES,
  withProperty,
  WORD,
  type Range,
} from './code-points.js';

/** RE2 counts no further. */
const MOST_TIMES = 1_000;
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };
const SETS: Readonly<Record<string, readonly Range[]>> = { d: DIGITS, w: WORD, s: SPACES };
const LOOKS = ['(?=', '(?!', '(?<=', '(?<!'];

/** What the pattern says cannot be run in time that grows only with the text. */
export class NotLinear extends Error {
  override readonly name = 'NotLinear';
}

/** A code point, or a set of them. */
type Atom = number | readonly Range[];

/** Reads a pattern of ECMA-262 that is valid with the flag `u`, and writes it as RE2 says the same. */
export class PatternReader {
  #at = 0;

  constructor(private readonly pattern: string) {}

  /** @throws NotLinear */
  read(): string {
    const parts: string[] = [];
    while (this.#at < this.pattern.length) parts.push(this.#part());
    return parts.join('');
  }

  #part(): string {
    const char = this.pattern.charAt(this.#at);
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '{':
        return this.#times();
      case '\\':
        return this.#escape();
      case '.':
        this.#at++;
        return classText(LINE_ENDS, true);
      // Without the flag `m`, the beginning and the end of the whole text.
      case '^':
        this.#at++;
        return '\\A';
      case '$':
        this.#at++;
        return '\\z';
      case '|':
      case ')':
      case '*':
      case '+':
      case '?':
        this.#at++;
        return char;
      default:
        return pointText(this.#point());
    }
  }

  /** Nobody asks for what a group matched, so it only groups. */
  #group(): string {
    const rest = this.pattern.slice(this.#at, this.#at + 4);
    if (LOOKS.some((look) => rest.startsWith(look))) {
      throw new NotLinear('It looks ahead or behind, as with (?=…), (?!…) or (?<=…).');
    }
    const [whole = '('] = this.#match(/\((?:\?<[^>]*>|\?:)?/y);
    if (whole === '(' && rest.startsWith('(?')) {
      throw new NotLinear('It changes flags within the pattern, as with (?i:…).');
    }
    return '(?:';
  }

  #times(): string {
    const [whole, least = '', most = ''] = this.#match(/\{(\d+)(?:,(\d*))?\}/y);
    if (Number(least) > MOST_TIMES || Number(most) > MOST_TIMES) {
      throw new NotLinear('It counts further than 1,000; minLength and maxLength do.');
    }
    return whole;
  }

  #escape(): string {
    const next = this.pattern.charAt(this.#at + 1);
    if (/[1-9k]/.test(next)) {
      throw new NotLinear('It refers back to what a group matched, as with \\1.');
    }
    if (next === 'b' || next === 'B') {
      this.#at += 2;
      return `\\${next}`;
    }
    const atom = this.#atom();
    return typeof atom === 'number' ? pointText(atom) : classText(atom);
  }

  #class(): string {
    this.#at++;
    const negated = this.pattern.charAt(this.#at) === '^';
    if (negated) this.#at++;
    const ranges: Range[] = [];
    while (this.pattern.charAt(this.#at) !== ']') {
      const from = this.#atom();
      const isRange =
        this.pattern.charAt(this.#at) === '-' && this.pattern.charAt(this.#at + 1) !== ']';
      if (typeof from !== 'number') {
        ranges.push(...from);
      } else if (isRange) {
        this.#at++;
        ranges.push([from, this.#atom() as number]);
      } else {
        ranges.push([from, from]);
      }
    }
    this.#at++;
    return classText(ranges, negated);
  }

  /** One member of a class, or one escape outside. */
  #atom(): Atom {
    if (this.pattern.charAt(this.#at) !== '\\') return this.#point();
    const letter = this.pattern.charAt(this.#at + 1);
    if (letter === 'p' || letter === 'P') return this.#property();
    const set = SETS[letter.toLowerCase()];
    if (set !== undefined) {
      this.#at += 2;
      return letter === letter.toLowerCase() ? set : complement(set);
    }
    return this.#escapedPoint(letter);
  }

  #property(): readonly Range[] {
    const [, letter, name = ''] = this.#match(/\\([pP])\{([^}]*)\}/y);
    const ranges = withProperty(name);
    return letter === 'p' ? ranges : complement(ranges);
  }

  #escapedPoint(letter: string): number {
    const control = CONTROLS[letter];
    if (control !== undefined) {
      this.#at += 2;
      return control;
    }
    if (letter === 'b') {
      this.#at += 2; // in a class only
      return 8;
    }
    if (letter === 'c') return this.#match(/\\c[A-Za-z]/y)[0].charCodeAt(2) % 32;
    if (letter === 'x') return hex(this.#match(/\\x([\da-fA-F]{2})/y)[1]);
    if (letter === 'u') return this.#unicode();
    this.#at++;
    return this.#point();
  }

  #unicode(): number {
    const [, braced, high, low, four] = this.#match(
      /\\u(?:\{([\da-f]+)\}|(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|([\da-f]{4}))/iy,
    );
    if (high === undefined) return whole(hex(braced ?? four));
    return String.fromCharCode(hex(high), hex(low)).codePointAt(0) ?? 0;
  }

  /** The code point that stands there. */
  #point(): number {
    const code = this.pattern.codePointAt(this.#at) ?? 0;
    this.#at += code > 0xff_ff ? 2 : 1;
    return whole(code);
  }

  /** What the sticky expression finds here, which it does in a valid pattern. */
  #match(expression: RegExp): RegExpExecArray {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.pattern);
    if (found === null) throw new Error(`no pattern: ${this.pattern}`);
    this.#at = expression.lastIndex;
    return found;
  }
}

const hex = (digits = ''): number => Number.parseInt(digits, 16);

function whole(code: number): number {
  if (code < 0xd8_00 || code > 0xdf_ff) return code;
  throw new NotLinear('It holds half a character (a lone surrogate).');
}
