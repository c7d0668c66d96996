import { describe, expect, it } from '@jest/globals';
import { lineOf, memberSpan, readDocument } from './json-document';

const TEXT = `{
  "type": "object",
  "properties": {
    "a/b": { "type": "number" },
    "größe~": {
      "enum": [
        1,
        2
      ]
    }
  },
  "required": ["a/b"]
}`;

describe('a document that is being written', () => {
  it('is its value once it is JSON', () => {
    expect(readDocument('{ "minimum": 1 }')).toEqual({ value: { minimum: 1 } });
    expect(readDocument('true')).toEqual({ value: true });
  });

  it.each([
    ['', 1, 'Write a JSON Schema here.'],
    ['{\n  "type" "object"\n}', 2, 'After a name stands a colon.'],
    ['{\n  "type": "object"\n  "title": ""\n}', 3, 'Here a comma or a closing } is missing.'],
    ['{\n  "a": [1, 2\n}', 3, 'Here a comma or a closing ] is missing.'],
    ['{\n  "a": 1,\n}', 3, 'Here a name in double quotes is missing.'],
    ['{\n  "ä": "open\n}', 2, 'The string has no end.'],
    ['{}\n\n{}', 3, 'The document ended before this.'],
  ])('is no JSON from a line on: %j', (text, line, words) => {
    expect(readDocument(text)).toEqual({ fault: { line, text: words } });
  });

  it('is no JSON either where the broker’s reader is more lenient', () => {
    expect(readDocument('{ "minimum": 01 }')).toEqual({
      fault: { line: 1, text: 'This is not JSON.' },
    });
  });
});

describe('what a pointer leads to', () => {
  it.each([
    ['', 1],
    ['/type', 2],
    ['/properties/a~1b', 4],
    ['/properties/a~1b/type', 4],
    ['/properties/größe~0/enum/1', 8],
    ['/required/0', 12],
  ])('stands on its line: %s', (pointer, line) => {
    expect(lineOf(TEXT, pointer)).toBe(line);
  });

  it.each([
    ['/properties/missing/type', 3],
    ['/required/7', 12],
    ['/required/x', 12],
    ['/type/x', 2],
    ['/__proto__', 1],
  ])('is as near as there is anything: %s', (pointer, line) => {
    expect(lineOf(TEXT, pointer)).toBe(line);
  });

  it('is the first line where there is no JSON at all', () => {
    expect(lineOf('', '/type')).toBe(1);
  });
});

describe('the place of a member', () => {
  it('is counted in characters of the text', () => {
    const text = '{ "größe": 1, "$schema": "x" }';
    const { from, to } = memberSpan(text, '$schema')!;
    expect(text.slice(from, to)).toBe('"x"');
    expect(memberSpan(text, 'absent')).toBeUndefined();
    expect(memberSpan('[]', '$schema')).toBeUndefined();
  });
});
