import { textIn, wordsOf } from './conf-words.js';

/** A bridge while its lines are read. */
export interface Bridge {
  readonly name: string;
  /** By the option's name; of those that have two, the longer. */
  readonly values: Map<string, string>;
}

const FULL_NAMES: Readonly<Record<string, string>> = {
  addresses: 'address',
  clientid: 'remote_clientid',
  password: 'remote_password',
  username: 'remote_username',
};
const CERTIFICATE = ['bridge_cafile', 'bridge_capath', 'bridge_certfile', 'bridge_keyfile'];
const SHARED_KEY = ['bridge_identity', 'bridge_psk'];

export function newBridge(rest: string): Bridge {
  return { name: wordsOf(rest)[0]?.text ?? '', values: new Map() };
}

/** One name for each option that has two. */
export function fullName(name: string): string {
  return FULL_NAMES[name] ?? name;
}

/** Takes in an option, or says why the broker does not. */
export function addToBridge(bridge: Bridge, name: string, rest: string): string | undefined {
  const full = fullName(name);
  if (full === 'address' && bridge.values.has(full))
    return 'A bridge has its addresses in one line.';
  const others = CERTIFICATE.includes(full)
    ? SHARED_KEY
    : SHARED_KEY.includes(full)
      ? CERTIFICATE
      : [];
  if (others.some((other) => bridge.values.has(other))) {
    return 'A bridge has either certificates or a shared key.';
  }
  bridge.values.set(full, textIn(rest)?.text ?? '');
  return undefined;
}

/** What the broker finds missing or wrong once it has read all lines, by the bridge. */
export function bridgeFaults(bridges: readonly Bridge[]): (readonly [Bridge, string])[] {
  const faults: (readonly [Bridge, string])[] = [];
  const ids = new Set<string>();
  for (const bridge of bridges) {
    const has = (name: string) => bridge.values.has(name);
    if (!has('address')) faults.push([bridge, 'The bridge has no address.']);
    if (!has('topic')) faults.push([bridge, 'The bridge has no topic.']);
    if (has('bridge_psk') !== has('bridge_identity')) {
      faults.push([bridge, 'A shared key of a bridge needs bridge_identity and bridge_psk.']);
    }
    const id = localId(bridge);
    if (ids.has(id)) faults.push([bridge, 'Another bridge has the same local client id.']);
    ids.add(id);
  }
  return faults;
}

/** The machine's name stands in an id that no line gives: its own for each bridge. */
function localId({ name, values }: Bridge): string {
  return values.get('local_clientid') ?? `local.${values.get('remote_clientid') ?? `\0.${name}`}`;
}
