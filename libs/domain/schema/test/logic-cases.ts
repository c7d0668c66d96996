import type { KeywordCase } from './keyword-case.js';

/** What the specifications say of keywords that combine schemas, refer to them, or say something to people only. */
export const LOGIC_CASES: readonly KeywordCase[] = [
  {
    of: 'allOf',
    schema: { allOf: [{ minimum: 2 }, { maximum: 4 }] },
    valid: [3, 'x'],
    invalid: [1, 5],
  },
  {
    of: 'allOf and what is beside it',
    schema: { required: ['c'], allOf: [{ required: ['a'] }, { required: ['b'] }] },
    valid: [{ a: 1, b: 1, c: 1 }],
    invalid: [{ a: 1, b: 1 }, { a: 1, c: 1 }, {}],
  },
  {
    of: 'anyOf',
    schema: { anyOf: [{ type: 'integer' }, { minimum: 2 }] },
    valid: [1, 2.5, 3, 'x'],
    invalid: [1.5],
  },
  { of: 'anyOf with true and false', schema: { anyOf: [true, false] }, valid: [1], invalid: [] },
  {
    of: 'oneOf',
    schema: { oneOf: [{ type: 'integer' }, { minimum: 2 }] },
    valid: [1, 2.5],
    invalid: [3, 1.5],
  },
  {
    of: 'oneOf with required',
    schema: { oneOf: [{ required: ['a', 'b'] }, { required: ['a', 'c'] }] },
    valid: [
      { a: 1, b: 1 },
      { a: 1, c: 1 },
    ],
    invalid: [{ b: 1 }, { a: 1, b: 1, c: 1 }],
  },
  {
    of: 'not',
    schema: { not: { type: ['integer', 'boolean'] } },
    valid: ['x', 1.5, null],
    invalid: [1, true],
  },
  { of: 'not within not', schema: { not: { not: {} } }, valid: [1, 'a'], invalid: [] },
  {
    of: 'not of a member',
    schema: { properties: { a: { not: {} } } },
    valid: [{ b: 1 }],
    invalid: [{ a: 1 }],
  },
  {
    of: 'if, then and else',
    schema: { if: { exclusiveMaximum: 0 }, then: { minimum: -10 }, else: { multipleOf: 2 } },
    valid: [-1, 4, 'x'],
    invalid: [-100, 3],
  },
  { of: 'if alone', schema: { if: { const: 0 } }, valid: [0, 'x'], invalid: [] },
  { of: 'then without if', schema: { then: { const: 0 } }, valid: [0, 'x'], invalid: [] },
  { of: 'else without if', schema: { else: { const: 0 } }, valid: [0, 'x'], invalid: [] },
  {
    of: 'if true and if false',
    schema: {
      allOf: [
        { if: true, then: { const: 'a' } },
        { if: false, then: { const: 'b' } },
      ],
    },
    valid: ['a'],
    invalid: ['b'],
  },
  {
    of: '$ref to the root',
    schema: { properties: { a: { $ref: '#' } }, additionalProperties: false },
    valid: [{ a: false }, { a: { a: 1 } }],
    invalid: [{ b: 1 }, { a: { b: 1 } }],
  },
  {
    of: '$ref by a pointer',
    schema: { properties: { a: { type: 'integer' }, b: { $ref: '#/properties/a' } } },
    valid: [{ b: 3 }],
    invalid: [{ b: 'x' }],
  },
  {
    of: '$ref by a pointer with escapes',
    schema: {
      definitions: {
        'a~b': { type: 'integer' },
        'a/b': { type: 'integer' },
        'a%b': { type: 'integer' },
      },
      properties: {
        t: { $ref: '#/definitions/a~0b' },
        s: { $ref: '#/definitions/a~1b' },
        p: { $ref: '#/definitions/a%25b' },
      },
    },
    valid: [{ t: 1, s: 1, p: 1 }],
    invalid: [{ t: 'x' }, { s: 'x' }, { p: 'x' }],
  },
  {
    of: '$ref through several',
    schema: {
      definitions: {
        a: { type: 'integer' },
        b: { $ref: '#/definitions/a' },
        c: { $ref: '#/definitions/b' },
      },
      allOf: [{ $ref: '#/definitions/c' }],
    },
    valid: [5],
    invalid: ['a'],
  },
  {
    of: 'a member of the name $ref',
    schema: { properties: { $ref: { type: 'string' } } },
    valid: [{ $ref: 'a' }],
    invalid: [{ $ref: 2 }],
  },
  {
    of: '$ref to a schema with an $id',
    schema: {
      $id: 'http://example.com/root.json',
      definitions: { a: { $id: 'nested.json', type: 'integer' } },
      allOf: [{ $ref: 'nested.json' }],
    },
    valid: [1],
    invalid: ['x'],
  },
  {
    of: '$ref to an $id by its whole URI',
    schema: {
      $id: 'http://example.com/base/root.json',
      properties: { a: { $ref: 'http://example.com/base/item.json' } },
      definitions: { item: { $id: 'item.json', type: 'integer' } },
    },
    valid: [{ a: 1 }],
    invalid: [{ a: 'x' }],
  },
  {
    of: 'a tree that refers to itself',
    schema: {
      $id: 'http://example.com/tree',
      type: 'object',
      required: ['nodes'],
      properties: { nodes: { type: 'array', items: { $ref: 'node' } } },
      definitions: {
        node: {
          $id: 'http://example.com/node',
          type: 'object',
          required: ['value'],
          properties: { value: { type: 'number' }, subtree: { $ref: 'tree' } },
        },
      },
    },
    valid: [{ nodes: [{ value: 1, subtree: { nodes: [{ value: 2 }] } }] }],
    invalid: [{ nodes: [{ value: 1, subtree: { nodes: [{ value: 'x' }] } }] }, {}],
  },
  {
    of: 'an $id within an enum, which is none',
    schema: {
      definitions: {
        no: { enum: [{ $id: 'http://example.com/x', type: 'null' }] },
        yes: { $id: 'http://example.com/x', type: 'string' },
      },
      anyOf: [{ $ref: '#/definitions/no' }, { $ref: 'http://example.com/x' }],
    },
    valid: ['a', { $id: 'http://example.com/x', type: 'null' }],
    invalid: [1, null],
  },
  {
    of: 'default, title, description, examples, $comment, readOnly',
    schema: {
      default: 'x',
      title: 't',
      description: 'd',
      examples: [{ $ref: '#/nowhere' }],
      $comment: 'c',
      readOnly: true,
      type: 'integer',
    },
    valid: [1],
    invalid: ['x'],
  },
  {
    of: 'a default, which is not filled in',
    schema: { properties: { a: { default: 5 } }, required: ['a'] },
    valid: [{ a: 1 }],
    invalid: [{}],
  },
  {
    of: 'contentEncoding and contentMediaType, which only say something',
    schema: { contentEncoding: 'base64', contentMediaType: 'application/json' },
    valid: ['not base64 {', 1],
    invalid: [],
  },
  { of: 'format that is not known', schema: { format: 'colour' }, valid: ['x', 1], invalid: [] },
];
