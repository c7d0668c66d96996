import { isIPv4, isIPv6 } from 'node:net';

/** A block of IP addresses; a single address is a block of its own. */
export interface Network {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  /** How many bits of the address count. */
  readonly prefix: number;
}

/** `10.0.0.0/8`, `2001:db8::/32` or a single address; `undefined` for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [, written = '', bits] = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = canonicalAddress(written);
  if (address === undefined) return undefined;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8; a shorter one would leave the block of mapped addresses.
  const mapped = family === 'ipv4' && isIPv6(written) ? 96 : 0;
  const prefix = bits === undefined ? longest : Number(bits) - mapped;
  return prefix >= 0 && prefix <= longest ? { address, family, prefix } : undefined;
}

/**
 * The one spelling of an address: IPv6 as RFC 5952 wants it and without a zone, IPv4 as IPv4 also where a
 * dual-stack socket maps it (`::ffff:10.0.0.1`). `undefined` for what is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  if (!isIPv6(text)) return undefined;
  const [withoutZone = ''] = text.split('%', 1);
  // The serializer of URLs writes hexadecimal groups only, the longest run of zeros as ::
  const address = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const groups = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}
