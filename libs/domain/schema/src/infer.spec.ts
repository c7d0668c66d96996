import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './compile.js';
import { Inference } from './infer.js';

function inferred(...values: readonly unknown[]) {
  const inference = new Inference();
  for (const value of values) inference.add(new TextEncoder().encode(JSON.stringify(value)));
  return inference.result('2020-12');
}
const schemaOf = (...values: readonly unknown[]) => {
  const { $schema: _, description: __, ...schema } = inferred(...values).document;
  return schema;
};
const many = <Value>(count: number, value: (i: number) => Value): Value[] =>
  Array.from({ length: count }, (_, i) => value(i));

describe('an inferred schema', () => {
  it.each([
    ['whole numbers', [3, -1, 7], { type: 'integer', minimum: -1, maximum: 7 }],
    ['numbers', [3, 0.5], { type: 'number', minimum: 0.5, maximum: 3 }],
    [
      'several kinds',
      [3, 'a', null],
      { type: ['integer', 'null', 'string'], minimum: 3, maximum: 3 },
    ],
    ['nothing but null', [null], { type: 'null' }],
    ['booleans', [true, false], { type: 'boolean' }],
    [
      'lists',
      [[1, 2], [], [0.5]],
      { type: 'array', items: { type: 'number', minimum: 0.5, maximum: 2 } },
    ],
    ['empty lists', [[]], { type: 'array' }],
    ['empty objects', [{}], { type: 'object' }],
    ['texts of one format', ['192.168.0.1', '10.0.0.1'], { type: 'string', format: 'ipv4' }],
    ['dates', ['2026-11-25'], { type: 'string', format: 'date' }],
    ['addresses', ['urn:a:b', 'http://example.com/'], { type: 'string', format: 'uri' }],
    ['texts of no one format', ['192.168.0.1', 'a'], { type: 'string' }],
    [
      'few texts, again and again',
      many(12, (i) => ['on', 'off', 'idle'][i % 3]),
      { type: 'string', enum: ['idle', 'off', 'on'] },
    ],
    ['few texts, seldom', ['on', 'off', 'on'], { type: 'string' }],
    ['many texts', many(100, (i) => `text ${i % 20}`), { type: 'string' }],
    [
      'texts and others',
      many(20, (i) => (i === 0 ? 1 : 'on')),
      { type: ['integer', 'string'], minimum: 1, maximum: 1 },
    ],
  ])('says of %s what they have in common', (_, values, schema) => {
    expect(schemaOf(...values)).toEqual(schema);
  });

  it('says which members were always there, and describes those within', () => {
    expect(schemaOf({ a: { b: [{ c: 1 }] }, d: true }, { a: { b: [{ c: 2, e: 'x' }] } })).toEqual({
      type: 'object',
      properties: {
        a: {
          type: 'object',
          properties: {
            b: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  c: { type: 'integer', minimum: 1, maximum: 2 },
                  e: { type: 'string' },
                },
                required: ['c'],
              },
            },
          },
          required: ['b'],
        },
        d: { type: 'boolean' },
      },
      required: ['a'],
    });
  });

  it('says how many messages it saw, and what a person should look at', () => {
    const inference = new Inference();
    expect(inference.result('2020-12')).toMatchObject({ messages: 0, notJson: 0, notes: [] });
    inference.add(new TextEncoder().encode('no JSON'));
    inference.add(new TextEncoder().encode('{"a":1}'));
    inference.add(new TextEncoder().encode('{"a":"x"}'));
    expect(inference.result('draft-07')).toMatchObject({
      ...{ messages: 3, notJson: 1 },
      document: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        description: expect.stringMatching(/^Inferred from 2 messages\./),
      },
      notes: [
        '/a was of several kinds: integer, string.',
        '1 message of 3 held no JSON, and would break any schema.',
        'Only 2 messages held JSON: what varies may look as if it did not.',
      ],
    });
  });

  it('leaves lists of values out rather than be too large', () => {
    const words = many(8, (i) => `${i}`.repeat(60));
    const plc = (i: number) =>
      Object.fromEntries(many(90, (name) => [`field ${name}`, words[(i + name) % 8]]));
    const { document, notes } = inferred(...many(40, (i) => [plc(i), { more: plc(i) }]));
    expect(compileSchema(document).faults).toBeUndefined();
    expect(JSON.stringify(document)).not.toContain('"enum"');
    expect(notes.join(' ')).toContain('Lists of values are left out');
  });

  it('stays small enough to be used, whatever it was inferred from', () => {
    const names = (from: number) =>
      many(200, (i) => [`${'member '.repeat(20)}${from + i}`, { deep: { deeper: i } }] as const);
    const wide = many(30, (i) => Object.fromEntries(names(i * 200)));
    let deep: unknown = 1;
    for (let i = 0; i < 100; i++) deep = i % 2 === 0 ? [deep] : { d: deep };
    const { document, notes } = inferred(...wide, deep);
    expect(compileSchema(document).faults).toBeUndefined();
    expect(notes.join(' ')).toMatch(/has more members, or deeper ones, than are told apart here/);
  });
});
