import { describe, expect, it } from '@jest/globals';
import { base64, hexLines, payloadBytes, payloadText } from './payload-text';

const binary = { encoding: 'base64', data: 'AAH/SGk=', truncated: false } as const;
const text = { encoding: 'utf8', data: 'Füller', truncated: false } as const;

describe('a payload', () => {
  it('is the bytes that were sent', () => {
    expect([...payloadBytes(binary)]).toEqual([0, 1, 255, 0x48, 0x69]);
    expect([...payloadBytes(text)]).toEqual([0x46, 0xc3, 0xbc, 0x6c, 0x6c, 0x65, 0x72]);
  });

  it('is shown in hex with what can be read of it', () => {
    expect(hexLines(payloadBytes(binary))).toEqual([
      '00000000  00 01 ff 48 69                                    ...Hi',
    ]);
    const long = hexLines(new Uint8Array(17).fill(0x41));
    expect(long[0]).toBe(
      '00000000  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  AAAAAAAAAAAAAAAA',
    );
    expect(long[1]).toMatch(/^00000010 {2}41 /);
  });

  it('is shown in base64', () => {
    expect(base64(binary)).toBe('AAH/SGk=');
    expect(base64(text)).toBe('RsO8bGxlcg==');
  });

  it('is shown as text with a mark for what is none', () => {
    expect(payloadText(text)).toBe('Füller');
    expect(payloadText(binary)).toBe('\u0000\u0001�Hi');
  });
});
