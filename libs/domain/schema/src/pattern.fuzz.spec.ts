import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearPattern, PatternFault } from './linear-pattern.js';

/** Parts of patterns that can be run in linear time. */
const part: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      ...['a', 'b', '-', 'é', '💩', '.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\/', '\\.'],
      ...['\\u0061', '\\u{1F4A9}', '\\ud83d\\udca9', '\\x62', '\\cJ', '\\0', '\\t', '\\n'],
      ...['[ab]', '[^ab]', '[a-e\\d-]', '[\\s\\-x]', '[^\\S]', '[\\]\\[^]', '[]', '[^]', '[\\b]'],
      ...['\\p{L}', '\\P{Lu}', '[\\p{N}_]', '^', '$', '\\b', '\\B', ''],
    ),
    fc.tuple(tie('part'), tie('part')).map((two) => two.join('')),
    fc.tuple(tie('part'), tie('part')).map((two) => `(?:${two.join('|')})`),
    tie('part').map((one) => `(${one})`),
    tie('part').map((one) => `(?<n>${one.replaceAll('?<n>', '?:')})`),
    fc
      .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,}', '*?', '+?', '??'))
      .map(([one, times]) => `(?:${one})${times}`),
  ),
})).part;
const unique = part.map((one) => {
  let count = 0;
  return one.replaceAll('?<n>', () => `?<n${count++}>`);
});
const text = fc.string({
  unit: fc.constantFrom(
    ...'abe-_/. 5\t\n\r\b\0'.split(''),
    'é',
    'É',
    '💩',
    '\u2028',
    '\u00a0',
    '\ufeff',
  ),
  maxLength: 12,
});

describe('a linear pattern', () => {
  it('finds what JavaScript finds', () => {
    fc.assert(
      fc.property(unique, text, (pattern, sample) => {
        expect([pattern, linearPattern(pattern).test(sample)]).toEqual([
          pattern,
          new RegExp(pattern, 'u').test(sample),
        ]);
      }),
    );
  });

  it('is made of any text, or refused with a sentence', () => {
    const like = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?.\\^$-12,:=!<>pdDwsuxk'.split('')) }),
    );
    fc.assert(
      fc.property(like, text, (pattern, sample) => {
        try {
          expect(typeof linearPattern(pattern).test(sample)).toBe('boolean');
        } catch (error) {
          // PatternFault is the only one that is expected.
          expect(error).toBeInstanceOf(PatternFault);
        }
      }),
    );
  });
});
