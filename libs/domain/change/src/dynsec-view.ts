import type { DynsecDocument } from './document.js';
import { RolePlaces } from './dynsec-places.js';
import { ruleKey, rulesIn } from './dynsec-rules.js';
import type { AclRule, MqttRole, MqttUser } from './view.js';

/** The clients of the plugin, by name. Whether one has a password the plugin does not tell. */
export function dynsecUsers({ state }: DynsecDocument): readonly MqttUser[] {
  const places = new RolePlaces(state);
  const memberships = groupsByClient(state);
  return state.clients.map(({ username, clientid, disabled = false, roles }) => {
    const names = roles.map(({ rolename }) => rolename);
    const own = names.find((name) => places.principalOf(name).type === 'user');
    const visible = names.filter((name) => places.visibleRole(name) !== undefined);
    return {
      ...{ username, disabled },
      roles: visible.sort(),
      groups: memberships.get(username) ?? [],
      ...(clientid === undefined ? {} : { clientId: clientid }),
      rules: own === undefined ? 0 : rulesIn(places.role(own)?.acls ?? []).length,
    };
  });
}

/** The roles that are not merely the place of somebody's own rules, by name. */
export function dynsecRoles({ state }: DynsecDocument): readonly MqttRole[] {
  const places = new RolePlaces(state);
  return state.roles.flatMap(({ rolename, textdescription, acls }) => {
    if (places.visibleRole(rolename) === undefined) return [];
    const { clients, groups } = places.holders(rolename);
    return [
      {
        name: rolename,
        ...(textdescription === undefined ? {} : { description: textdescription }),
        rules: rulesIn(acls),
        ...{ users: clients, groups },
      },
    ];
  });
}

/** What the entries of all roles say, those of roles for people included. */
export function dynsecRules({ state }: DynsecDocument): readonly AclRule[] {
  const places = new RolePlaces(state);
  return state.roles.flatMap(({ rolename, acls }) => {
    const principal = places.principalOf(rolename);
    return rulesIn(acls).map((rule) => ({ principal, ...rule, key: ruleKey(principal, rule) }));
  });
}

function groupsByClient({ groups }: DynsecDocument['state']): ReadonlyMap<string, string[]> {
  const memberships = new Map<string, string[]>();
  for (const { groupname, clients } of groups) {
    for (const { username } of clients) {
      const known = memberships.get(username);
      if (known === undefined) memberships.set(username, [groupname]);
      else known.push(groupname);
    }
  }
  return memberships;
}
