import type { BrokerVersion, DynsecRole, DynsecState } from '#domain/mosquitto';
import { heldRoles } from './dynsec-roles.js';
import type { Patience } from './lint-filter-set.js';

/** Of the roles before another one, only so many are looked at. */
const MOST_EARLIER = 32;

type Earlier = ReadonlyMap<DynsecRole, readonly DynsecRole[]>;

/** For each role, others that are asked before it whoever has it. Roles that nobody has are left out. */
export function earlierRoles(
  state: DynsecState,
  broker: BrokerVersion,
  patience: Patience,
): Earlier {
  const earlier = new Map<DynsecRole, readonly DynsecRole[]>();
  for (const { username, roles } of differentHolders(state)) {
    // They are sorted. What is certain is so only when all who have a role were looked at.
    if (!patience.spend(roles * (8 + 8 * Math.log2(roles + 1)))) return new Map();
    const client = { clientId: '', ...(username === undefined ? {} : { username }) };
    const held = (heldRoles(state, client, broker) ?? []).map(({ role }) => role);
    const order = [...new Set(held)];
    const places = new Map(order.map((role, place) => [role, place]));
    for (const [place, role] of order.entries()) {
      const before = earlier.get(role);
      const certain =
        before?.filter((other) => (places.get(other) ?? Infinity) < place) ??
        order.slice(0, Math.min(place, MOST_EARLIER));
      earlier.set(role, certain);
      if (!patience.spend(MOST_EARLIER)) return new Map();
    }
  }
  return earlier;
}

/** Somebody who has roles, anonymous clients without a name, and how many they are at most. */
interface Holder {
  readonly username?: string;
  readonly roles: number;
}

/** One of all clients that have the same roles and groups. */
function differentHolders({ clients, groups, anonymousGroup }: DynsecState): readonly Holder[] {
  const known = new Map<string, { roles: number; key: string }>();
  for (const { username, roles } of clients) {
    const one = known.get(username) ?? { roles: 0, key: '' };
    one.roles += roles.length;
    one.key += JSON.stringify(roles);
    known.set(username, one);
  }
  for (const [index, group] of groups.entries()) {
    for (const { username, priority } of group.clients) {
      const one = known.get(username);
      if (one === undefined) continue;
      one.roles += group.roles.length;
      one.key += ` ${index} ${priority}`;
    }
  }
  const holders = new Map<string, Holder>();
  for (const [username, { roles, key }] of known) holders.set(key, { username, roles });
  const anonymous = groups.filter(({ name }) => name === anonymousGroup);
  return [
    ...holders.values(),
    { roles: anonymous.reduce((sum, { roles }) => sum + roles.length, 0) },
  ];
}
