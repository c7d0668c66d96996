import { describe, expect, it } from '@jest/globals';
import { decode as decodeCbor, encode as encodeCbor } from 'cbor2';
import fc from 'fast-check';
import { decode } from './decode.js';
import { readValue } from './read-value.js';
import { asJs } from './value.fixture.js';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** What RFC 8949 writes on one line is printed on several. */
function onOneLine(text: string): string {
  return text
    .replace(/_\n\s*/g, '_ ')
    .replace(/,\n\s*/g, ', ')
    .replace(/\n\s*/g, '');
}

const shown = (hex: string) => {
  const result = decode(bytesOf(hex), 'cbor');
  return 'problem' in result ? result.problem : onOneLine(result.text);
};

describe('decode as cbor', () => {
  // RFC 8949 appendix A, but for 'Infinity' and 'NaN' of other sizes, which read the same.
  it.each([
    ['00', '0'],
    ['01', '1'],
    ['0a', '10'],
    ['17', '23'],
    ['1818', '24'],
    ['1819', '25'],
    ['1864', '100'],
    ['1903e8', '1000'],
    ['1a000f4240', '1000000'],
    ['1b000000e8d4a51000', '1000000000000'],
    ['1bffffffffffffffff', '18446744073709551615'],
    ['c249010000000000000000', '18446744073709551616'],
    ['3bffffffffffffffff', '-18446744073709551616'],
    ['c349010000000000000000', '-18446744073709551617'],
    ['20', '-1'],
    ['29', '-10'],
    ['3863', '-100'],
    ['3903e7', '-1000'],
    ['f90000', '0.0'],
    ['f98000', '-0.0'],
    ['f93c00', '1.0'],
    ['fb3ff199999999999a', '1.1'],
    ['f93e00', '1.5'],
    ['f97bff', '65504.0'],
    ['fa47c35000', '100000.0'],
    ['fa7f7fffff', '3.4028234663852886e+38'],
    ['fb7e37e43c8800759c', '1.0e+300'],
    ['f90001', '5.960464477539063e-8'],
    ['f90400', '0.00006103515625'],
    ['f9c400', '-4.0'],
    ['fbc010666666666666', '-4.1'],
    ['f97c00', 'Infinity'],
    ['f97e00', 'NaN'],
    ['f9fc00', '-Infinity'],
    ['fa7f800000', 'Infinity'],
    ['fb7ff8000000000000', 'NaN'],
    ['f4', 'false'],
    ['f5', 'true'],
    ['f6', 'null'],
    ['f7', 'undefined'],
    ['f0', 'simple(16)'],
    ['f8ff', 'simple(255)'],
    ['c074323031332d30332d32315432303a30343a30305a', '0("2013-03-21T20:04:00Z")'],
    ['c11a514b67b0', '1(1363896240)'],
    ['c1fb41d452d9ec200000', '1(1363896240.5)'],
    ['d74401020304', "23(h'01020304')"],
    ['d818456449455446', "24(h'6449455446')"],
    ['d82076687474703a2f2f7777772e6578616d706c652e636f6d', '32("http://www.example.com")'],
    ['40', "h''"],
    ['4401020304', "h'01020304'"],
    ['60', '""'],
    ['6161', '"a"'],
    ['6449455446', '"IETF"'],
    ['62225c', String.raw`"\"\\"`],
    ['62c3bc', '"ü"'],
    ['63e6b0b4', '"水"'],
    ['64f0908591', '"𐅑"'],
    ['80', '[]'],
    ['83010203', '[1, 2, 3]'],
    ['8301820203820405', '[1, [2, 3], [4, 5]]'],
    [
      '98190102030405060708090a0b0c0d0e0f101112131415161718181819',
      `[${Array.from({ length: 25 }, (_, index) => index + 1).join(', ')}]`,
    ],
    ['a0', '{}'],
    ['a201020304', '{1: 2, 3: 4}'],
    ['a26161016162820203', '{"a": 1, "b": [2, 3]}'],
    ['826161a161626163', '["a", {"b": "c"}]'],
    [
      'a56161614161626142616361436164614461656145',
      '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}',
    ],
    ['5f42010243030405ff', "(_ h'0102', h'030405')"],
    ['7f657374726561646d696e67ff', '(_ "strea", "ming")'],
    ['9fff', '[_ ]'],
    ['9f018202039f0405ffff', '[_ 1, [2, 3], [_ 4, 5]]'],
    ['9f01820203820405ff', '[_ 1, [2, 3], [4, 5]]'],
    ['83018202039f0405ff', '[1, [2, 3], [_ 4, 5]]'],
    ['83019f0203ff820405', '[1, [_ 2, 3], [4, 5]]'],
    ['bf61610161629f0203ffff', '{_ "a": 1, "b": [_ 2, 3]}'],
    ['826161bf61626163ff', '["a", {_ "b": "c"}]'],
    ['bf6346756ef563416d7421ff', '{_ "Fun": true, "Amt": -2}'],
  ])('shows %s as %s', (hex, text) => {
    expect(shown(hex)).toBe(text);
  });

  it.each([
    ['an empty string without a length', '7fff', '""_'],
    ['empty bytes without a length', '5fff', "''_"],
    ['a map without a length and entries', 'bfff', '{_ }'],
    ['a tag around an empty list without a length', 'c19fff', '1([_ ])'],
    ['a list of an empty list without a length', '819fff', '[[_ ]]'],
    ['any value as a key', 'a2820102f6a0f5', '{[1, 2]: null, {}: true}'],
    ['a key twice', 'a2616101616102', '{"a": 1, "a": 2}'],
    ['a tag of 64 bits', 'dbffffffffffffffff00', '18446744073709551615(0)'],
    ['tags in tags', 'd9d9f7c1c200', '55799(1(2(0)))'],
    ['a bignum of no bytes', 'c240', '0'],
    ['a bignum in parts', 'c25f4101ff', "2((_ h'01'))"],
    ['a bignum that is text', 'c26161', '2("a")'],
    ['a longer integer than needed', '1b0000000000000001', '1'],
    ['control characters', '641b7fc285', String.raw`"\u001b\u007f\u0085"`],
    ['a key like a prototype', 'a1695f5f70726f746f5f5f01', '{"__proto__": 1}'],
  ])('shows %s', (_, hex, text) => {
    expect(shown(hex)).toBe(text);
  });

  it('gives each item and each entry a line', () => {
    const result = decode(bytesOf('a2616182010261629fc1a0ff'), 'cbor');
    expect(result).toEqual({
      as: 'cbor',
      text: '{\n  "a": [\n    1,\n    2\n  ],\n  "b": [_\n    1({})\n  ]\n}',
      truncated: false,
    });
  });

  it.each([
    ['nothing', '', 'The payload is empty.'],
    ['more than a value', '0102', 'at byte 1, the value ends here, but more follows'],
    ['a list that is cut', '8301', 'at byte 0, the list claims more than the payload has'],
    ['a value that is cut', '1903', 'at byte 0, the payload ends in the middle of this value'],
    ['a list that never ends', '9f01', 'at byte 2, the payload ends in the middle of this value'],
    ['a string of 4 GiB', '8261617affffffff61', 'at byte 3, the payload ends in the middle'],
    ['a map of 2^64 entries', 'bbffffffffffffffff', 'at byte 0, the map claims more'],
    ['a break at the top', 'ff', 'at byte 0, a break ends nothing'],
    ['a break in a list with a length', '8101ff', 'at byte 2, the value ends here'],
    ['a break instead of an item', '81ff', 'at byte 1, a break ends nothing'],
    ['a break instead of a tagged value', '9fc1ff', 'at byte 2, a break ends nothing'],
    ['a key without a value', 'bf6161ff', 'at byte 3, a key of the map has no value'],
    ['a reserved length', '1c', 'at byte 0, 28 is reserved where a length is told'],
    ['a reserved simple', 'fc', 'at byte 0, 28 is reserved where a length is told'],
    ['a simple value in a byte too many', 'f818', 'at byte 0, there is no such simple value'],
    ['an integer without a length', '1f', 'at byte 0, only strings, lists and maps'],
    ['a part of another kind', '5f6161ff', 'at byte 1, this is not a part of the string around it'],
    ['a part of parts', '5f5f4100ffff', 'at byte 1, this is not a part of the string around it'],
    ['text that is not UTF-8', '8261c3', 'at byte 2, the text is not UTF-8'],
    ['half a surrogate pair', '63eda080', 'at byte 1, the text is not UTF-8'],
    ['a character cut by parts', '7f61c361bcff', 'at byte 2, the text is not UTF-8'],
    ['tags in a row', 'c1'.repeat(600), 'at byte 512, nested deeper than 512 levels'],
  ])('says where %s fails', (_, hex, problem) => {
    expect(shown(hex)).toContain(problem);
  });

  it('reads what the library writes', () => {
    const key = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, true, false, undefined),
        fc.double(),
        fc.maxSafeInteger(),
        fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).filter((big) => !isSafe(big)),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        fc.array(tie('value')),
        fc.array(fc.tuple(key, tie('value'))).map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        const bytes = encodeCbor(written);
        expect(asJs(readValue(bytes, 'cbor'))).toEqual(written);
        expect(asJs(readValue(bytes, 'cbor'))).toEqual(decodeCbor(bytes, { preferMap: true }));
      }),
    );
  });
});

function isSafe(big: bigint): boolean {
  return Number.isSafeInteger(Number(big));
}
