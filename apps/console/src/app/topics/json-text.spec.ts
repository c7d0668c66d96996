import { describe, expect, it } from '@jest/globals';
import { jsonLines } from './json-text';

const printed = (json: string) =>
  jsonLines(json).map((line) => line.map(({ text }) => text).join(''));

describe('jsonLines', () => {
  it('gives every member a line', () => {
    expect(printed('{"a":1,"b":[true,null],"c":{}}')).toEqual([
      '{',
      '  "a": 1,',
      '  "b": [',
      '    true,',
      '    null',
      '  ],',
      '  "c": {}',
      '}',
    ]);
  });

  it('keeps numbers as they were sent, however long', () => {
    const number = '-12345678901234567890.123450e+400';
    expect(printed(`{"n":${number}}`)[1]).toBe(`  "n": ${number}`);
  });

  it('keeps strings as they were sent, whatever is in them', () => {
    const string = String.raw`"a \"quoted\" {[:,]} é \\"`;
    expect(printed(`[${string}]`)).toEqual(['[', `  ${string}`, ']']);
  });

  it('tells keys from strings, numbers and words', () => {
    const kinds = jsonLines('{"k":"s","n":1.5,"w":false}').map((line) =>
      line.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind),
    );
    expect(kinds).toEqual([[], ['key', 'string'], ['key', 'number'], ['key', 'word'], []]);
  });

  it('prints a single value', () => {
    expect(printed(' 42 ')).toEqual(['42']);
    expect(printed('[]')).toEqual(['[]']);
  });

  it('prints what is cut off in the middle as far as it goes', () => {
    expect(printed('{"a":[1,{"b":"cut o')).toEqual([
      '{',
      '  "a": [',
      '    1,',
      '    {',
      '      "b": "cut o',
    ]);
  });

  it('is not stopped by a million brackets', () => {
    expect(jsonLines('['.repeat(100_000))).toHaveLength(100_001);
  });

  it('shortens one huge string and says by how much', () => {
    const [line] = printed(`"${'x'.repeat(5000)}"`);
    expect(line).toMatch(/^"x+… 3002 more characters$/);
  });
});
