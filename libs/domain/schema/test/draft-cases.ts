import type { Draft } from '../src/draft.js';
import type { KeywordCase } from './keyword-case.js';

const LATER: readonly Draft[] = ['2020-12', '2019-09'];

/** What differs between drafts, or is in some only. */
export const DRAFT_CASES: readonly KeywordCase[] = [
  {
    drafts: ['draft-07'],
    of: '$ref, beside which nothing counts',
    schema: {
      definitions: { a: { type: 'array' } },
      properties: { x: { $ref: '#/definitions/a', maxItems: 2 } },
    },
    valid: [{ x: [1, 2, 3] }],
    invalid: [{ x: 'a' }],
  },
  {
    drafts: ['draft-07'],
    of: '$ref, beside which an $id changes nothing',
    schema: {
      $id: 'http://example.com/sibling/',
      definitions: {
        foo: { $id: 'http://example.com/sibling/foo.json', type: 'string' },
        base: { $id: 'http://example.com/foo.json', type: 'number' },
      },
      allOf: [{ $id: 'http://example.com/', $ref: 'foo.json' }],
    },
    valid: ['a'],
    invalid: [1],
  },
  {
    drafts: ['draft-07'],
    of: '$id with a fragment',
    schema: { definitions: { a: { $id: '#foo', type: 'integer' } }, allOf: [{ $ref: '#foo' }] },
    valid: [1],
    invalid: ['x'],
  },
  {
    drafts: ['draft-07'],
    of: 'keywords of later drafts, which mean nothing',
    schema: {
      dependentRequired: { a: ['b'] },
      dependentSchemas: { a: false },
      unevaluatedProperties: false,
      unevaluatedItems: false,
      minContains: 3,
      contains: {},
      prefixItems: [false],
    },
    valid: [{ a: 1 }, [1]],
    invalid: [],
  },
  {
    drafts: LATER,
    of: '$ref, beside which all counts',
    schema: {
      $defs: { a: { type: 'array' } },
      properties: { x: { $ref: '#/$defs/a', maxItems: 2 } },
    },
    valid: [{ x: [1, 2] }],
    invalid: [{ x: [1, 2, 3] }, { x: 'a' }],
  },
  {
    drafts: LATER,
    of: '$defs',
    schema: { $ref: '#/$defs/a', $defs: { a: { type: 'integer' } } },
    valid: [1],
    invalid: ['x'],
  },
  {
    drafts: LATER,
    of: '$anchor',
    schema: { $ref: '#foo', $defs: { A: { $anchor: 'foo', type: 'integer' } } },
    valid: [1],
    invalid: ['a'],
  },
  {
    drafts: LATER,
    of: '$anchor below an $id',
    schema: {
      $id: 'http://example.com/root',
      $ref: 'nested.json#foo',
      $defs: { A: { $id: 'nested.json', $defs: { B: { $anchor: 'foo', type: 'integer' } } } },
    },
    valid: [1],
    invalid: ['a'],
  },
  {
    drafts: LATER,
    of: 'dependentRequired',
    schema: { dependentRequired: { bar: ['foo'], quux: ['foo', 'bar'], none: [] } },
    valid: [{}, { foo: 1 }, { foo: 1, bar: 2 }, { foo: 1, bar: 2, quux: 3 }, { none: 1 }, ['bar']],
    invalid: [{ bar: 1 }, { foo: 1, quux: 2 }],
  },
  {
    drafts: LATER,
    of: 'dependentSchemas',
    schema: { dependentSchemas: { bar: { properties: { foo: { type: 'integer' } } }, no: false } },
    valid: [{ foo: 1, bar: 2 }, { foo: 'x' }, ['bar']],
    invalid: [{ foo: 'x', bar: 2 }, { no: 1 }],
  },
  {
    drafts: LATER,
    of: 'minContains',
    schema: { contains: { const: 1 }, minContains: 2 },
    valid: [[1, 1], [1, 2, 1], 'x'],
    invalid: [[], [1], [1, 2]],
  },
  {
    drafts: LATER,
    of: 'minContains 0',
    schema: { contains: { const: 1 }, minContains: 0 },
    valid: [[], [2]],
    invalid: [],
  },
  {
    drafts: LATER,
    of: 'maxContains',
    schema: { contains: { const: 1 }, maxContains: 1 },
    valid: [[1], [1, 2]],
    invalid: [[], [1, 1], [1, 2, 1]],
  },
  {
    drafts: LATER,
    of: 'minContains and maxContains',
    schema: { contains: { const: 1 }, minContains: 1, maxContains: 3 },
    valid: [[1, 1]],
    invalid: [[], [1, 1, 1, 1]],
  },
  {
    drafts: LATER,
    of: 'minContains and maxContains without contains',
    schema: { minContains: 3, maxContains: 0 },
    valid: [[], [1]],
    invalid: [],
  },
];
