import proxyAddr from '@fastify/proxy-addr';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress, parseNetwork } from '../config/network.js';

/** Whether an address is a proxy whose word is taken for who stands behind it. */
export type Trust = (address: string) => boolean;

const UNKNOWN = 'unknown';
const GROUPS = 8;

/** Trusts the addresses and blocks of `http.trusted_proxies`, and nobody else. */
export function trustProxies(proxies: readonly string[]): Trust {
  // Apart, since Node's list finds IPv4 addresses in ::/0 as well.
  const trusted = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { address, family, prefix } of proxies.flatMap((text) => parseNetwork(text) ?? []))
    trusted[family].addSubnet(address, prefix, family);
  return (hop) => {
    const address = addressOf(hop);
    if (address === undefined) return false;
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    return trusted[family].check(address, family);
  };
}

/**
 * Who asks: the peer or, where the peer is a trusted proxy, the nearest in `X-Forwarded-For` that is none,
 * from the right. Fastify's `request.ip` walks the same way; this one has a single spelling
 * ({@link canonicalAddress}) and never is a text that somebody made up.
 */
export function clientAddress(request: IncomingMessage, trust: Trust): string {
  const hops = proxyAddr.all(request, trust).map(addressOf);
  // Where a trusted proxy passes on what is no address, all we know is that proxy.
  return hops.findLast((address) => address !== undefined) ?? UNKNOWN;
}

/**
 * What failures are counted by: an IPv4 address itself, of an IPv6 address its /64, since whoever has one
 * address of that has them all.
 */
export function sourceOf(address: string): string {
  const canonical = canonicalAddress(address);
  if (canonical === undefined || !isIPv6(canonical)) return canonical ?? address;
  const [head = '', tail] = canonical.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const known = [...(before ?? []), ...(after ?? [])].length;
  const zeros = Array.from({ length: GROUPS - known }, () => '0');
  const network = [...(before ?? []), ...zeros, ...(after ?? [])].slice(0, GROUPS / 2);
  return `${canonicalAddress(`${network.join(':')}::`) ?? ''}/64`;
}

/** The address of a hop, which some proxies write with a port. `undefined` of a socket that is gone. */
function addressOf(hop: string | undefined): string | undefined {
  const [, v4, v6] = /^(?:([\d.]+):\d{1,5}|\[([^\]]*)\](?::\d{1,5})?)$/.exec(hop ?? '') ?? [];
  return canonicalAddress(v4 ?? v6 ?? hop ?? '');
}
