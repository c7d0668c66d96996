import { describe, expect, it } from '@jest/globals';
import { readProperties } from './message-properties.js';

const utf8 = (text: string) => [...new TextEncoder().encode(text)];
const field = (bytes: readonly number[]) => [bytes.length >> 8, bytes.length & 0xff, ...bytes];
const text = (id: number, value: string) => [id, ...field(utf8(value))];
const user = (name: string, value: string) => [
  ...[0x26, ...field(utf8(name)), ...field(utf8(value))],
];
const read = (...properties: readonly (readonly number[])[]) =>
  readProperties(Uint8Array.from(properties.flat()));

describe('the properties of a message', () => {
  it('are none in no bytes', () => {
    expect(read()).toEqual({ userProperties: [] });
  });

  it('are read whatever their order', () => {
    const all = [
      ...[user('line', '7'), text(0x03, 'application/json'), [0x01, 1], user('line', '8')],
      ...[[0x02, 0xff, 0xff, 0xff, 0xff], text(0x08, 'answers/ä'), [0x09, 0, 3, 0, 255, 1]],
      ...[[0x0b, 0xff, 0x7f], [0x23, 0, 9], user('', '')],
    ];
    expect(read(...all)).toEqual({
      contentType: 'application/json',
      responseTopic: 'answers/ä',
      correlationData: Uint8Array.of(0, 255, 1),
      payloadIsUtf8: true,
      messageExpiryInterval: 4_294_967_295,
      userProperties: [
        { name: 'line', value: '7' },
        { name: 'line', value: '8' },
        { name: '', value: '' },
      ],
    });
  });

  it('say that the payload is not claimed to be UTF-8', () => {
    expect(read([0x01, 0])).toEqual({ payloadIsUtf8: false, userProperties: [] });
  });

  it('keep a byte order mark, and replace what is no UTF-8', () => {
    expect(read(text(0x03, '\u{feff}x')).contentType).toBe('\u{feff}x');
    expect(read([0x03, 0, 2, 0xc3, 0x28]).contentType).toBe('\u{fffd}(');
  });

  it('are a copy: the bytes may be written over', () => {
    const bytes = Uint8Array.of(0x09, 0, 1, 5);
    const { correlationData } = readProperties(bytes);
    bytes.fill(0);
    expect(correlationData).toEqual(Uint8Array.of(5));
  });

  it.each([
    ['an identifier that a PUBLISH does not have', [0x11, 0, 0, 0, 1, ...user('c', 'd')]],
    ['a text that is cut short', [0x03, 0, 5, 65]],
    ['a length that is cut short', [0x08, 0]],
    ['a number that is cut short', [0x02, 0, 0, 1]],
    ['a byte that is missing', [0x01]],
    ['binary data that is cut short', [0x09, 255, 255, 1]],
    ['a name without a value', [0x26, ...field(utf8('name'))]],
    ['an integer of five bytes', [0x0b, 0x80, 0x80, 0x80, 0x80, 0x01, ...user('c', 'd')]],
    ['an integer that is cut short', [0x0b, 0x80]],
    ['an alias that is cut short', [0x23, 1]],
  ])('end at %s', (_, malformed) => {
    expect(read(user('a', 'b'), malformed)).toEqual({
      userProperties: [{ name: 'a', value: 'b' }],
    });
  });
});
