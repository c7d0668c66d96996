import type { Draft } from '../src/draft.js';
import type { KeywordCase } from './keyword-case.js';

const LATER: readonly Draft[] = ['2020-12', '2019-09'];
const OLDER: readonly Draft[] = ['2019-09', 'draft-07'];

/** What is left over, what is led elsewhere, and lists: different in each draft. */
export const UNEVALUATED_CASES: readonly KeywordCase[] = [
  {
    drafts: LATER,
    of: 'unevaluatedProperties false',
    schema: { properties: { a: {} }, unevaluatedProperties: false },
    valid: [{}, { a: 1 }, [1]],
    invalid: [{ b: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties with a schema',
    schema: { unevaluatedProperties: { minLength: 3 } },
    valid: [{}, { a: 'abc' }],
    invalid: [{ a: 'ab' }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties looks into allOf',
    schema: {
      properties: { a: {} },
      allOf: [{ properties: { b: {} } }],
      unevaluatedProperties: false,
    },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ a: 1, c: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties looks into what of anyOf fits',
    schema: {
      properties: { a: {} },
      anyOf: [
        { properties: { b: { const: 'b' } }, required: ['b'] },
        { properties: { c: { const: 'c' } }, required: ['c'] },
      ],
      unevaluatedProperties: false,
    },
    valid: [
      { a: 1, b: 'b' },
      { a: 1, b: 'b', c: 'c' },
    ],
    invalid: [{ a: 1, b: 'b', c: 'x' }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties looks into if and then',
    schema: {
      if: { properties: { a: { const: 'then' } }, required: ['a'] },
      then: { properties: { b: {} } },
      else: { properties: { c: {} } },
      unevaluatedProperties: false,
    },
    valid: [{ a: 'then', b: 1 }, { c: 1 }],
    invalid: [{ a: 'then', c: 1 }, { b: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties looks into $ref',
    schema: {
      $ref: '#/$defs/b',
      properties: { a: {} },
      unevaluatedProperties: false,
      $defs: { b: { properties: { b: {} } } },
    },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ a: 1, c: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties does not look into not',
    schema: {
      not: { not: { properties: { b: { const: 1 } }, required: ['b'] } },
      unevaluatedProperties: false,
    },
    valid: [{}].slice(1),
    invalid: [{ b: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties after additionalProperties',
    schema: { additionalProperties: true, unevaluatedProperties: false },
    valid: [{ a: 1 }],
    invalid: [],
  },
  {
    drafts: LATER,
    of: 'unevaluatedProperties looks into dependentSchemas',
    schema: {
      dependentSchemas: { a: { properties: { b: {} } } },
      properties: { a: {} },
      unevaluatedProperties: false,
    },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ b: 1 }],
  },
  {
    drafts: LATER,
    of: 'unevaluatedItems false',
    schema: { unevaluatedItems: false },
    valid: [[], {}],
    invalid: [[1]],
  },
  {
    drafts: LATER,
    of: 'unevaluatedItems with a schema',
    schema: { unevaluatedItems: { type: 'string' } },
    valid: [[], ['a']],
    invalid: [[1]],
  },
  {
    drafts: LATER,
    of: 'unevaluatedItems after items',
    schema: { items: { type: 'string' }, unevaluatedItems: false },
    valid: [['a', 'b']],
    invalid: [[1]],
  },
  {
    drafts: ['2020-12'],
    of: 'prefixItems',
    schema: { prefixItems: [{ type: 'integer' }, { type: 'string' }] },
    valid: [[], [1], [1, 'a'], [1, 'a', true], { '0': 'x' }],
    invalid: [['a'], [1, 2]],
  },
  {
    drafts: ['2020-12'],
    of: 'prefixItems and items',
    schema: { prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
    valid: [['a', 1, 2], ['a'], []],
    invalid: [['a', 'b'], [1]],
  },
  {
    drafts: ['2020-12'],
    of: 'prefixItems and items false',
    schema: { prefixItems: [{}, {}], items: false },
    valid: [[], [1, 2]],
    invalid: [[1, 2, 3]],
  },
  {
    drafts: ['2020-12'],
    of: 'prefixItems with true and false',
    schema: { prefixItems: [true, false] },
    valid: [[1], []],
    invalid: [[1, 'a']],
  },
  {
    drafts: ['2020-12'],
    of: 'unevaluatedItems after prefixItems',
    schema: { prefixItems: [{ type: 'string' }], unevaluatedItems: false },
    valid: [['a']],
    invalid: [['a', 1]],
  },
  {
    drafts: ['2020-12'],
    of: 'unevaluatedItems looks into allOf',
    schema: {
      prefixItems: [true],
      allOf: [{ prefixItems: [true, { type: 'number' }] }],
      unevaluatedItems: false,
    },
    valid: [[1, 2]],
    invalid: [[1, 2, 3]],
  },
  {
    drafts: ['2020-12'],
    of: 'unevaluatedItems looks into contains',
    schema: { prefixItems: [true], contains: { type: 'string' }, unevaluatedItems: false },
    valid: [[1, 'a']],
    invalid: [[1, 2]],
  },
  {
    drafts: ['2020-12'],
    of: '$dynamicRef to a strict tree',
    schema: {
      $id: 'http://example.com/strict-tree.json',
      $dynamicAnchor: 'node',
      $ref: 'tree.json',
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: 'tree.json',
          $dynamicAnchor: 'node',
          type: 'object',
          properties: { data: true, children: { type: 'array', items: { $dynamicRef: '#node' } } },
        },
      },
    },
    valid: [{ children: [{ data: 1 }] }],
    invalid: [{ children: [{ daat: 1 }] }, { daat: 1 }],
  },
  {
    drafts: ['2019-09'],
    of: '$recursiveRef without $recursiveAnchor',
    schema: { properties: { foo: { $recursiveRef: '#' } }, additionalProperties: false },
    valid: [{ foo: false }, { foo: { foo: 1 } }],
    invalid: [{ bar: 1 }, { foo: { bar: 1 } }],
  },
  {
    drafts: ['2019-09'],
    of: '$recursiveRef to a strict tree',
    schema: {
      $id: 'http://example.com/strict-tree.json',
      $recursiveAnchor: true,
      $ref: 'tree.json',
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: 'tree.json',
          $recursiveAnchor: true,
          type: 'object',
          properties: { data: true, children: { type: 'array', items: { $recursiveRef: '#' } } },
        },
      },
    },
    valid: [{ children: [{ data: 1 }] }],
    invalid: [{ children: [{ daat: 1 }] }],
  },
  {
    drafts: OLDER,
    of: 'items with a list',
    schema: { items: [{ type: 'integer' }, { type: 'string' }] },
    valid: [[], [1], [1, 'a'], [1, 'a', true]],
    invalid: [['a'], [1, 2]],
  },
  {
    drafts: OLDER,
    of: 'additionalItems',
    schema: { items: [{}], additionalItems: { type: 'integer' } },
    valid: [[null, 2], []],
    invalid: [[null, 'x']],
  },
  {
    drafts: OLDER,
    of: 'additionalItems false',
    schema: { items: [{}, {}], additionalItems: false },
    valid: [[], [1, 2], {}],
    invalid: [[1, 2, 3]],
  },
  {
    drafts: OLDER,
    of: 'additionalItems without a list',
    schema: { items: { type: 'integer' }, additionalItems: { type: 'string' } },
    valid: [[1, 2]],
    invalid: [[1, 'x']],
  },
  {
    drafts: ['2019-09'],
    of: 'unevaluatedItems after a list of items',
    schema: { items: [{ type: 'string' }], unevaluatedItems: false },
    valid: [['a']],
    invalid: [['a', 1]],
  },
];
