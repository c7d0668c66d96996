import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topicHash } from './topic-hash.js';

const KEY = [0x0302_0100, 0x0706_0504] as const;

describe('topicHash', () => {
  it('is HalfSipHash-1-3 at any place in the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (bytes, shift) => {
        const moved = new Uint8Array(bytes.length + shift + 3).fill(0xee);
        moved.set(bytes, shift);
        const hash = topicHash(moved, shift, shift + bytes.length, ...KEY);
        expect(hash).toBe(halfSipHash(bytes, 1, 3));
      }),
    );
  });

  it('is compared with a reference that gives the published values of HalfSipHash-2-4', () => {
    const input = Uint8Array.of(0, 1, 2);
    // vectors_hsip32 of github.com/veorq/SipHash, as little-endian numbers
    const published = [0x5b9f_35a9, 0xb85a_4727, 0x03a6_62fa, 0x04e7_fe8a];
    const computed = [0, 1, 2, 3].map((length) => halfSipHash(input.subarray(0, length), 2, 4));
    expect(computed).toEqual(published);
  });
});

/** As the paper has it: words of four bytes, `c` rounds for each and `d` at the end. */
function halfSipHash(bytes: Uint8Array, c: number, d: number): number {
  const v = Uint32Array.of(KEY[0], KEY[1], 0x6c79_6765 ^ KEY[0], 0x7465_6462 ^ KEY[1]);
  const padded = new Uint8Array((bytes.length & ~3) + 4);
  padded.set(bytes);
  padded[padded.length - 1] = bytes.length;
  const words = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 4) {
    const word = words.getUint32(at, true);
    v[3]! ^= word;
    for (let i = 0; i < c; i++) round(v);
    v[0]! ^= word;
  }
  v[2]! ^= 0xff;
  for (let i = 0; i < d; i++) round(v);
  return (v[1]! ^ v[3]!) >>> 0;
}

function round(v: Uint32Array): void {
  const mix = (a: number, b: number, bits: number) => {
    v[a]! += v[b]!;
    v[b] = rotated(v[b]!, bits) ^ v[a]!;
  };
  mix(0, 1, 5);
  v[0] = rotated(v[0]!, 16);
  mix(2, 3, 8);
  mix(0, 3, 7);
  mix(2, 1, 13);
  v[2] = rotated(v[2]!, 16);
}

const rotated = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));
