import { describe, expect, it } from '@jest/globals';
import { decode as decodeMessagePack } from '@msgpack/msgpack';
import { decode as decodeCbor } from 'cbor2';
import fc from 'fast-check';
import type { Decode } from './decoded.js';
import { encode } from './encode.js';

const encoded = (text: string, as: Decode) => {
  const result = encode(text, as);
  return 'problem' in result ? result.problem : Buffer.from(result.bytes).toString('hex');
};

describe('encode', () => {
  it.each<[Decode, string, string]>([
    ['text', 'aü\r\n', '61c3bc0d0a'],
    ['text', '', ''],
    ['json', ' {"a":1,"a":1e0}\n', Buffer.from(' {"a":1,"a":1e0}\n').toString('hex')],
    ['hex', ' 0aF\nf\t', '0aff'],
    ['hex', '', ''],
    ['base64', 'SGVs\nbG8=', '48656c6c6f'],
    ['base64', 'SGVsbG8', '48656c6c6f'],
    ['base64', 'AA==', '00'],
    ['base64', '+/+/', 'fbffbf'],
    ['base64', '', ''],
  ])('writes %s from %j', (as, text, hex) => {
    expect(encoded(text, as)).toBe(hex);
  });

  it.each<[Decode, string, string]>([
    ['text', 'a\ud800', 'The text has half a character (a lone surrogate).'],
    ['json', '"\udc00"', 'The text has half a character (a lone surrogate).'],
    ['json', '', 'Line 1, character 1: the payload ends too early.'],
    ['json', '{\n  "é😀": 1,\n  "b" 2\n}', 'Line 3, character 7: a colon is expected.'],
    ['json', '"é😀" 2', 'Line 1, character 6: the value ends here, but more follows.'],
    ['hex', '0g', 'Not hexadecimal: character 2 is no digit.'],
    ['hex', '0x00', 'Not hexadecimal: character 2 is no digit.'],
    ['hex', '00 0', 'Not hexadecimal: the last byte has one digit only.'],
    ['base64', 'SG*s', 'Not base64: character 3 is none of it.'],
    ['base64', 'SGV-', 'Not base64: character 4 is none of it.'],
    ['base64', 'SG=s', 'Not base64: character 4 is none of it.'],
    ['base64', 'SGVsb', 'Not base64: its end is missing.'],
    ['base64', 'SGVsbG8==', 'Not base64: its end is missing.'],
    ['base64', 'SGVsbG9', 'Not base64: its end is missing.'],
    ['base64', '=', 'Not base64: its end is missing.'],
    ['cbor', '[1,', 'Line 1, character 4: the payload ends too early.'],
    ['cbor', '{"a":1,\n"\\u0061":2}', 'Line 2, character 1: the object has this key twice.'],
    ['msgpack', '[[{"a":{"b":1},"a":2}]]', 'Line 1, character 16: the object has this key twice.'],
    ['cbor', '["\\ud800"]', 'Line 1, character 2: half a surrogate pair is no character.'],
    ['cbor', '{"\\ud800":1}', 'Line 1, character 2: half a surrogate pair is no character.'],
    [
      'cbor',
      '[0.1, 12345678901234567890.10]',
      'Line 1, character 7: a floating point number cannot hold all of this number.',
    ],
    [
      'cbor',
      '1e999',
      'Line 1, character 1: a floating point number cannot hold all of this number.',
    ],
    [
      'cbor',
      '1e-999',
      'Line 1, character 1: a floating point number cannot hold all of this number.',
    ],
    [
      'msgpack',
      '18446744073709551616',
      'Line 1, character 1: MessagePack has no integer of more than 64 bits.',
    ],
    [
      'msgpack',
      '-9223372036854775809',
      'Line 1, character 1: MessagePack has no integer of more than 64 bits.',
    ],
    ['cbor', '1'.repeat(1001), 'Line 1, character 1: a number has at most 1000 characters.'],
    ['cbor', ' '.repeat(1_048_576) + '1', 'The JSON text is longer than 1048576 bytes.'],
  ])('refuses as %s %j', (as, text, problem) => {
    expect(encoded(text, as)).toBe(problem);
  });

  // The shortest of each, by RFC 8949 section 4.1 and by the specification of MessagePack.
  it.each([
    ['null', 'f6', 'c0'],
    ['[true,false]', '82f5f4', '92c3c2'],
    ['0', '00', '00'],
    ['-0', 'fb8000000000000000', 'cb8000000000000000'],
    ['23', '17', '17'],
    ['24', '1818', '18'],
    ['127', '187f', '7f'],
    ['128', '1880', 'cc80'],
    ['255', '18ff', 'ccff'],
    ['256', '190100', 'cd0100'],
    ['65536', '1a00010000', 'ce00010000'],
    ['4294967296', '1b0000000100000000', 'cf0000000100000000'],
    ['18446744073709551615', '1bffffffffffffffff', 'cfffffffffffffffff'],
    ['-32', '381f', 'e0'],
    ['-33', '3820', 'd0df'],
    ['-128', '387f', 'd080'],
    ['-129', '3880', 'd1ff7f'],
    ['-32769', '398000', 'd2ffff7fff'],
    ['-2147483649', '3a80000000', 'd3ffffffff7fffffff'],
    ['-9223372036854775808', '3b7fffffffffffffff', 'd38000000000000000'],
    ['1.0', 'fb3ff0000000000000', 'cb3ff0000000000000'],
    ['1e3', 'fb408f400000000000', 'cb408f400000000000'],
    ['0.10', 'fb3fb999999999999a', 'cb3fb999999999999a'],
    ['""', '60', 'a0'],
    ['"\\u00fc\\ud83d\\ude00"', '66c3bcf09f9880', 'a6c3bcf09f9880'],
    [`"${'x'.repeat(32)}"`, '7820' + '78'.repeat(32), 'd920' + '78'.repeat(32)],
    [`"${'x'.repeat(256)}"`, '790100' + '78'.repeat(256), 'da0100' + '78'.repeat(256)],
    [
      `"${'x'.repeat(65_536)}"`,
      '7a00010000' + '78'.repeat(65_536),
      'db00010000' + '78'.repeat(65_536),
    ],
    ['{}', 'a0', '80'],
    ['{"a":{"b":[]},"c":[1]}', 'a26161a16162806163' + '8101', '82a16181a16290a163' + '9101'],
    [
      `[${Array.from({ length: 16 }, () => 0).join()}]`,
      '90' + '00'.repeat(16),
      'dc0010' + '00'.repeat(16),
    ],
  ])('writes %j as CBOR and as MessagePack', (json, cbor, messagePack) => {
    expect(encoded(json, 'cbor')).toBe(cbor);
    expect(encoded(json, 'msgpack')).toBe(messagePack);
  });

  it.each([
    ['18446744073709551616', 'c249010000000000000000'],
    ['-18446744073709551616', '3bffffffffffffffff'],
    ['-18446744073709551617', 'c349010000000000000000'],
  ])('writes %s as CBOR keeps it', (json, hex) => {
    expect(encoded(json, 'cbor')).toBe(hex);
  });

  it('is read by the libraries as JSON.parse reads the text', () => {
    // Beyond 2^53 a number without a point is read as a bigint, if at all.
    const isBig = (value: unknown) => Number.isInteger(value) && !Number.isSafeInteger(value);
    const json = fc
      .jsonValue({ stringUnit: 'grapheme' })
      .map((value) => JSON.stringify(value, (_, inner: unknown) => (isBig(inner) ? 0.5 : inner)))
      .map((text) => text.replaceAll('__proto__', 'proto'));
    fc.assert(
      fc.property(json, (text) => {
        const [cbor, messagePack] = [encode(text, 'cbor'), encode(text, 'msgpack')];
        if ('problem' in cbor || 'problem' in messagePack) throw new Error('not written');
        expect(decodeCbor(cbor.bytes)).toEqual(JSON.parse(text));
        expect(decodeMessagePack(messagePack.bytes)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('writes bytes that read as the hexadecimal and the base64 of them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encode(Buffer.from(bytes).toString('hex'), 'hex')).toEqual({ bytes });
        expect(encode(Buffer.from(bytes).toString('base64'), 'base64')).toEqual({ bytes });
      }),
    );
  });

  it('keeps integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), (big) => {
        const result = encode(`[${big}]`, 'cbor');
        expect('bytes' in result && decodeCbor(result.bytes, { preferBigInt: true })).toEqual([
          big,
        ]);
      }),
    );
  });
});
