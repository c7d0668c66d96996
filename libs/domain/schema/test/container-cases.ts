import type { KeywordCase } from './keyword-case.js';

const nested = { a: { b: [{ c: 1 }] } };

/** What the specifications say of keywords about lists and objects. */
export const CONTAINER_CASES: readonly KeywordCase[] = [
  { of: 'maxItems', schema: { maxItems: 2 }, valid: [[], [1, 2], 'abc', {}], invalid: [[1, 2, 3]] },
  { of: 'minItems', schema: { minItems: 1 }, valid: [[1], '', {}], invalid: [[]] },
  {
    of: 'uniqueItems',
    schema: { uniqueItems: true },
    valid: [
      [],
      [1, 2],
      [1, true],
      [0, false],
      ['1', 1],
      [[1], [true]],
      [{ a: 1 }, { a: 2 }],
      [nested, {}],
      ['a', ['a']],
      [{ a: 1 }, [['a', 1]], { members: [['a', 1]] }],
      'aa',
    ],
    invalid: [
      [1, 1],
      [1.0, 1],
      ['a', 'a'],
      [[1], [1]],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [nested, 1, nested],
      [null, null],
      [0, -0],
      [[], []],
      [{}, {}],
    ],
  },
  { of: 'uniqueItems false', schema: { uniqueItems: false }, valid: [[1, 1]], invalid: [] },
  {
    of: 'maxProperties',
    schema: { maxProperties: 1 },
    valid: [{}, { a: 1 }, [1, 2]],
    invalid: [{ a: 1, b: 2 }],
  },
  { of: 'minProperties', schema: { minProperties: 1 }, valid: [{ a: 1 }, [], ''], invalid: [{}] },
  {
    of: 'required',
    schema: { required: ['a'] },
    valid: [{ a: null }, { a: 1, b: 1 }, [], 'x'],
    invalid: [{}, { b: 1 }],
  },
  {
    of: 'required with names of JavaScript',
    schema: { required: ['__proto__', 'toString', 'constructor'] },
    valid: [[], JSON.parse('{"__proto__":1,"toString":1,"constructor":1}')],
    invalid: [{}, { toString: 1 }],
  },
  {
    of: 'required with odd names',
    schema: { required: ['a\nb', 'a"b', 'a\\b', "a'b", ''] },
    valid: [{ 'a\nb': 1, 'a"b': 1, 'a\\b': 1, "a'b": 1, '': 1 }],
    invalid: [{ 'a\nb': 1 }],
  },
  {
    of: 'properties',
    schema: { properties: { a: { type: 'integer' }, b: false } },
    valid: [{}, { a: 1 }, { c: 'x' }, [], 1],
    invalid: [{ a: 'x' }, { b: 1 }],
  },
  {
    of: 'properties with names of JavaScript',
    schema: {
      properties: JSON.parse(
        '{"toString":{"properties":{"length":{"type":"string"}}},"constructor":{"type":"number"}}',
      ),
    },
    valid: [{}, [], 12, JSON.parse('{"toString":{"length":"x"},"constructor":37}')],
    invalid: [{ toString: { length: 37 } }, { constructor: {} }],
  },
  {
    of: 'patternProperties',
    schema: { patternProperties: { 'f.*o': { type: 'integer' }, '^\\d': { maximum: 1 } } },
    valid: [{}, { foo: 1 }, { bar: 'x' }, { '1': 0 }, ['foo']],
    invalid: [{ foo: 'x' }, { fooo: 1, foooo: 'x' }, { '1x': 2 }],
  },
  {
    of: 'additionalProperties false',
    schema: { properties: { a: {} }, patternProperties: { '^v': {} }, additionalProperties: false },
    valid: [{ a: 1 }, { a: 1, vroom: 2 }, [1], 'x'],
    invalid: [{ a: 1, b: 2 }, { b: 1 }],
  },
  {
    of: 'additionalProperties with a schema',
    schema: { properties: { a: {} }, additionalProperties: { type: 'boolean' } },
    valid: [{ a: 1 }, { a: 1, b: true }],
    invalid: [{ a: 1, b: 1 }],
  },
  {
    of: 'additionalProperties does not look into allOf',
    schema: { allOf: [{ properties: { a: {} } }], additionalProperties: { type: 'boolean' } },
    valid: [{ a: true }],
    invalid: [{ a: 1 }],
  },
  {
    of: 'propertyNames',
    schema: { propertyNames: { maxLength: 3, pattern: '^a' } },
    valid: [{}, { aaa: 1 }, [], 'abcd'],
    invalid: [{ abcd: 1 }, { b: 1 }],
  },
  { of: 'propertyNames false', schema: { propertyNames: false }, valid: [{}], invalid: [{ a: 1 }] },
  {
    of: 'dependencies',
    schema: { dependencies: { a: ['b'], c: { properties: { d: { type: 'integer' } } }, e: false } },
    valid: [{}, { b: 1 }, { a: 1, b: 2 }, { c: 1, d: 1 }, { d: 'x' }],
    invalid: [{ a: 1 }, { c: 1, d: 'x' }, { e: 1 }],
  },
  {
    of: 'contains',
    schema: { contains: { minimum: 5 } },
    valid: [[3, 5], [5], {}, 'x'],
    invalid: [[], [1, 2]],
  },
  { of: 'contains false', schema: { contains: false }, valid: ['x'], invalid: [[], [1]] },
  { of: 'contains null', schema: { contains: { type: 'null' } }, valid: [[null]], invalid: [[0]] },
  {
    of: 'items',
    schema: { items: { type: 'integer' } },
    valid: [[], [1, 2], { '0': 'x', length: 1 }],
    invalid: [[1, 'x']],
  },
  { of: 'items false', schema: { items: false }, valid: [[]], invalid: [[1]] },
  {
    of: 'items within items',
    schema: { items: { items: { items: { type: 'number' } } } },
    valid: [[[[1]]], [[]]],
    invalid: [[[['1']]], [[[{}]]]],
  },
];
