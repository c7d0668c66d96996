import { describe, expect, it } from '@jest/globals';
import { decode as decodeMessagePack, encode as encodeMessagePack } from '@msgpack/msgpack';
import fc from 'fast-check';
import { decode } from './decode.js';
import { readValue } from './read-value.js';
import { asJs } from './value.fixture.js';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

const shown = (hex: string) => {
  const result = decode(bytesOf(hex), 'msgpack');
  return 'problem' in result ? result.problem : result.text;
};

describe('decode as msgpack', () => {
  // Each format of the specification, at its edges.
  it.each([
    ['00', '0'],
    ['7f', '127'],
    ['e0', '-32'],
    ['ff', '-1'],
    ['c0', 'null'],
    ['c2', 'false'],
    ['c3', 'true'],
    ['cc80', '128'],
    ['cdffff', '65535'],
    ['ceffffffff', '4294967295'],
    ['cfffffffffffffffff', '18446744073709551615'],
    ['d0df', '-33'],
    ['d18000', '-32768'],
    ['d280000000', '-2147483648'],
    ['d38000000000000000', '-9223372036854775808'],
    ['ca3fc00000', '1.5'],
    ['cb3ff0000000000000', '1.0'],
    ['cb7ff0000000000000', 'Infinity'],
    ['cb7ff8000000000000', 'NaN'],
    ['cb8000000000000000', '-0.0'],
    ['a0', '""'],
    ['a3616263', '"abc"'],
    ['bf' + '61'.repeat(31), `"${'a'.repeat(31)}"`],
    ['d90161', '"a"'],
    ['da000161', '"a"'],
    ['db0000000161', '"a"'],
    ['c4020102', "h'0102'"],
    ['c5000201ff', "h'01ff'"],
    ['c600000000', "h''"],
    ['90', '[]'],
    ['92c001', '[\n  null,\n  1\n]'],
    ['dc000101', '[\n  1\n]'],
    ['dd0000000101', '[\n  1\n]'],
    ['80', '{}'],
    ['81a1610a', '{\n  "a": 10\n}'],
    ['de0001a16101', '{\n  "a": 1\n}'],
    ['df00000001a16101', '{\n  "a": 1\n}'],
    ['d40501', "ext(5, h'01')"],
    ['d5800102', "ext(-128, h'0102')"],
    ['d67f01020304', "ext(127, h'01020304')"],
    ['d7050102030405060708', "ext(5, h'0102030405060708')"],
    ['d805' + '00'.repeat(16), `ext(5, h'${'00'.repeat(16)}')`],
    ['c70005', "ext(5, h'')"],
    ['c8000105ff', "ext(5, h'ff')"],
    ['c90000000105ff', "ext(5, h'ff')"],
  ])('shows %s as %s', (hex, text) => {
    expect(shown(hex)).toBe(text);
  });

  it.each([
    ['of 32 bits', 'd6ff5a4af6a5', 'timestamp(2018-01-02T03:04:05Z)'],
    ['of 32 bits past 2038', 'd6ffffffffff', 'timestamp(2106-02-07T06:28:15Z)'],
    ['of 64 bits', 'd7ff000000185a4af6a5', 'timestamp(2018-01-02T03:04:05.000000006Z)'],
    ['of 96 bits', 'c70cff00000001ffffffffffffffff', 'timestamp(1969-12-31T23:59:59.000000001Z)'],
    [
      'beyond the calendar',
      'c70cff000000007fffffffffffffff',
      "ext(-1, h'000000007fffffffffffffff')",
    ],
    [
      'with too many nanoseconds',
      'c70cff3b9aca000000000000000000',
      "ext(-1, h'3b9aca000000000000000000')",
    ],
    ['of another size', 'd4ff01', "ext(-1, h'01')"],
  ])('shows a timestamp %s', (_, hex, text) => {
    expect(shown(hex)).toBe(text);
  });

  it.each([
    ['any key, also twice', '83c3010102c302', '{\n  true: 1,\n  1: 2,\n  true: 2\n}'],
    ['a key like a prototype', '81a95f5f70726f746f5f5f01', '{\n  "__proto__": 1\n}'],
    ['bytes that are called a string', 'a2ff00', "h'ff00'"],
  ])('shows %s', (_, hex, text) => {
    expect(shown(hex)).toBe(text);
  });

  it.each([
    ['nothing', '', 'The payload is empty.'],
    ['more than a value', '0102', 'at byte 1, the value ends here, but more follows'],
    ['the type that is never used', '91c1', 'at byte 1, the byte c1 is never used'],
    ['a cut list', 'dc00ff01', 'at byte 0, the list claims more than the payload has'],
    ['a map of 2^32 entries', 'dfffffffff0101', 'at byte 0, the map claims more'],
    ['a string of 4 GiB', '92a161dbffffffff61', 'at byte 3, the payload ends in the middle'],
    ['an extension without a type', 'd4', 'at byte 0, the payload ends in the middle'],
    ['lists in lists', '91'.repeat(600), 'at byte 512, nested deeper than 512 levels'],
  ])('says where %s fails', (_, hex, problem) => {
    expect(shown(hex)).toContain(problem);
  });

  it('reads what the library writes as the library does', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, true, false),
        fc.double(),
        fc.maxSafeInteger(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        fc.array(tie('value')),
        // The library refuses this key.
        fc.dictionary(
          fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
          tie('value'),
        ),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        const bytes = encodeMessagePack(written, { useBigInt64: true });
        const oracle = decodeMessagePack(bytes, { useBigInt64: true });
        expect(asJs(readValue(bytes, 'msgpack'))).toEqual(withMaps(oracle));
      }),
    );
  });
});

function withMaps(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withMaps);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, withMaps(inner)]));
}
