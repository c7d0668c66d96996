import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StructuredDecode } from './decoded.js';
import { encode } from './encode.js';
import { numberAt } from './number-at.js';
import { numericFields } from './numeric-fields.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hexOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

const fieldsOf = (bytes: Uint8Array) =>
  Object.fromEntries(numericFields(bytes).map(({ path, value }) => [path, value]));

/** What JSON.parse finds, in its order; without keys in which the order is JavaScript's own. */
function numbersOf(value: unknown, path = ''): { path: string; value: number }[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [{ path, value }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    numbersOf(inner, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

describe('numericFields', () => {
  it.each([
    ['21.5', { '': 21.5 }],
    ['-0', { '': -0 }],
    [' +021.50\n', { '': 21.5 }],
    ['.5', { '': 0.5 }],
    ['5.', { '': 5 }],
    ['1e3', { '': 1000 }],
    ['"21.5"', {}],
    ['21.5 °C', {}],
    ['0x10', {}],
    ['NaN', {}],
    ['Infinity', {}],
    ['1e999', {}],
    ['', {}],
    [' ', {}],
    ['on', {}],
    ['true', {}],
    [
      '{"a":1,"b":true,"c":null,"d":"2","e":[3,{"f":4}],"g":{}}',
      { '/a': 1, '/e/0': 3, '/e/1/f': 4 },
    ],
    ['{"a/b":1,"~":2,"":3,"é":4}', { '/a~1b': 1, '/~0': 2, '/': 3, '/é': 4 }],
    ['{"\\u0061":1}', { '/a': 1 }],
    ['{"__proto__":{"x":1}}', { '/__proto__/x': 1 }],
    ['{"a":{"b":1},"a":{"c":2}}', { '/a/c': 2 }],
    ['{"a":1,"a":"gone"}', {}],
    [
      '{"big":12345678901234567890,"small":1e-999}',
      { '/big': Number('12345678901234567890'), '/small': 0 },
    ],
    ['{"a":1e999,"b":2}', { '/b': 2 }],
    ['{"a":1,}', {}],
  ])('of %j', (text, fields) => {
    expect(fieldsOf(bytesOf(text))).toEqual(fields);
  });

  it.each([
    ['CBOR with a tag', 'a161618201c1fb41d452d9ec200000', { '/a/0': 1, '/a/1': 1363896240.5 }],
    ['CBOR with a tag around it', 'd9d9f7a1616105', { '/a': 5 }],
    ['CBOR with a bignum', 'a16161c249010000000000000000', { '/a': 2 ** 64 }],
    [
      'CBOR with other keys',
      'a4010220034141048201020a',
      { '/1': 2, '/-1': 3, "/h'41'": 4, '/[1, 2]': 10 },
    ],
    ['CBOR with a key in parts', 'a17f61616162ff01', { '/ab': 1 }],
    ['CBOR without finite numbers', '82f97e00f97c00', {}],
    ['MessagePack', '82a1610aa1629203cb3ff8000000000000', { '/a': 10, '/b/0': 3, '/b/1': 1.5 }],
    ['MessagePack with a timestamp', '81a161d6ff5a4af6a5', {}],
    ['a number in binary, which anything may be', 'fb3ff199999999999a', {}],
  ])('of %s', (_, hex, fields) => {
    expect(fieldsOf(hexOf(hex))).toEqual(fields);
  });

  it('gives the first 64, or as many as are asked for', () => {
    const bytes = bytesOf(JSON.stringify(Array.from({ length: 100 }, (_, index) => index)));
    expect(numericFields(bytes)).toHaveLength(64);
    expect(numericFields(bytes, 3).map(({ path }) => path)).toEqual(['/0', '/1', '/2']);
    expect(numericFields(bytesOf('1'), 0)).toEqual([]);
    expect(numericFields(bytesOf('+1'), 0)).toEqual([]);
  });

  it('leaves out what has too long a path, and what has too many values', () => {
    const long = 'k'.repeat(1023);
    expect(numericFields(bytesOf(`{"${long}":1,"${long}k":2,"a":3}`))).toEqual([
      { path: `/${long}`, value: 1 },
      { path: '/a', value: 3 },
    ]);
    const many = (count: number) => bytesOf(JSON.stringify(Array.from({ length: count }, () => 1)));
    expect(numericFields(many(99_999))).toHaveLength(64);
    expect(numericFields(many(100_000))).toEqual([]);
  });

  it('finds what JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), (json) => {
        const found = numericFields(bytesOf(json), Infinity);
        const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
        expect([...found].sort(byPath)).toEqual(numbersOf(JSON.parse(json)).sort(byPath));
      }),
    );
  });
});

describe('numberAt', () => {
  it.each([
    ['{"a":[1,{"b/c":2}]}', '/a/1/b~1c', 2],
    ['{"a":[1,{"b/c":2}]}', '/a/1', undefined],
    ['{"a":[1,{"b/c":2}]}', '/a/0', 1],
    ['{"a":[1,{"b/c":2}]}', '/a/00', undefined],
    ['{"a":[1,{"b/c":2}]}', '/a/-', undefined],
    ['{"a":[1,{"b/c":2}]}', '/a/0/0', undefined],
    ['{"a":[1,{"b/c":2}]}', '', undefined],
    ['{"a":[1,{"b/c":2}]}', 'a', undefined],
    ['{"a~2":1}', '/a~2', undefined],
    ['{"":{"":1}}', '//', 1],
    ['{"a":1,"a":2}', '/a', 2],
    ['{"a":1,"a":{}}', '/a', undefined],
    ['{"a":{"b":1},"a":{}}', '/a/b', undefined],
    ['{"a":1} x', '/a', undefined],
    ['{"a":true}', '/a', undefined],
    ['{"a":1e999}', '/a', undefined],
    ['{"\\u0061":1}', '/a', 1],
    ['5', '', 5],
    ['+5', '', 5],
    ['+5', '/a', undefined],
    ['', '', undefined],
  ])('of %j at %j', (json, path, number) => {
    expect(numberAt(bytesOf(json), path)).toBe(number);
  });

  it('gives what numericFields gives, in any format, and nothing elsewhere', () => {
    // Few words, so that keys occur twice and paths of one payload are tried at another.
    const word = fc.constantFrom('a', 'b', '0', '1', '', '/', '~', '-');
    const number = fc.constantFrom('0', '-1', '2.5', '1e3', '7');
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        number,
        fc.constantFrom('true', '"1"', 'null'),
        fc.array(tie('json')).map((items) => `[${items.join()}]`),
        fc
          .array(fc.tuple(word, tie('json')))
          .map((entries) => `{${entries.map(([key, value]) => `"${key}":${value}`).join()}}`),
      ),
    }));
    const path = fc.array(word).map((words) => words.map((one) => `/${one}`).join(''));
    const as = fc.constantFrom<StructuredDecode>('json', 'cbor', 'msgpack');
    fc.assert(
      fc.property(json, as, fc.array(path), (text, format, paths) => {
        const result = encode(text, format);
        if ('problem' in result) return; // a key twice, which JSON alone may have
        const fields = new Map(
          numericFields(result.bytes, Infinity).map(({ path, value }) => [path, value]),
        );
        for (const one of [...paths, ...fields.keys()]) {
          expect(numberAt(result.bytes, one)).toBe(fields.get(one));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
