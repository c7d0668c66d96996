import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from './decode.js';
import { DECODES } from './decoded.js';
import { encode } from './encode.js';
import { likelyDecode } from './likely-decode.js';
import { numberAt } from './number-at.js';
import { numericFields } from './numeric-fields.js';
import { payloadDifference } from './payload-difference.js';
import { readValue } from './read-value.js';

/** `make nightly` asks for more. */
const SEARCH = { numRuns: Math.max(1000, fc.readConfigureGlobal().numRuns ?? 0) };
const STRUCTURED = ['json', 'cbor', 'msgpack'] as const;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A structure of CBOR and MessagePack in pieces: first bytes, lengths that lie, contents, breaks. */
const pieces = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x80, max: 0xff }).map((byte) => [byte]),
      fc.constantFrom([0x9f], [0xbf], [0x5f], [0x7f], [0xff], [0xc2, 0x41], [0xd8], [0xd6, 0xff]),
      fc.constantFrom([0xdd, 0xff, 0xff, 0xff, 0xff], [0x9b, 0, 0, 0, 0, 0, 0, 0, 2], [0x62, 0xc3]),
      fc.array(fc.integer({ min: 0, max: 0x17 }), { maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map((all) => Uint8Array.from(all.flat()));

/** Payloads that are right but for some bytes. */
const mutated = fc
  .tuple(
    fc.jsonValue({ stringUnit: 'grapheme' }),
    fc.constantFrom(...STRUCTURED),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    fc.nat(3),
  )
  .map(([value, as, changes, missing]) => {
    const result = encode(JSON.stringify(value), as);
    const bytes = 'bytes' in result ? Uint8Array.from(result.bytes) : new Uint8Array();
    for (const [at, byte] of changes) bytes[at % (bytes.length || 1)] = byte;
    return bytes.subarray(0, bytes.length - Math.min(missing, bytes.length));
  });

const scraps = fc.stringMatching(/^[\][{}",:0-9eE+.\\ truefalsn-]{0,20}$/).map(bytesOf);

const payload = fc.oneof(fc.uint8Array({ maxLength: 64 }), pieces, mutated, scraps);

describe('a payload of any bytes', () => {
  it.each(DECODES)('is shown as %s, or refused in words', (as) => {
    fc.assert(
      fc.property(payload, (bytes) => {
        const result = decode(bytes, as);
        if ('problem' in result) {
          expect(result.problem).toMatch(/^[A-Z].*\.$/);
          expect(STRUCTURED).toContain(as);
          return;
        }
        expect(result.truncated).toBe(false);
        expect(result.text.isWellFormed()).toBe(true);
        expect(result.text).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
      }),
      SEARCH,
    );
  });

  it('reads as a tree exactly when it is shown as one', () => {
    fc.assert(
      fc.property(payload, fc.constantFrom(...STRUCTURED), (bytes, as) => {
        const [value, result] = [readValue(bytes, as), decode(bytes, as)];
        if ('problem' in result) expect(value).toEqual(result);
        else expect(value).not.toHaveProperty('problem');
      }),
      SEARCH,
    );
  });

  it('is shown as what is likely', () => {
    fc.assert(
      fc.property(payload, (bytes) => {
        expect(decode(bytes, likelyDecode(bytes))).toHaveProperty('text');
      }),
      SEARCH,
    );
  });

  it('is base64 and text that lead back to it', () => {
    fc.assert(
      fc.property(payload, (bytes) => {
        const result = decode(bytes, 'base64');
        expect('text' in result && encode(result.text, 'base64')).toEqual({ bytes });
      }),
      SEARCH,
    );
  });

  it('has numbers that are found by their paths', () => {
    fc.assert(
      fc.property(
        payload,
        fc.string({ unit: fc.constantFrom('/', '~', '0', '1') }),
        (bytes, path) => {
          const fields = numericFields(bytes, 1000);
          for (const field of fields) expect(numberAt(bytes, field.path)).toBe(field.value);
          const found = fields.find((field) => field.path === path);
          expect(numberAt(bytes, path)).toBe(found?.value);
        },
      ),
      SEARCH,
    );
  });

  it('is compared with any other, and equal to itself', () => {
    fc.assert(
      fc.property(payload, payload, (before, after) => {
        const { changes } = payloadDifference(before, after);
        expect(changes.length).toBeLessThanOrEqual(200);
        expect(payloadDifference(before, Uint8Array.from(before)).changes).toEqual([]);
      }),
      SEARCH,
    );
  });
});

describe('a text of any characters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    scraps.map((all) => new TextDecoder().decode(all)),
  );

  it.each(DECODES)('is written as %s, or refused in words', (as) => {
    fc.assert(
      fc.property(text, (typed) => {
        const result = encode(typed, as);
        if ('problem' in result) expect(result.problem).toMatch(/^[A-Z].*\.$/);
        else if (as !== 'hex') expect(decode(result.bytes, as)).not.toHaveProperty('problem');
      }),
      SEARCH,
    );
  });
});
