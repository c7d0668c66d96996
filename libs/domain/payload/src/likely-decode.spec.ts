import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encode } from './encode.js';
import { likelyDecode } from './likely-decode.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('likelyDecode', () => {
  it.each([
    ['', 'text'],
    ['on', 'text'],
    ['21.5', 'json'],
    ['{"a":1}', 'json'],
    ['{"a":1,}', 'text'],
    ['Ā', 'text'], // as CBOR: tag 4 around an empty list
  ])('of %j is %s', (text, as) => {
    expect(likelyDecode(bytesOf(text))).toBe(as);
  });

  it.each([
    ['a map of CBOR', 'a1616101', 'cbor'],
    ['a list of CBOR', '820102', 'cbor'],
    ['a list of CBOR in tags', 'd9d9f7c180', 'cbor'],
    ['a map of CBOR of indefinite length', 'bf616101ff', 'cbor'],
    ['a map of MessagePack', '81a16101', 'msgpack'],
    ['a list of MessagePack', '93010203', 'msgpack'],
    ['an empty list of CBOR, or map of MessagePack', '80', 'cbor'],
    ['a list of CBOR, or map of MessagePack with a name', '81a120a0', 'msgpack'],
    ['a list of CBOR, or map of MessagePack with a number', '811818', 'cbor'],
    ['a number of CBOR', 'fb3ff199999999999a', 'hex'],
    ['a tagged number', 'c11a514b67b0', 'hex'],
    ['a number of MessagePack', 'cdffff', 'hex'],
    ['a cut map', 'a1616101ff', 'hex'],
    ['some bytes', '00010203', 'hex'],
  ])('of %s is right', (_, hex, as) => {
    expect(likelyDecode(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(as);
  });

  it('tries nothing above 1 MiB', () => {
    const list = new Uint8Array(1_048_577);
    list.set([0x9a, 0x00, 0x0f, 0xff, 0xfc]);
    expect(likelyDecode(list.subarray(0, 1_048_577))).toBe('hex');
    list.set([0x9a, 0x00, 0x0f, 0xff, 0xfb]);
    expect(likelyDecode(list.subarray(0, 1_048_576))).toBe('cbor');
  });

  it('knows what was written', () => {
    const entries = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string()), { minKeys: 1 });
    fc.assert(
      fc.property(entries, fc.constantFrom('json', 'cbor', 'msgpack'), (value, as) => {
        const result = encode(JSON.stringify(value), as);
        expect('bytes' in result && likelyDecode(result.bytes)).toBe(as);
      }),
    );
  });
});
