import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anchor, fromHex, keyId, link, ORIGIN, seal, toHex, type Mac } from './chain.js';
import { readMark, writeMark } from './mark.js';

const KEY = Buffer.alloc(32, 7);
const hmac = (text: Buffer) => createHmac('sha256', KEY).update(text).digest('hex');
const mac: Mac = (...parts) => createHmac('sha256', KEY).update(Buffer.concat(parts)).digest();

describe('the hash of an entry', () => {
  it('covers purpose, hash before, number and body, in this order', () => {
    const body = Buffer.from('{"kind":"intent"}');
    const number = Buffer.from('0000000000000102', 'hex');
    const whole = Buffer.concat([Buffer.from('mcm/audit/entry/v1\0'), ORIGIN, number, body]);
    expect(toHex(link(mac, ORIGIN, 258, body))).toBe(hmac(whole));
  });

  it('differs from those of an anchor and of a mark over the same bytes', () => {
    const body = new Uint8Array(0);
    const all = [
      link(mac, ORIGIN, 1, body),
      anchor(mac, 'key', 1, body),
      anchor(mac, 'head', 1, body),
      seal(mac, 'head', body),
      seal(mac, 'start', body),
    ];
    expect(new Set(all.map(toHex)).size).toBe(5);
  });

  it('needs a whole hash before it', () => {
    expect(() => link(mac, new Uint8Array(31), 1, new Uint8Array(1))).toThrow('32 bytes');
  });
});

describe('a hash in hexadecimal', () => {
  it('is read back as it was written', () => {
    const hash = link(mac, ORIGIN, 1, new Uint8Array(1));
    expect(fromHex(toHex(hash))).toEqual(Uint8Array.from(hash));
    expect(fromHex(toHex(hash).toUpperCase())).toEqual(Uint8Array.from(hash));
  });

  it.each(['', 'a1', 'g'.repeat(64), `${'a'.repeat(64)} `, 'a'.repeat(66)])('is not %j', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});

describe('a mark', () => {
  const content = { number: 5, hash: Uint8Array.from(Buffer.alloc(32, 1)), at: 1234 };

  it('is proven by the key it was made with', () => {
    const mark = writeMark(mac, 'head', content);
    expect(readMark(mac, 'head', mark)).toEqual({ content, keyId: keyId(mac), proven: true });
    const hash = '01'.repeat(32);
    expect(new TextDecoder().decode(mark.body)).toBe(
      `{"number":5,"hash":"${hash}","key":"${keyId(mac)}","at":1234}`,
    );
  });

  it('is read, but not proven, as another kind or by another key', () => {
    const other: Mac = (...parts) => mac(...parts, new Uint8Array(1));
    const mark = writeMark(mac, 'head', content);
    expect(readMark(mac, 'start', mark)).toMatchObject({ content, proven: false });
    expect(readMark(other, 'head', mark)).toMatchObject({ keyId: keyId(mac), proven: false });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"number":-1,"hash":"","key":"","at":1}',
    `{"number":1.5,"hash":"${'0'.repeat(64)}","key":"a","at":1}`,
    `{"number":1,"hash":"${'0'.repeat(63)}","key":"a","at":1}`,
  ])('that says %j says nothing', (text) => {
    const body = Buffer.from(text);
    expect(readMark(mac, 'head', { body, mac: seal(mac, 'head', body) })).toBeUndefined();
  });
});
