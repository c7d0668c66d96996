import { describe, expect, it } from '@jest/globals';
import { refusedAddress } from './refused-address.js';

const REFUSED = [
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0:0:0:0:0:0:0:1', 'loopback'],
  ['169.254.1.1', 'link-local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['febf::1', 'link-local'],
  ['169.254.169.254', 'metadata'],
  ['169.254.170.2', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['0.0.0.0', 'means any'],
  ['0.1.2.3', 'means any'],
  ['::', 'means any'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.255', 'multicast'],
  ['255.255.255.255', 'multicast'],
  ['ff02::1', 'multicast'],
  ['::ffff:10.0.0.1', 'inside another'],
  ['::ffff:8.8.8.8', 'inside another'],
  ['::ffff:a00:1', 'inside another'],
  ['::10.0.0.1', 'inside another'],
  ['64:ff9b::7f00:1', 'inside another'],
  ['2002:7f00:1::', 'inside another'],
  ['2001:0:1::1', 'inside another'],
] as const;

const ALLOWED = [
  ...['10.0.0.1', '192.168.1.20', '172.16.0.1', '100.64.0.1', '93.184.216.34', '126.255.255.255'],
  ...['128.0.0.1', '1.0.0.0', '223.255.255.255', '2606:2800:220:1::1', 'fd12:3456::1', 'fec0::1'],
];

describe('an address', () => {
  it.each(REFUSED)('%s is refused: %s', (address, why) => {
    expect(refusedAddress(address, false)).toContain(why);
  });

  it.each(['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254'])(
    '%s is refused however loopback is meant',
    (address) => {
      expect(refusedAddress(address, false)).toBeDefined();
      expect(refusedAddress(address, true)).toBeDefined();
    },
  );

  it.each(ALLOWED)('%s may be posted to', (address) => {
    expect(refusedAddress(address, false)).toBeUndefined();
  });

  it('of the machine itself and of its link may be posted to where that is allowed, and no other', () => {
    const through = REFUSED.filter(([address]) => refusedAddress(address, true) === undefined);
    expect(new Set(through.map(([, why]) => why))).toEqual(new Set(['loopback', 'link-local']));
    expect(refusedAddress('169.254.169.254', true)).toContain('metadata');
  });
});
