import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './compile.js';
import { LARGEST_DOCUMENT } from './size.js';

const deep = (levels: number) => {
  let document: object = {};
  for (let i = 0; i < levels; i++) document = { not: document };
  return document;
};

describe('a document that is no schema', () => {
  it.each<readonly [string, unknown, string, RegExp]>([
    ['a number', 7, '', /a JSON object, or true or false/],
    ['null', null, '', /a JSON object/],
    ['a list', [], '', /a JSON object/],
    ['a text', '{}', '', /a JSON object/],
    [
      'too large',
      { description: 'x'.repeat(LARGEST_DOCUMENT) },
      '',
      /at most 64 KiB; this one has 65/,
    ],
    ['too large in bytes', { description: 'ä'.repeat(LARGEST_DOCUMENT / 2) }, '', /at most 64 KiB/],
    [
      'of a draft that is not known',
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      '/$schema',
      /not known here/,
    ],
    ['with a $schema that is no text', { $schema: 7 }, '/$schema', /not known here/],
    [
      'with a type that there is not',
      { properties: { 'a/b': { type: 'text' } } },
      '/properties/a~1b/type',
      /^must be array, boolean, .* or string, or a list of some of them$/,
    ],
    [
      'with a keyword of the wrong kind',
      { items: { required: 'a' } },
      '/items/required',
      /must be a list, and is the text "a"/,
    ],
    ['with a negative length', { minLength: -1 }, '/minLength', /must be at least 0/],
    ['with an enum that is no list', { enum: 'a' }, '/enum', /must be a list/],
    [
      'that refers to elsewhere',
      { properties: { a: { $ref: 'http://example.com/a.json' } } },
      '/properties/a/$ref',
      /not fetched/,
    ],
    ['that refers to a file', { $ref: 'file:///etc/passwd' }, '/$ref', /not fetched/],
    [
      'that refers to nothing',
      { anyOf: [{}, { $ref: '#/$defs/a' }] },
      '/anyOf/1/$ref',
      /Nothing in this document is called #\/\$defs\/a/,
    ],
    ['that refers to an anchor that is not there', { $ref: '#a' }, '/$ref', /called #a/],
    [
      'with two schemas of one name',
      { $defs: { a: { $id: 'a', type: 'null' }, b: { $id: 'a', type: 'string' } } },
      '',
      /resolves to more than one schema/,
    ],
    [
      'with a $dynamicRef to within',
      { items: { $dynamicRef: '#a' }, $defs: { a: { $dynamicAnchor: 'a' } } },
      '/items/$dynamicRef',
      /only to a \$dynamicAnchor/,
    ],
    [
      'with a $dynamicRef to elsewhere',
      { $dynamicRef: 'http://example.com/#a' },
      '/$dynamicRef',
      /only to a/,
    ],
    [
      'with a pattern that looks ahead',
      { pattern: '^(?=.*\\d)' },
      '/pattern',
      /looks ahead or behind/,
    ],
    [
      'with a pattern that looks behind',
      { pattern: '(?<!a)b' },
      '/pattern',
      /looks ahead or behind/,
    ],
    [
      'with a pattern that refers back',
      { items: { pattern: '(a)\\1' } },
      '/items/pattern',
      /refers back/,
    ],
    [
      'with a pattern that refers back by name',
      { pattern: '(?<a>x)\\k<a>' },
      '/pattern',
      /refers back/,
    ],
    ['with a pattern that changes flags', { pattern: '(?i:a)' }, '/pattern', /changes flags/],
    [
      'with a pattern that counts too far',
      { pattern: 'a{1001}' },
      '/pattern',
      /minLength and maxLength/,
    ],
    [
      'with a pattern that is too large',
      { pattern: '((((a{99}){99}){99}){99})' },
      '/pattern',
      /too large/,
    ],
    ['with half a character in a pattern', { pattern: '\\ud83d' }, '/pattern', /half a character/],
    ['with a pattern that is none', { pattern: 'a{2,1}' }, '/pattern', /no regular expression/],
    ['with a pattern of Perl', { pattern: '^a\\Z' }, '/pattern', /no regular expression/],
    [
      'with a name pattern that is none',
      { patternProperties: { '~(/': {} } },
      '/patternProperties/~0(~1',
      /no regular expression/,
    ],
    ['that is nested too deeply', deep(3_000), '', /nested too deeply/],
  ])('is refused where and because it is %s', (_, document, pointer, detail) => {
    expect(compileSchema(document).faults).toContainEqual({
      pointer,
      detail: expect.stringMatching(detail),
    });
  });

  it('is told of at most five faults', () => {
    const properties = Object.fromEntries('abcdefg'.split('').map((name) => [name, { type: 1 }]));
    expect(compileSchema({ properties }).faults).toHaveLength(5);
  });

  it('may hold in values what would be wrong in a schema', () => {
    const wrong = { $ref: 'http://example.com/', pattern: '(', type: 7 };
    const document = { const: wrong, enum: [wrong], default: wrong, examples: [wrong] };
    expect(compileSchema(document).faults).toBeUndefined();
    expect(
      compileSchema({ properties: { pattern: {}, $ref: { type: 'string' } } }).faults,
    ).toBeUndefined();
  });
});
