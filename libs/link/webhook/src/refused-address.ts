import { BlockList, isIP } from 'node:net';

/** Why nothing is sent to an address; the words follow "a". */
type Refusal =
  | 'loopback address'
  | 'link-local address'
  | 'address of a cloud’s metadata'
  | 'address that means any'
  | 'multicast or broadcast address'
  | 'address of one family inside another';

type Net = readonly [net: string, prefix: number];

/** In this order: the metadata addresses are link-local ones, and stay refused where those are allowed. */
const REFUSED: readonly (readonly [Refusal, readonly Net[]])[] = [
  [
    'address of a cloud’s metadata',
    [
      ['169.254.169.254', 32], // most clouds
      ['169.254.170.2', 32], // credentials of containers
      ['100.100.100.200', 32],
      ['168.63.129.16', 32],
      ['192.0.0.192', 32],
      ['fd00:ec2::254', 128],
      ['fd20:ce::254', 128],
    ],
  ],
  // To connect to it is to connect to this machine.
  [
    'address that means any',
    [
      ['0.0.0.0', 8],
      ['::', 128],
    ],
  ],
  [
    'loopback address',
    [
      ['127.0.0.0', 8],
      ['::1', 128],
    ],
  ],
  [
    'link-local address',
    [
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ],
  ],
  [
    'multicast or broadcast address',
    [
      ['224.0.0.0', 4],
      ['255.255.255.255', 32],
      ['ff00::', 8],
    ],
  ],
  // Mapped, compatible, translated (RFC 6052, RFC 8215), tunnelled (6to4, Teredo): they lead where the one inside says.
  [
    'address of one family inside another',
    [
      ['::ffff:0:0', 96],
      ['::', 96],
      ['::ffff:0:0:0', 96],
      ['64:ff9b::', 96],
      ['64:ff9b:1::', 48],
      ['2002::', 16],
      ['2001::', 32],
    ],
  ],
];

type Family = 'ipv4' | 'ipv6';

/** One of each family: Node's own would take ::ffff:1.2.3.4 for 1.2.3.4, and 1.2.3.4 for the former. */
const LISTS = REFUSED.map(([refusal, nets]) => ({
  refusal,
  ipv4: listOf(nets, 'ipv4'),
  ipv6: listOf(nets, 'ipv6'),
}));

/**
 * Why nothing may be sent to this IP address; nothing when it may. Private networks may be sent to: a plant is
 * one. `allowLoopback` lets loopback and link-local addresses through, nothing else.
 */
export function refusedAddress(address: string, allowLoopback: boolean): Refusal | undefined {
  const [plain = ''] = address.split('%', 1);
  const family = familyOf(plain);
  const found = LISTS.find((list) => list[family].check(plain, family))?.refusal;
  const lifted = found === 'loopback address' || found === 'link-local address';
  return allowLoopback && lifted ? undefined : found;
}

function listOf(nets: readonly Net[], family: Family): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of nets) {
    if (familyOf(net) === family) list.addSubnet(net, prefix, family);
  }
  return list;
}

function familyOf(address: string): Family {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
