import type {
  DynsecAclModel,
  DynsecClientModel,
  DynsecDocument,
  DynsecGroupModel,
  DynsecModel,
  DynsecRoleModel,
  DynsecRoleOf,
} from './document.js';
import { byName, orderedAcls, orderedUses } from './dynsec-order.js';

/** The document with another state; passwords of clients that are gone are forgotten. */
export function withState(document: DynsecDocument, state: DynsecModel): DynsecDocument {
  const there = new Set(state.clients.map(({ username }) => username));
  const newPasswords = document.newPasswords.filter(({ username }) => there.has(username));
  return { ...document, state, newPasswords };
}

export function withClients(state: DynsecModel, added: readonly DynsecClientModel[]): DynsecModel {
  return {
    ...state,
    clients: byName([...state.clients, ...added], ({ username }) => username),
  };
}

/** Where `change` answers nothing, the client goes, also from its groups. */
export function withClient(
  state: DynsecModel,
  username: string,
  change: (client: DynsecClientModel) => DynsecClientModel | undefined,
): DynsecModel {
  const clients = replaced(state.clients, (one) => one.username === username, change);
  if (clients.length === state.clients.length) return { ...state, clients };
  const groups = state.groups.map((group) => {
    const members = group.clients.filter((one) => one.username !== username);
    return members.length === group.clients.length ? group : { ...group, clients: members };
  });
  return { ...state, clients, groups };
}

export function withRole(state: DynsecModel, role: DynsecRoleModel): DynsecModel {
  return withRoles(state, [role]);
}

/** These roles in addition, or in the place of those with their names. */
export function withRoles(state: DynsecModel, added: readonly DynsecRoleModel[]): DynsecModel {
  const made = added.map((role) => ({ ...role, acls: orderedAcls(role.acls) }));
  return { ...state, roles: byName([...made, ...state.roles], ({ rolename }) => rolename) };
}

/** Whoever has the role has it no more. */
export function withoutRole(state: DynsecModel, rolename: string): DynsecModel {
  const roles = state.roles.filter((one) => one.rolename !== rolename);
  return withUses(
    { ...state, roles },
    (one) => one.rolename === rolename,
    () => undefined,
  );
}

/** Everybody who has the role has it by its new name. */
export function renamedRole(state: DynsecModel, from: string, to: string): DynsecModel {
  const renamed = state.roles.map((role) =>
    role.rolename === from ? { ...role, rolename: to } : role,
  );
  const roles = byName(renamed, ({ rolename }) => rolename);
  return withUses(
    { ...state, roles },
    (one) => one.rolename === from,
    (use) => ({ ...use, rolename: to }),
  );
}

/** Everybody's uses of a role changed, or taken away. */
function withUses(
  state: DynsecModel,
  isMeant: (use: DynsecRoleOf) => boolean,
  change: (use: DynsecRoleOf) => DynsecRoleOf | undefined,
): DynsecModel {
  const known = new Set(state.roles.map(({ rolename }) => rolename));
  const changed = <T extends DynsecClientModel | DynsecGroupModel>(one: T): T =>
    one.roles.some(isMeant)
      ? { ...one, roles: orderedUses(replaced(one.roles, isMeant, change), known) }
      : one;
  return { ...state, clients: state.clients.map(changed), groups: state.groups.map(changed) };
}

/** These uses of roles in addition. */
export function withMoreRoles(
  roles: readonly DynsecRoleOf[],
  more: readonly DynsecRoleOf[],
): readonly DynsecRoleOf[] {
  const all = [...roles, ...more];
  return orderedUses(all, new Set(all.map(({ rolename }) => rolename)));
}

export function isSameEntry(a: DynsecAclModel, b: DynsecAclModel): boolean {
  return isSamePlace(a, b) && a.priority === b.priority && a.allow === b.allow;
}

/** The same entries in the same order. */
export function isSameList(a: readonly DynsecAclModel[], b: readonly DynsecAclModel[]): boolean {
  return a.length === b.length && a.every((acl, at) => isSameAt(acl, b[at]));
}

function isSameAt(acl: DynsecAclModel, other: DynsecAclModel | undefined): boolean {
  return other !== undefined && isSameEntry(acl, other);
}

type Place = Pick<DynsecAclModel, 'acltype' | 'topic'>;

/** Where a role can have one entry only. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.acltype === b.acltype && a.topic === b.topic;
}

function replaced<T>(
  all: readonly T[],
  isMeant: (one: T) => boolean,
  change: (one: T) => T | undefined,
): readonly T[] {
  return all.flatMap((one) => (isMeant(one) ? (change(one) ?? []) : [one]));
}
