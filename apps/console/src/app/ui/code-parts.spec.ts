import { describe, expect, it } from '@jest/globals';
import { codeParts } from './code-parts';

describe('a sentence with names in it', () => {
  const shown = (sentence: string, codes: readonly string[]) =>
    codeParts(sentence, codes)
      .map(({ text, code }) => (code ? `[${text}]` : text))
      .join('');

  it('has them apart from the rest', () => {
    expect(shown('Line 3 denies a/# to bob.', ['a/#', 'bob'])).toBe(
      'Line 3 denies [a/#] to [bob].',
    );
  });

  it('leaves alone words that a name is only a part of', () => {
    expect(shown('Line 3 gives a read access to a/b.', ['a'])).toBe(
      'Line 3 gives [a] read access to [a]/b.',
    );
    expect(shown('That is at hand.', ['a', 'h', ''])).toBe('That is at hand.');
  });

  it('takes the longer name where two begin', () => {
    expect(shown('role a/b', ['a', 'a/b'])).toBe('role [a/b]');
  });
});
