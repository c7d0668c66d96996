import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { canonicalAddress, parseNetwork } from './network.js';

describe('an address', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['::', '::'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:a00:1', '10.0.0.1'],
    ['0:0:0:0:0:ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:0.0.0.0', '0.0.0.0'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['::10.0.0.1', '::a00:1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is written %s', (text, address) => {
    expect(canonicalAddress(text)).toBe(address);
  });

  it.each([
    '',
    'unknown',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.1:80',
    '[::1]',
    ':::',
    '1::2::3',
  ])('is not %j', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  it('has one spelling, whatever it is and however it was written', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, (text) => {
        const once = canonicalAddress(text);
        return (
          once !== undefined && isIP(once) > 0 && canonicalAddress(once.toUpperCase()) === once
        );
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => isIP(text) > 0 || canonicalAddress(text) === undefined),
    );
  });
});

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0', 8],
    ['10.1.2.3/8', '10.1.2.3', 8],
    ['0.0.0.0/0', '0.0.0.0', 0],
    ['192.168.1.10', '192.168.1.10', 32],
    ['2001:DB8::/32', '2001:db8::', 32],
    ['::1', '::1', 128],
    ['::ffff:10.0.0.0/104', '10.0.0.0', 8],
    ['::ffff:10.0.0.1', '10.0.0.1', 32],
  ])('is %s', (text, address, prefix) => {
    expect(parseNetwork(text)).toEqual({
      address,
      family: address.includes(':') ? 'ipv6' : 'ipv4',
      prefix,
    });
  });

  it.each([
    ...[
      '',
      'localhost',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '10.0.0.0/255.0.0.0',
    ],
    ...['10.0.0.0 /8', '2001:db8::/129', '::ffff:10.0.0.0/64', 'fe80::%eth0/10', '*', '10.*'],
  ])('is not %j', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
});
