import { describe, expect, it } from '@jest/globals';
import { jsonLines } from './json-text';

const printed = (json: string) =>
  jsonLines(json).map(({ tokens }) => tokens.map(({ text }) => text).join(''));

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
    const kinds = jsonLines('{"k":"s","n":1.5,"w":false}').map(({ tokens }) =>
      tokens.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind),
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

  it('tells the pointer of what each line is about, and which can be plotted', () => {
    const lines = jsonLines('{"a/b":1,"list":[2,{"~":"x"},[]],"w":true,"big":1e400}');
    expect(lines.map(({ path, numeric }) => [path, numeric])).toEqual([
      ['', false],
      ['/a~1b', true],
      ['/list', false],
      ['/list/0', true],
      ['/list/1', false],
      ['/list/1/~0', false],
      [undefined, false],
      ['/list/2', false],
      [undefined, false],
      ['/w', false],
      ['/big', true],
      [undefined, false],
    ]);
  });

  it('knows a payload that is one number', () => {
    expect(jsonLines('21.5')).toMatchObject([{ path: '', numeric: true }]);
  });

  it('reads the keys of diagnostic notation as such, and tags as no numbers', () => {
    expect(
      jsonLines('{1: 2, "t": 1(1700000000)}').map(({ path, numeric }) => [path, numeric]),
    ).toEqual([
      ['', false],
      ['/1', true],
      ['/t', false],
      [undefined, false],
    ]);
  });
});
