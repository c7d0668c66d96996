import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './compile.js';
import { readPayload } from './payload.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const judge = (document: unknown, payload: string | Uint8Array) => {
  const { schema } = compileSchema(document);
  return schema?.judge(readPayload(typeof payload === 'string' ? bytes(payload) : payload));
};
const errors = (document: unknown, payload: unknown) =>
  judge(document, JSON.stringify(payload))?.errors.map(
    ({ pointer, detail }) => `${pointer} ${detail}`,
  );

describe('a payload', () => {
  it.each([
    ['', 'empty'],
    ['{', 'cut off'],
    ["{'a':1}", 'in quotes that JSON does not know'],
    ['\ufeff1', 'with a byte order mark'],
    ['NaN', 'a number that JSON does not know'],
    [Uint8Array.of(0x22, 0xff, 0x22), 'not UTF-8'],
    [Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'half a character'],
  ])('that is not JSON breaks every schema: %j, %s', (payload, _) => {
    const error = { pointer: '', keyword: 'json', detail: 'payload is not valid JSON' };
    expect(judge(true, payload)).toEqual({ valid: false, errors: [error] });
  });

  it.each([
    ['a member that is not allowed', { additionalProperties: false }, false],
    ['a member of the wrong kind', { additionalProperties: { type: 'string' } }, false],
    ['a name in the schema', { required: ['n'.repeat(60_000)] }, false],
    ['a name in a large payload', { additionalProperties: false }, true],
  ])('with names as long as itself is told in short: %s', (_, document, large) => {
    const payload = JSON.stringify({ ['/'.repeat(large ? 1_000_000 : 20_000)]: 1 });
    const { errors: told = [] } = judge(document, payload) ?? {};
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told).length).toBeLessThan(2_000);
  });

  it('is told in words what it breaks, and where, in an order of its own', () => {
    const document = {
      type: 'object',
      properties: {
        temperature: { type: 'number', minimum: -40, exclusiveMaximum: 300 },
        unit: { enum: ['C', 'K'] },
        'a/b': { type: ['boolean', 'null'] },
        id: { pattern: '^[A-Z]+$', maxLength: 4 },
      },
      required: ['unit', 'time'],
      additionalProperties: false,
    };
    const payload = { temperature: -41.5, 'a/b': [1], id: 'plc-7', extra: 1, unit: 'C', time: 1 };
    expect(errors(document, payload)).toEqual([
      '/a~1b must be true or false or null, and is a list',
      '/extra is not allowed here',
      '/id must have at most 4 characters',
      '/id must match ^[A-Z]+$, and is "plc-7"',
      '/temperature must be at least -40, and is -41.5',
      ' there is one more violation',
    ]);
    expect(errors(document, { temperature: 'x' })).toEqual([
      ' "time" is missing',
      ' "unit" is missing',
      '/temperature must be a number, and is the text "x"',
    ]);
  });

  it.each([
    [{ const: 1 }, 2, ' must be 1, and is 2'],
    [{ multipleOf: 0.5 }, 0.3, ' must be a multiple of 0.5, and is 0.3'],
    [{ uniqueItems: true }, [1, 2, 1], ' must not have the same item twice, as in places 0 and 2'],
    [{ format: 'email' }, 'x', ' must have the format email, and is "x"'],
    [{ minItems: 2 }, [], ' must have at least 2 items'],
    [{ items: false }, [1], '/0 is not allowed here'],
    [{ prefixItems: [{}], items: false }, [1, 2], ' must have at most 1 items'],
    [{ maxProperties: 0 }, { a: 1 }, ' must have at most 0 members'],
    [{ contains: { const: 1 } }, [], ' must have at least 1 items of the wanted kind'],
    [{ contains: true, maxContains: 1 }, [1, 2], ' must have 1 to 1 items of the wanted kind'],
    [{ not: {} }, 1, ' is what the schema excludes'],
    [{ oneOf: [true, true] }, 1, ' fits several forms at once (0 and 1), and may fit one only'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, ' must have "b" as well, because of "a"'],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, ' must not have a member of the name "ab"'],
    [{ unevaluatedProperties: false }, { 'a/b': 1 }, '/a~1b is not allowed here'],
    [
      { enum: Array.from({ length: 20 }, (_, i) => i) },
      'x',
      ' must be one of 0, 1, 2, 3, 4, 5, 6, 7 and 12 more, and is "x"',
    ],
    [false, 1, ' is not allowed here'],
  ])('is told what it breaks of %j: %j', (document, payload, words) => {
    expect(errors(document, payload)).toContain(words);
  });

  it('is told of one violation when it is long, however many it has', () => {
    const long = JSON.stringify(Array.from({ length: 100_000 }, () => 'x'));
    expect(judge({ items: { type: 'number' } }, long)?.errors).toEqual([
      { pointer: '/0', keyword: 'type', detail: 'must be a number, and is the text "x"' },
      { pointer: '', keyword: 'more', detail: 'others were not looked for: it is long' },
    ]);
  });

  it('is told of five violations, and how many more there are', () => {
    const all = judge({ items: { type: 'number' } }, JSON.stringify('abcdefghi'.split('')))?.errors;
    expect(all).toHaveLength(6);
    expect(all?.at(-1)).toEqual({
      pointer: '',
      keyword: 'more',
      detail: 'there are 4 more violations',
    });
  });

  it('that is nested without end, or a schema that leads in circles, ends in a verdict', () => {
    const nested = '['.repeat(200_000) + ']'.repeat(200_000);
    const depth = [{ pointer: '', keyword: 'depth', detail: expect.any(String) }];
    expect(judge({ items: { $ref: '#' } }, nested)).toEqual({ valid: false, errors: depth });
    expect(judge({ $ref: '#' }, '1')).toEqual({ valid: false, errors: depth });
    expect(judge({ allOf: [{ $ref: '#' }] }, '1')).toEqual({ valid: false, errors: depth });
    expect(judge({ uniqueItems: true }, `[${nested}]`)).toEqual({ valid: false, errors: depth });
  });

  it('may hold what JavaScript has a meaning for', () => {
    const odd =
      '{"valueOf":1,"toString":2,"constructor":{"prototype":3},"__proto__":{"a":1},"length":4}';
    const document = { enum: [{ a: 1 }], const: {}, uniqueItems: true, required: ['a'] };
    expect(judge(document, odd)?.valid).toBe(false);
    expect(judge({ const: JSON.parse(odd) as unknown }, odd)?.valid).toBe(true);
    expect(judge({ uniqueItems: true }, `[${odd},${odd}]`)?.valid).toBe(false);
    expect(judge({ additionalProperties: false }, '{"__proto__":1}')?.valid).toBe(false);
  });
});
