import { describe, it } from '@jest/globals';
import { expectInProportion } from '#testing';
import { compileSchema } from './compile.js';
import { FORMATS, isFormat } from './formats.js';
import { linearPattern } from './linear-pattern.js';

describe('the time that judging takes', () => {
  it.each([
    ['(a+)+$', 'a', '!'],
    ['^(a|a)*$', 'a', '!'],
    ['^(a|aa)+$', 'a', '!'],
    ['(.*a){12}$', 'a', '!'],
    ['^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@)$', 'a', '!'],
    ['(x+x+)+y', 'x', ''],
    ['\\s+$', ' ', '!'],
  ])('grows with the text only: %s', (pattern, char, end) => {
    const { test } = linearPattern(pattern);
    expectInProportion(100_000, (size, timed) => {
      const text = char.repeat(size) + end;
      timed(() => test(text));
    });
  });

  it.each(
    FORMATS.flatMap((format) =>
      ['a', '1', 'a.', '1:', 'a@a', '/a', '{a}', 'P1', '~0', '%'].map(
        (text) => [format, text] as const,
      ),
    ),
  )('grows with the text only: %s of %s again and again', (format, text) => {
    expectInProportion(100_000, (size, timed) => {
      const long = `${text.repeat(size / text.length)}!`;
      timed(() => isFormat(format, long));
    });
  });

  it('grows with the list only, however many different items it has', () => {
    const { schema } = compileSchema({ uniqueItems: true });
    expectInProportion(100_000, (size, timed) => {
      const items = Array.from({ length: size / 100 }, (_, i) => ({ i }));
      timed(() => schema?.judge({ bytes: 0, isJson: true, value: items }));
    });
  });
});
