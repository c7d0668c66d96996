import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeProperties, expiryOf, propertiesProblem, withExpiry } from './publish-properties.js';

const text = fc.string({ unit: 'binary', maxLength: 50 });
const properties = fc.record(
  {
    payloadIsUtf8: fc.boolean(),
    messageExpiryInterval: fc.nat(4_294_967_295),
    contentType: text,
    responseTopic: text,
    correlationData: fc.uint8Array({ maxLength: 50 }),
    userProperties: fc.array(fc.record({ name: text, value: text }), { maxLength: 5 }),
  },
  { requiredKeys: [] },
);

describe('the properties of a PUBLISH', () => {
  it('are those of the specification’s tables', () => {
    const bytes = encodeProperties({
      payloadIsUtf8: true,
      messageExpiryInterval: 258,
      contentType: 'é',
      userProperties: [{ name: 'a', value: '' }],
    });
    expect([...bytes]).toEqual([
      ...[0x01, 1],
      ...[0x02, 0, 0, 1, 2],
      ...[0x03, 0, 2, 0xc3, 0xa9],
      ...[0x26, 0, 1, 0x61, 0, 0],
    ]);
  });

  it('can be read as far as their expiry, and get another one', () => {
    fc.assert(
      fc.property(properties, fc.nat(4_294_967_295), (wanted, seconds) => {
        const bytes = encodeProperties(wanted);
        expect(propertiesProblem(bytes)).toBeUndefined();
        expect(expiryOf(bytes)).toBe(wanted.messageExpiryInterval);
        const given = wanted.messageExpiryInterval !== undefined;
        const other = given ? { ...wanted, messageExpiryInterval: seconds } : wanted;
        expect(withExpiry(bytes, seconds)).toEqual(encodeProperties(other));
      }),
    );
  });

  it('are a problem when they are cut short, or no publisher’s', () => {
    for (const bytes of [
      [0x01],
      [0x02, 0, 0, 0],
      [0x26, 0, 1, 0x61],
      [0x23, 0, 1],
      [0x0b, 1],
      [0],
    ]) {
      expect(propertiesProblem(Uint8Array.from(bytes))).toMatch(/cannot be read/);
    }
  });

  it('may be any bytes without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expiryOf(bytes);
        expect(withExpiry(bytes, 1).length).toBe(bytes.length);
      }),
    );
  });
});
