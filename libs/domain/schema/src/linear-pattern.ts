import { RE2JS } from 're2js';
import { NotLinear, PatternReader } from './pattern-reader.js';

/** A regular expression that takes time in proportion to the text, whatever both are. */
export interface LinearPattern {
  test(text: string): boolean;
  /** The pattern as it was written. */
  toString(): string;
}

/** The pattern cannot be used; the message says why, as a sentence. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

/**
 * Makes a pattern of ECMA-262, as JSON Schema has it, one that RE2 runs: with the flag `u`, found anywhere in the
 * text. Needless backslashes, as in `\@`, are forgiven.
 *
 * @throws PatternFault for what is no pattern, and for look-around and back-references
 */
export function linearPattern(pattern: string): LinearPattern {
  try {
    return engine(new PatternReader(valid(pattern)).read(), pattern);
  } catch (error) {
    // NotLinear, and what RE2 says of a program that would be too large: known only when it is tried.
    if (error instanceof PatternFault) throw error;
    const why = error instanceof NotLinear ? error.message : `It is too large: ${String(error)}.`;
    const detail = `This pattern cannot be run in linear time. ${why}`;
    throw new PatternFault(detail, { cause: error });
  }
}

/** To RE2 these are an `s` and a `k` when case is ignored; to ECMA-262, without the flag `u`, they are not. */
const FOLDED = /[\u017f\u212a]/g;

/** Such a pattern from a regular expression that is known to be one. */
export function linearCopy({ source, flags }: RegExp): LinearPattern {
  const translated = new PatternReader(valid(source)).read();
  if (!flags.includes('i')) return engine(translated, source);
  const pattern = engine(translated, source, RE2JS.CASE_INSENSITIVE);
  return { test: (text) => pattern.test(text.replace(FOLDED, '\ufffd')), toString: () => source };
}

function engine(translated: string, source: string, flags = 0): LinearPattern {
  const program = RE2JS.compile(translated, flags);
  return { test: (text) => program.test(text), toString: () => source };
}

/** The pattern, or what it means where it is wrong only in its needless backslashes. */
function valid(pattern: string): string {
  const fault = faultOf(pattern);
  if (fault === undefined) return pattern;
  const forgiven = pattern.replace(/\\([\s\S])/g, (escape, char: string) =>
    /[!"#%&',\-:;<=>@_`~ ]/.test(char)
      ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
      : escape,
  );
  if (faultOf(forgiven) === undefined) return forgiven;
  throw new PatternFault(`This is no regular expression of ECMAScript: ${fault}.`);
}

function faultOf(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    // SyntaxError: nothing else tells whether it is one.
    return (error as Error).message.replace(/^Invalid regular expression: .*\/u: /s, '');
  }
}
