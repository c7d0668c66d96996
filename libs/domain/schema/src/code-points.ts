/** Code points from the first number to the second, both included. */
export type Range = readonly [from: number, to: number];

const LAST = 0x10_ff_ff;
const [SURROGATES, AFTER_SURROGATES] = [0xd8_00, 0xe0_00];

export const DIGITS: readonly Range[] = [[0x30, 0x39]];
export const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** WhiteSpace and LineTerminator of ECMA-262: more than RE2's `\s`. */
export const SPACES: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x16_80, 0x16_80],
  [0x20_00, 0x20_0a],
  [0x20_28, 0x20_29],
  [0x20_2f, 0x20_2f],
  [0x20_5f, 0x20_5f],
  [0x30_00, 0x30_00],
  [0xfe_ff, 0xfe_ff],
];
/** What a dot does not stand for. */
export const LINE_ENDS: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x20_28, 0x20_29],
];

/** All code points that are in none of the ranges. */
export function complement(ranges: readonly Range[]): Range[] {
  const others: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    if (from > next) others.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) others.push([next, LAST]);
  return others;
}

const known = new Map<string, readonly Range[]>();

/**
 * The code points that have a Unicode property, as `\p{…}` names it: asked of JavaScript itself, one by one, so
 * that every name it knows means the same here. Takes some ten milliseconds the first time.
 */
export function withProperty(name: string): readonly Range[] {
  const before = known.get(name);
  if (before !== undefined) return before;
  const one = new RegExp(`^\\p{${name}}$`, 'u');
  const ranges: Range[] = [];
  let from: number | undefined;
  for (let code = 0; code <= LAST + 1; code++) {
    if (code === SURROGATES) code = AFTER_SURROGATES;
    const has = code <= LAST && one.test(String.fromCodePoint(code));
    if (has && from === undefined) from = code;
    if (has || from === undefined) continue;
    ranges.push([from, code === AFTER_SURROGATES ? SURROGATES - 1 : code - 1]);
    from = undefined;
  }
  known.set(name, ranges);
  return ranges;
}

/** As a class of RE2. */
export function classText(ranges: readonly Range[], negated = false): string {
  if (ranges.length === 0) return classText([[0, LAST]], !negated);
  const parts = ranges.map(([from, to]) =>
    from === to ? pointText(from) : `${pointText(from)}-${pointText(to)}`,
  );
  return `[${negated ? '^' : ''}${parts.join('')}]`;
}

export function pointText(code: number): string {
  const text = String.fromCodePoint(code);
  return /[0-9A-Za-z]/.test(text) ? text : `\\x{${code.toString(16)}}`;
}
