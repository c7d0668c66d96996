import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { encode } from './encode.js';
import { payloadDifference } from './payload-difference.js';
import type { FieldChange } from './structure-difference.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hexOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const difference = (before: string, after: string) =>
  payloadDifference(bytesOf(before), bytesOf(after));

describe('payloadDifference of structures', () => {
  it.each<[string, string, string, FieldChange[], number]>([
    ['nothing', '{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }', [], 2],
    [
      'a value',
      '{"a":1,"b":2}',
      '{"a":1,"b":3}',
      [{ path: '/b', kind: 'changed', before: '2', after: '3' }],
      1,
    ],
    [
      'a number written otherwise',
      '[1]',
      '[1.0]',
      [{ path: '/0', kind: 'changed', before: '1', after: '1.0' }],
      0,
    ],
    ['a string escaped otherwise', '["\\u0061"]', '["a"]', [], 1],
    [
      'a big number',
      '[12345678901234567890]',
      '[12345678901234567891]',
      [
        {
          path: '/0',
          kind: 'changed',
          before: '12345678901234567890',
          after: '12345678901234567891',
        },
      ],
      0,
    ],
    ['the payload', '1', '"1"', [{ path: '', kind: 'changed', before: '1', after: '"1"' }], 0],
    [
      'an added key',
      '{}',
      '{"a/~":{"b":[1,null]}}',
      [{ path: '/a~1~0', kind: 'added', after: '{"b": [1, null]}' }],
      0,
    ],
    ['a removed key', '{"a":1,"":2}', '{"a":1}', [{ path: '/', kind: 'removed', before: '2' }], 1],
    [
      'a kind',
      '{"a":[1,2]}',
      '{"a":{"0":1}}',
      [{ path: '/a', kind: 'changed', before: '[1, 2]', after: '{"0": 1}' }],
      0,
    ],
    [
      'an item in the middle',
      '[1,2,3,4]',
      '[1,3,4]',
      [{ path: '/1', kind: 'removed', before: '2' }],
      3,
    ],
    [
      'an item at the beginning',
      '[1,2]',
      '[0,1,2]',
      [{ path: '/0', kind: 'added', after: '0' }],
      2,
    ],
    [
      'an item in an item',
      '[{"a":1},{"a":2}]',
      '[{"a":1},{"a":3},{"a":4}]',
      [
        { path: '/1/a', kind: 'changed', before: '2', after: '3' },
        { path: '/2', kind: 'added', after: '{"a": 4}' },
      ],
      1,
    ],
    [
      'the second of two equal keys',
      '{"a":1,"a":2}',
      '{"a":1,"a":3}',
      [{ path: '/a', kind: 'changed', before: '2', after: '3' }],
      1,
    ],
    ['nothing of empty ones', '{"a":{},"b":[]}', '{"a":{},"b":[]}', [], 2],
    [
      'a key like a prototype',
      '{"__proto__":1}',
      '{"__proto__":2}',
      [{ path: '/__proto__', kind: 'changed', before: '1', after: '2' }],
      0,
    ],
  ])('tells %s', (_, before, after, changes, unchanged) => {
    expect(difference(before, after)).toEqual({
      kind: 'fields',
      as: 'json',
      changes,
      unchanged,
      truncated: false,
    });
  });

  it('reads CBOR and MessagePack too', () => {
    expect(payloadDifference(hexOf('a201c10261624101'), hexOf('a201c1f97e00616242ff01'))).toEqual({
      kind: 'fields',
      as: 'cbor',
      changes: [
        { path: '/1', kind: 'changed', before: '2', after: 'NaN' },
        { path: '/b', kind: 'changed', before: "h'01'", after: "h'ff01'" },
      ],
      unchanged: 0,
      truncated: false,
    });
    expect(payloadDifference(hexOf('92d4050101'), hexOf('92d4050201'))).toEqual({
      kind: 'fields',
      as: 'msgpack',
      changes: [{ path: '/0', kind: 'changed', before: "ext(5, h'01')", after: "ext(5, h'02')" }],
      unchanged: 1,
      truncated: false,
    });
    expect(payloadDifference(hexOf('81c101'), hexOf('81c201'))).toMatchObject({
      changes: [{ path: '/0', kind: 'changed', before: '1(1)', after: '2(1)' }],
    });
  });

  it('lists 200 changes, of each 1,024 characters', () => {
    const list = (item: string, count: number) =>
      JSON.stringify(Array.from({ length: count }, () => item));
    const exact = difference(list('a', 200), list('b', 200));
    expect(exact).toMatchObject({ truncated: false });
    expect(exact.changes).toHaveLength(200);
    const more = difference(list('a', 201), list('b'.repeat(2000), 201));
    expect(more).toMatchObject({ truncated: true });
    expect(more.changes).toHaveLength(200);
    expect(more.changes[0]).toEqual({
      path: '/0',
      kind: 'changed',
      before: '"a"',
      after: `"${'b'.repeat(1023)}…`,
    });
  });

  it('tells of a map with a key of a thousand characters as a whole', () => {
    const key = 'k'.repeat(1025);
    expect(difference(`{"a":{"${key}":1}}`, `{"a":{"${key}":2}}`).changes).toMatchObject([
      { path: '/a', kind: 'changed' },
    ]);
  });

  it('leads from one payload to the other', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        fc.constantFrom(0, 1, 2.5, 'x', true, null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b', '~', '/', ''), tie('value'), {
          noNullPrototype: true,
          maxKeys: 4,
        }),
      ),
    }));
    fc.assert(
      fc.property(value, value, fc.constantFrom('json', 'cbor', 'msgpack'), (before, after, as) => {
        const [old, current] = [before, after].map((one) => {
          const result = encode(JSON.stringify([one]), as);
          return 'bytes' in result ? result.bytes : new Uint8Array();
        });
        const found = payloadDifference(old!, current!);
        // Few bytes of CBOR or MessagePack may be text, or be both.
        if (found.kind !== 'fields' || found.as !== as) return;
        expect(applied([before], found.changes)).toEqual([after]);
        const back = payloadDifference(current!, old!);
        expect(back).toMatchObject({ kind: 'fields', unchanged: found.unchanged });
        expect(found.changes.length === 0).toBe(isDeepStrictEqual(before, after));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('payloadDifference of text', () => {
  it('tells the lines', () => {
    expect(difference('a\nb\nc\nd', 'a\nc\nx\nd\ne')).toEqual({
      kind: 'lines',
      changes: [
        { kind: 'removed', line: 2, text: 'b' },
        { kind: 'added', line: 3, text: 'x' },
        { kind: 'added', line: 5, text: 'e' },
      ],
      unchanged: 3,
      truncated: false,
    });
  });

  it('compares JSON with what is no JSON as text', () => {
    expect(difference('{"a":1}', 'off')).toMatchObject({
      kind: 'lines',
      changes: [
        { kind: 'removed', line: 1, text: '{"a":1}' },
        { kind: 'added', line: 1, text: 'off' },
      ],
    });
  });

  it('shows the beginning of a long line', () => {
    expect(difference('x'.repeat(2000), 'y').changes[0]).toEqual({
      kind: 'removed',
      line: 1,
      text: `${'x'.repeat(1024)}…`,
    });
  });

  it('replaces all between, where too much differs to search', () => {
    const lines = (count: number, of: string) =>
      Array.from({ length: count }, (_, i) => `${of}${i}`);
    const many = difference(
      ['<', ...lines(150, 'a'), '>'].join('\n'),
      ['<', ...lines(150, 'b'), '>'].join('\n'),
    );
    expect(many).toMatchObject({ unchanged: 2, truncated: true });
    expect(many.changes).toHaveLength(200);
    const long = difference(
      ['a', ...lines(10_001, 'c'), 'a'].join('\n'),
      ['b', ...lines(10_001, 'c'), 'b'].join('\n'),
    );
    expect(long).toMatchObject({ unchanged: 0, truncated: true });
  });

  it('leads from one text to the other, by the fewest lines', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '…'), { maxLength: 30 })
      .map((all) => ['-', ...all].join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = difference(before, after);
        if (found.kind !== 'lines') throw new Error('not text');
        const removed = new Set(
          found.changes.filter(({ kind }) => kind === 'removed').map(({ line }) => line),
        );
        const result = before.split('\n').filter((_, index) => !removed.has(index + 1));
        for (const { kind, line, text: added } of found.changes) {
          if (kind === 'added') result.splice(line - 1, 0, added);
        }
        expect(result.join('\n')).toBe(after);
        expect(found.unchanged).toBe(longestCommon(before.split('\n'), after.split('\n')));
      }),
      { numRuns: 500 },
    );
  });
});

describe('payloadDifference of bytes', () => {
  it('tells the places, in payloads of one size', () => {
    expect(payloadDifference(hexOf('00ff01000000000002'), hexOf('00fe01fd0000000003'))).toEqual({
      kind: 'bytes',
      beforeBytes: 9,
      afterBytes: 9,
      changes: [
        { offset: 1, beforeBytes: 3, afterBytes: 3, before: 'ff0100', after: 'fe01fd' },
        { offset: 8, beforeBytes: 1, afterBytes: 1, before: '02', after: '03' },
      ],
      truncated: false,
    });
  });

  it('tells what is between the equal ends, in others', () => {
    expect(payloadDifference(hexOf('00010203'), hexOf('0001ff'))).toMatchObject({
      changes: [{ offset: 2, beforeBytes: 2, afterBytes: 1, before: '0203', after: 'ff' }],
    });
    expect(payloadDifference(hexOf('0001'), new Uint8Array())).toMatchObject({
      beforeBytes: 2,
      afterBytes: 0,
      changes: [{ offset: 0, beforeBytes: 2, afterBytes: 0, before: '0001', after: '' }],
    });
  });

  it('has no changes where there are none', () => {
    expect(payloadDifference(hexOf('00'), hexOf('00'))).toMatchObject({ changes: [] });
  });

  it('compares text with binary, and text above 1 MiB, as bytes', () => {
    expect(payloadDifference(bytesOf('a'), hexOf('00'))).toMatchObject({ kind: 'bytes' });
    const large = new Uint8Array(1_048_577).fill(0x61);
    expect(payloadDifference(large, large.subarray(1))).toMatchObject({ kind: 'bytes' });
  });

  it('shows 200 places, of each 32 bytes', () => {
    const before = new Uint8Array(3000);
    const after = before.map((_, index) => (index % 10 === 0 ? 1 : 0));
    const found = payloadDifference(before, after);
    expect(found).toMatchObject({ kind: 'bytes', truncated: true });
    expect(found.changes).toHaveLength(200);
    expect(payloadDifference(before, after.fill(1)).changes).toEqual([
      {
        offset: 0,
        beforeBytes: 3000,
        afterBytes: 3000,
        before: '00'.repeat(32),
        after: '01'.repeat(32),
      },
    ]);
  });
});

/** A JSON Patch of sorts (RFC 6902): removed from the end on, added from the beginning on. */
function applied(before: unknown[], changes: readonly FieldChange[]): unknown {
  const holder = { root: structuredClone(before) as unknown };
  const order = [
    ...changes.filter(({ kind }) => kind === 'removed').reverse(),
    ...changes.filter(({ kind }) => kind !== 'removed'),
  ];
  for (const { path, kind, after } of order) {
    const [last = '', ...above] = `root${path}`
      .split('/')
      .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reverse();
    const parent = above.reduceRight<unknown>(
      (inside, key) => (inside as Record<string, unknown>)[key],
      holder,
    );
    const value: unknown = after === undefined ? undefined : JSON.parse(after);
    if (Array.isArray(parent) && kind === 'removed') parent.splice(Number(last), 1);
    else if (Array.isArray(parent) && kind === 'added') parent.splice(Number(last), 0, value);
    else if (kind === 'removed') Reflect.deleteProperty(parent as object, last);
    else (parent as Record<string, unknown>)[last] = value;
  }
  return holder.root;
}

function longestCommon(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const line of before) {
    row = after.reduce<number[]>((next, other, index) => {
      const diagonal = line === other ? (row[index - 1] ?? 0) + 1 : 0;
      return [...next, Math.max(diagonal, row[index] ?? 0, next[index - 1] ?? 0)];
    }, []);
  }
  return row.at(-1) ?? 0;
}
