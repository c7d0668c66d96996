import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, compareBytes, textOf } from './text.js';

/** Bytes of which many are parts of characters. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.string({ unit: 'binary', maxLength: 3 }).map((text) => new TextEncoder().encode(text)),
      fc.constantFrom(
        [0xed, 0xa0, 0x80],
        [0xef, 0xbf, 0xbd],
        [0xc0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

describe('the text of bytes', () => {
  it('holds all bytes', () => {
    fc.assert(fc.property(bytes, (all) => expect(bytesOf(textOf(all))).toEqual(all)));
  });

  it('is what a decoder makes of UTF-8, and what none makes of other bytes', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(bytes, (all) => {
        const text = textOf(all);
        if (text.isWellFormed()) expect(strict.decode(all)).toBe(text);
        else expect(() => strict.decode(all)).toThrow('not valid');
      }),
    );
  });

  it('is of any text the bytes of UTF-8', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(text, (any) => expect(textOf(bytesOf(any))).toBe(any)));
  });

  it('is in order when the bytes are', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = Math.sign(compareBytes(textOf(a), textOf(b)));
        expect(order).toBe(Math.sign(Buffer.compare(a, b)));
      }),
    );
  });
});
