import { beforeAll, describe, expect, it } from '@jest/globals';
import { leastTime } from '#testing';
import { decode } from './decode.js';
import { DECODES } from './decoded.js';
import { encode } from './encode.js';
import { likelyDecode } from './likely-decode.js';
import { numberAt } from './number-at.js';
import { numericFields } from './numeric-fields.js';
import { payloadDifference } from './payload-difference.js';

const MIB = 1_048_576;
/**
 * How much longer a hostile payload may take than a plain one of its size. None has been seen to take
 * longer than that at all; what grows with the square of the size would take hundreds of times.
 */
const TIMES = 10;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** 1 MiB of a pattern, after a beginning and before an end. */
function filled(
  pattern: readonly number[],
  start: readonly number[] = [],
  end: readonly number[] = [],
): Uint8Array {
  const bytes = new Uint8Array(MIB);
  bytes.set(pattern, start.length);
  for (let done = pattern.length; start.length + done < MIB; done *= 2) {
    bytes.copyWithin(start.length + done, start.length, start.length + done);
  }
  bytes.set(start);
  bytes.set(end, MIB - end.length);
  return bytes;
}

const four = (count: number) => [24, 16, 8, 0].map((shift) => (count >>> shift) & 0xff);
const times = (count: number, byte: number) => Array.from({ length: count }, () => byte);
const repeated = (text: string, before = '', after = '') =>
  bytesOf(
    before + text.repeat(Math.floor((MIB - before.length - after.length) / text.length)) + after,
  );

const record =
  '{"time":1700000000123,"site":"plant-1","temperature":21.53,"tags":["a","b"],"ok":true}';
const PLAIN = repeated(`,${record}`, `[${record}`, ']');

const HOSTILE: readonly (readonly [string, Uint8Array])[] = [
  ['brackets', repeated('[')],
  ['keys in keys', repeated('{"a":')],
  ['a million items of JSON', repeated('1,', '[', '1]')],
  ['equal keys of JSON', repeated('"a":1,', '{', '"a":1}')],
  [
    'different keys of JSON',
    bytesOf(
      JSON.stringify(
        Object.fromEntries(Array.from({ length: 80_000 }, (_, index) => [`k${index}`, 1])),
      ),
    ),
  ],
  ['one long string', repeated('a', '"', '"')],
  ['one string of escapes', repeated('\\u0041', '"', '"')],
  ['one long number', repeated('1')],
  ['one long fraction', repeated('1', '[0.', ']')],
  ['items at the bottom of 511 lists', repeated('1,', '['.repeat(511), `1${']'.repeat(511)}`)],
  ['keys that are pointers', repeated('~/', '{"', '":1}')],
  ['lines', repeated('\n')],
  ['lists of CBOR', filled([0x81])],
  ['lists of CBOR of no length', filled([0x9f])],
  ['maps of CBOR as keys', filled([0xa1])],
  ['tags', filled([0xc1])],
  ['bignum tags', filled([0xc2])],
  ['a list of 4 GiB', filled([0x00], [0x9a, 0xff, 0xff, 0xff, 0xff])],
  ['a list of many lists of 4 GiB', filled([0x9a, 0xff, 0xff, 0xff, 0xff], [0x9f])],
  ['a map of 2^64 entries', filled([0x00], [0xbb, ...times(8, 0xff)])],
  ['a string of 2^64 bytes', filled([0x61], [0x7b, ...times(8, 0xff)])],
  ['a million items of CBOR', filled([0x01], [0x9a, ...four(MIB - 5)])],
  [
    'items at the bottom of 511 lists of CBOR',
    filled([0x01], [...times(511, 0x81), 0x9a, ...four(MIB - 516)]),
  ],
  ['empty parts of a string', filled([0x60], [0x7f], [0xff])],
  ['empty parts of bytes, in a list', filled([0x40], [0x81, 0x5f], [0xff])],
  [
    'bignums',
    filled([0xc2, 0x59, 0x04, 0x00, ...times(1024, 0xff)], [0x9f], [...times(1024, 0x01), 0xff]),
  ],
  ['bytes', filled([0xff], [0x81, 0x5a, ...four(MIB - 6)])],
  ['equal keys of CBOR', filled([0x01], [0xba, ...four((MIB - 6) / 2)], [0x00])],
  ['lists as keys of CBOR', filled([0x81, 0x01, 0x01], [0xba, ...four(Math.floor((MIB - 5) / 3))])],
  ['keys in keys of MessagePack', filled([0x81])],
  ['lists of MessagePack', filled([0x91])],
  ['a list of MessagePack of 4 GiB', filled([0x00], [0xdd, 0xff, 0xff, 0xff, 0xff])],
  ['a million items of MessagePack', filled([0xc0], [0xdd, ...four(MIB - 5)])],
  ['a million extensions', filled([0xd4, 0xff, 0x00], [0xdd, ...four(Math.floor((MIB - 5) / 3))])],
  ['zeros', filled([0x00])],
];

function inspect(bytes: Uint8Array): void {
  for (const as of ['json', 'cbor', 'msgpack'] as const) {
    const result = decode(bytes, as);
    expect(('text' in result ? result.text : result.problem).length).toBeLessThanOrEqual(262_144);
  }
  likelyDecode(bytes);
  expect(JSON.stringify(numericFields(bytes)).length).toBeLessThan(100_000);
  numberAt(bytes, `${'/0'.repeat(511)}/7`);
  const shifted = Uint8Array.from(bytes);
  shifted[MIB >> 1] = (shifted[MIB >> 1] ?? 0) ^ 1;
  for (const [before, after] of [
    [bytes, shifted],
    [shifted, PLAIN],
  ] as const) {
    expect(JSON.stringify(payloadDifference(before, after)).length).toBeLessThan(1_000_000);
  }
}

describe('1 MiB of what is meant to take long', () => {
  let plain: number;
  beforeAll(() => {
    plain = leastTime(() => inspect(PLAIN));
  });

  it.each(HOSTILE)('is inspected in good time: %s', (_, bytes) => {
    expect(leastTime(() => inspect(bytes), TIMES * plain) / plain).toBeLessThanOrEqual(TIMES);
  });

  it.each([
    ['a number', '1'.repeat(MIB), 'cbor'],
    ['a fraction', `0.${'1'.repeat(MIB - 2)}`, 'msgpack'],
    ['an exponent', `1e${'9'.repeat(MIB - 2)}`, 'cbor'],
    ['brackets', '['.repeat(MIB), 'cbor'],
    ['lists', `[${'[],'.repeat(300_000)}[]]`, 'msgpack'],
    [
      'keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [i, i]))),
      'cbor',
    ],
    ['white space', ' '.repeat(MIB), 'hex'],
    ['padding', '='.repeat(MIB), 'base64'],
  ] as const)('is written in good time: %s', (_, text, as) => {
    expect(leastTime(() => encode(text, as), TIMES * plain) / plain).toBeLessThanOrEqual(TIMES);
  });
});

describe('more than 1 MiB', () => {
  it('is shown by its beginning, and never as a structure', () => {
    const large = new Uint8Array(64 * MIB).fill(0x31);
    for (const as of DECODES) {
      const result = decode(large, as);
      if ('problem' in result) expect(result.problem).toContain('is read up to 1048576 bytes');
      else expect(result).toMatchObject({ truncated: true });
    }
    expect(likelyDecode(large)).toBe('text');
    expect(numericFields(large)).toEqual([]);
    expect(payloadDifference(large, large.subarray(1))).toMatchObject({ kind: 'bytes' });
  });
});
