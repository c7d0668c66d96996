import type { DynsecDocument, DynsecModel, DynsecRoleModel } from './document.js';
import { refuse, refuseRule } from './dynsec-checks.js';
import { byName, priorityIn } from './dynsec-order.js';
import {
  isSameEntry,
  isSamePlace,
  withClient,
  withMoreRoles,
  withoutRole,
  withRole,
  withRoles,
  withState,
} from './dynsec-parts.js';
import {
  ALL_USERS,
  ALL_USERS_PRIORITY,
  ANONYMOUS,
  OWN_PRIORITY,
  ownRole,
  RolePlaces,
} from './dynsec-places.js';
import { refuseSecond, visibleRole } from './dynsec-role-edits.js';
import { aclsOf, ruleKey, rulesIn } from './dynsec-rules.js';
import { refuseUnknown } from './dynsec-user-edits.js';
import type { RoleRule, RulePrincipal, RuleSpec } from './view.js';

export function withRule(document: DynsecDocument, spec: RuleSpec): DynsecDocument {
  refuseRule(spec);
  const { state, role } = placeFor(document, spec.principal);
  return withState(document, withRole(state, withEntries(role, spec)));
}

/** The same for many rules for users alone, at once. The rule that is refused is the one that was asked for last. */
export function withOwnRules(document: DynsecDocument, rules: Iterable<RuleSpec>): DynsecDocument {
  const { state } = document;
  const places = new RolePlaces(state);
  const usernames = new Set(state.clients.map(({ username }) => username));
  const changed = new Map<string, DynsecRoleModel>();
  for (const spec of rules) {
    refuseRule(spec);
    const username = 'name' in spec.principal ? spec.principal.name : '';
    if (!usernames.has(username)) refuseUnknown(document, username, '/principal');
    const rolename = ownRole(username);
    const there = ruleHolder(places, rolename, 'user') ?? { rolename, acls: [] };
    changed.set(rolename, withEntries(changed.get(rolename) ?? there, spec));
  }
  const clients = state.clients.map((client) => {
    const role = ownRole(client.username);
    const isNew = changed.has(role) && places.role(role) === undefined;
    return isNew ? withUse(client, role, OWN_PRIORITY) : client;
  });
  return withState(document, withRoles({ ...state, clients }, [...changed.values()]));
}

/** What holds nothing but rules goes with the last of them. */
export function withoutRule(document: DynsecDocument, key: string): DynsecDocument {
  const { state } = document;
  const { role, rule, principal } = ruleBy(state, key);
  const acls = withoutEntries(role, rule);
  const isEmpty = acls.length === 0 && principal.type !== 'role';
  return withState(
    document,
    isEmpty ? withoutRole(state, role.rolename) : withRole(state, { ...role, acls }),
  );
}

/** Entries that stay as they are keep their places. */
export function withChangedRule(
  document: DynsecDocument,
  key: string,
  spec: RuleSpec,
): DynsecDocument {
  const { role, rule, principal } = ruleBy(document.state, key);
  if (ruleKey(spec.principal, spec) !== key) refuseRule(spec);
  if (!isSame(principal, spec.principal)) return withRule(withoutRule(document, key), spec);
  const said = aclsOf(spec);
  const others = new Set(withoutEntries(role, rule));
  const acls = role.acls.filter(
    (acl) => others.has(acl) || said.some((other) => isSameEntry(acl, other)),
  );
  return withState(document, withRole(document.state, withEntries({ ...role, acls }, spec, key)));
}

function ruleBy(state: DynsecModel, key: string) {
  const places = new RolePlaces(state);
  for (const role of state.roles) {
    const principal = places.principalOf(role.rolename);
    const rule = rulesIn(role.acls).find((one) => ruleKey(principal, one) === key);
    if (rule !== undefined) return { role, rule, principal };
  }
  return refuse('rule-not-found', 'There is no such rule. It may have been changed since.');
}

function withoutEntries({ acls }: DynsecRoleModel, rule: RoleRule) {
  const said = aclsOf(rule);
  return acls.filter((acl) => !said.some((other) => isSameEntry(acl, other)));
}

/** The role with what the rule says; `key` is that of the rule that it takes the place of. */
function withEntries(role: DynsecRoleModel, rule: RoleRule, key?: string): DynsecRoleModel {
  const added = aclsOf(rule).filter((acl) => {
    const other = role.acls.find((one) => isSamePlace(one, acl));
    if (other === undefined) return true;
    if (!isSameEntry(other, acl)) refuseSecond(acl, other, '/topicFilter');
    return false;
  });
  if (added.length === 0 && key === undefined) {
    refuse('name-taken', 'There is such a rule already.', '/topicFilter');
  }
  return { ...role, acls: [...role.acls, ...added] };
}

function isSame(a: RulePrincipal, b: RulePrincipal): boolean {
  return a.type === b.type && ('name' in a ? a.name : '') === ('name' in b ? b.name : '');
}

interface Place {
  readonly state: DynsecModel;
  /** The role that holds the rules; it may not be in the state yet. */
  readonly role: DynsecRoleModel;
}

/** Where the rules for somebody stand; made where there is no such place. */
function placeFor(document: DynsecDocument, principal: RulePrincipal): Place {
  const { state } = document;
  switch (principal.type) {
    case 'role':
      return { state, role: visibleRole(document, principal.name, '/principal') };
    case 'user':
      refuseUnknown(document, principal.name, '/principal');
      return place(state, ownRole(principal.name), principal, (made, role) =>
        withClient(made, principal.name, (client) => withUse(client, role, OWN_PRIORITY)),
      );
    case 'all':
      return place(state, ALL_USERS, principal, (made, role) => ({
        ...made,
        clients: made.clients.map((client) => withUse(client, role, ALL_USERS_PRIORITY)),
      }));
    case 'anonymous':
      return place(state, ANONYMOUS, principal, withAnonymous);
  }
}

function place(
  state: DynsecModel,
  rolename: string,
  principal: RulePrincipal,
  give: (state: DynsecModel, rolename: string) => DynsecModel,
): Place {
  const role = ruleHolder(new RolePlaces(state), rolename, principal.type);
  if (role !== undefined) return { state, role };
  const made = { rolename, acls: [] };
  return { state: give(withRole(state, made), rolename), role: made };
}

/** The role of this name, if there is one: it has to be for exactly these clients. */
function ruleHolder(
  places: RolePlaces,
  rolename: string,
  type: RulePrincipal['type'],
): DynsecRoleModel | undefined {
  const role = places.role(rolename);
  if (role !== undefined && places.principalOf(rolename).type !== type) {
    const message = `MCM keeps these rules in a role ${rolename}, but there is one that not exactly these clients have. Make it a rule of that role, or change who has the role.`;
    refuse('name-taken', message, '/principal');
  }
  return role;
}

function withUse<T extends DynsecModel['clients'][number] | DynsecModel['groups'][number]>(
  holder: T,
  rolename: string,
  priority?: number,
): T {
  return { ...holder, roles: withMoreRoles(holder.roles, [{ rolename, ...priorityIn(priority) }]) };
}

function withAnonymous(state: DynsecModel, rolename: string): DynsecModel {
  const { anonymousGroup, groups } = state;
  const group = groups.find(({ groupname }) => groupname === (anonymousGroup ?? ANONYMOUS));
  if (anonymousGroup === undefined) {
    if (group !== undefined) {
      const message = `MCM would make a group ${ANONYMOUS} for clients without a name, but there is one that is not for them. Make it the anonymous group, or delete it.`;
      refuse('name-taken', message, '/principal');
    }
    const made = withUse({ groupname: ANONYMOUS, roles: [], clients: [] }, rolename);
    return { ...withGroup(state, made), anonymousGroup: ANONYMOUS };
  }
  if (group === undefined || group.clients.length > 0) {
    const message = `The anonymous group ${anonymousGroup} has members, who would get the rule, too. Take them out of it first.`;
    return refuse('not-supported', message, '/principal');
  }
  return withGroup(state, withUse(group, rolename));
}

function withGroup(state: DynsecModel, group: DynsecModel['groups'][number]): DynsecModel {
  const others = state.groups.filter(({ groupname }) => groupname !== group.groupname);
  return { ...state, groups: byName([...others, group], ({ groupname }) => groupname) };
}
