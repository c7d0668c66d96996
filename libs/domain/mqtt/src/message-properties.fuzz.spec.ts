import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readProperties, type MessageProperties } from './message-properties.js';

const utf8 = new TextEncoder();
const field = (bytes: Uint8Array) => [bytes.length >> 8, bytes.length & 0xff, ...bytes];
const text = fc.string({ unit: 'binary', maxLength: 40 });

/** Each property as bytes and as what it says. */
const property = fc.oneof(
  fc.boolean().map((payloadIsUtf8) => [[1, Number(payloadIsUtf8)], { payloadIsUtf8 }] as const),
  text.map((contentType) => [[3, ...field(utf8.encode(contentType))], { contentType }] as const),
  text.map(
    (responseTopic) => [[8, ...field(utf8.encode(responseTopic))], { responseTopic }] as const,
  ),
  fc
    .uint8Array({ maxLength: 300 })
    .map((correlationData) => [[9, ...field(correlationData)], { correlationData }] as const),
  fc
    .tuple(text, text)
    .map(
      ([name, value]) =>
        [
          [0x26, ...field(utf8.encode(name)), ...field(utf8.encode(value))],
          { userProperties: [{ name, value }] },
        ] as const,
    ),
);

const merged = (parts: readonly Partial<MessageProperties>[]): MessageProperties => ({
  ...(Object.assign({}, ...parts) as Partial<MessageProperties>),
  userProperties: parts.flatMap(({ userProperties = [] }) => userProperties),
});

describe('readProperties', () => {
  it('answers what was written', () => {
    fc.assert(
      fc.property(fc.array(property, { maxLength: 12 }), (properties) => {
        const bytes = Uint8Array.from(properties.flatMap(([written]) => written));
        expect(readProperties(bytes)).toEqual(merged(properties.map(([, meant]) => meant)));
      }),
    );
  });

  it('answers the properties that are whole, wherever the bytes end', () => {
    fc.assert(
      fc.property(fc.array(property, { maxLength: 6 }), fc.nat(), (properties, seed) => {
        const bytes = Uint8Array.from(properties.flatMap(([written]) => written));
        const end = seed % (bytes.length + 1);
        let at = 0;
        const whole = properties.filter(([written]) => (at += written.length) <= end);
        expect(readProperties(bytes.subarray(0, end))).toEqual(
          merged(whole.map(([, meant]) => meant)),
        );
      }),
    );
  });

  it('never throws, and never answers more than there was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const { userProperties, correlationData } = readProperties(bytes);
        expect(userProperties.length * 5).toBeLessThanOrEqual(bytes.length);
        expect(correlationData?.length ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
