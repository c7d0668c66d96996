import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { clientAddress, sourceOf, trustProxies } from './client-address.js';
import { createHttpAdapter } from './create-http.js';

const PROXIES = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'];

/** What those two members of a request say is all that counts. */
function request(remoteAddress: string | undefined, forwarded?: string): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded, 'x-real-ip': '192.0.2.66' },
  } as unknown as IncomingMessage;
}

describe("the client's address", () => {
  it.each([
    // peer, X-Forwarded-For, client
    ['198.51.100.7', undefined, '198.51.100.7'],
    ['198.51.100.7', '192.0.2.1', '198.51.100.7'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['::ffff:127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['127.0.0.1', '192.0.2.66, 192.0.2.1', '192.0.2.1'],
    ['127.0.0.1', '192.0.2.66, 192.0.2.1, 10.1.2.3,2001:db8::5', '192.0.2.1'],
    ['127.0.0.1', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['127.0.0.1', '192.0.2.1:5678', '192.0.2.1'],
    ['127.0.0.1', '192.0.2.1, 10.1.2.3:5678', '192.0.2.1'],
    ['127.0.0.1', '[2001:DB9::1]:443', '2001:db9::1'],
    ['127.0.0.1', '::ffff:192.0.2.1', '192.0.2.1'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', '192.0.2.66, <script>, 10.0.0.9', '10.0.0.9'],
    ['2001:db8::1', '2001:db9:0:0::1', '2001:db9::1'],
    ['2001:db9::1', '192.0.2.1', '2001:db9::1'],
    ['::ffff:198.51.100.7', undefined, '198.51.100.7'],
    ['fe80::1%eth0', undefined, 'fe80::1'],
    [undefined, '192.0.2.1', 'unknown'],
  ])('of peer %s, forwarded for %j, is %s', (peer, forwarded, client) => {
    expect(clientAddress(request(peer, forwarded), trustProxies(PROXIES))).toBe(client);
  });

  it.each(['192.0.2.1', '127.0.0.1, 192.0.2.1', undefined])(
    "is the peer's when no proxy is trusted, forwarded for %j",
    (forwarded) => {
      expect(clientAddress(request('127.0.0.1', forwarded), trustProxies([]))).toBe('127.0.0.1');
    },
  );

  it('is no text that somebody made up, whatever the header says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (forwarded) => {
        const address = clientAddress(request('127.0.0.1', forwarded), trustProxies(['0.0.0.0/0']));
        return isIP(address) > 0;
      }),
    );
  });
});

describe('a trusted network', () => {
  it.each([
    ['0.0.0.0/0', '198.51.100.7', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '198.51.100.7', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['10.1.2.3/8', '11.0.0.1', false],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['127.0.0.1', 'localhost', false],
  ])('%s holds %s: %s', (network, address, held) => {
    expect(trustProxies([network])(address)).toBe(held);
  });
});

describe('what Fastify says of a request', () => {
  async function told(trustedProxies: readonly string[], forwarded: string) {
    const http = createHttpAdapter({ trustedProxies }).getInstance();
    http.get('/', ({ ip, clientAddress: address, protocol, host }) => ({
      ip,
      address,
      protocol,
      host,
    }));
    const headers = {
      host: 'mcm.example',
      'x-forwarded-for': forwarded,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
    };
    const answer = await http.inject({ url: '/', remoteAddress: '10.0.0.1', headers });
    return answer.json<Record<string, string>>();
  }

  it('does not change for what a stranger says', async () => {
    expect(await told(['10.0.0.2'], '192.0.2.1')).toEqual({
      ...{ ip: '10.0.0.1', address: '10.0.0.1', protocol: 'http', host: 'mcm.example' },
    });
    expect(await told([], '192.0.2.1')).toEqual(await told(['10.0.0.2'], '192.0.2.1'));
  });

  it('is what a trusted proxy says', async () => {
    expect(await told(['10.0.0.1'], '192.0.2.66, 192.0.2.1')).toMatchObject({
      ...{ ip: '192.0.2.1', address: '192.0.2.1', protocol: 'https' },
    });
  });

  it('agrees with us on who the client is', async () => {
    const hop = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom('10.0.0.2', '10.1.1.1', '2001:db8::1'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hop, { maxLength: 4 }), async (hops) => {
        const { ip = '', address } = await told(PROXIES, hops.join(', '));
        const trust = trustProxies([]);
        expect(address).toBe(clientAddress(request(ip), trust));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what failures are counted by', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8:0:0:1::', '2001:db8::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
    ['::1', '::/64'],
    ['::', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('is, of %s, %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });

  it('is the same for all addresses of a /64, and for no other', () => {
    const groups = (count: number) =>
      fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: count, maxLength: count });
    const written = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':');
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), groups(4), (network, other, one, two) => {
        const source = sourceOf(written([...network, ...one]));
        fc.pre(source.endsWith('/64')); // ::ffff:0:0/96 is IPv4
        expect(sourceOf(written([...network, ...two]).toUpperCase())).toBe(source);
        const same = written(network) === written(other);
        expect(sourceOf(written([...other, ...one])) === source).toBe(same);
      }),
    );
  });

  it('is there for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.ipV6().map((ip) => `${ip}:`),
      fc.ipV6(),
    );
    fc.assert(fc.property(text, (address) => typeof sourceOf(address) === 'string'));
  });
});
