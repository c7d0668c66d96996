import { ACL_TYPES, bytesOf, type AclType } from '#domain/mosquitto';
import type {
  DynsecAclModel,
  DynsecClientModel,
  DynsecGroupModel,
  DynsecModel,
  DynsecRoleModel,
  DynsecRoleOf,
} from './document.js';

/** Where the plugin takes this one, it does not write it. */
export const USUAL_PRIORITY = -1;

/**
 * The state in the order in which the plugin itself tells it, so that equal states look equal: everything by name,
 * roles of somebody by priority, entries of a role by type and priority. Without what the plugin has forgotten when it
 * has read it: second definitions of a name, uses of what is not defined, texts that are empty.
 */
export function ordered(model: DynsecModel): DynsecModel {
  const roles = byName(model.roles, ({ rolename }) => rolename).map(orderedRole);
  const clients = byName(model.clients, ({ username }) => username);
  const roleNames = new Set(roles.map(({ rolename }) => rolename));
  const usernames = new Set(clients.map(({ username }) => username));
  const groups = byName(model.groups, ({ groupname }) => groupname).map((group) =>
    orderedGroup(group, roleNames, usernames),
  );
  const { anonymousGroup } = model;
  const isThere = groups.some(({ groupname }) => groupname === anonymousGroup);
  return {
    clients: clients.map((client) => orderedClient(client, roleNames)),
    ...{ groups, roles },
    ...(anonymousGroup !== undefined && isThere ? { anonymousGroup } : {}),
    defaultACLAccess: model.defaultACLAccess,
  };
}

function orderedRole(role: DynsecRoleModel): DynsecRoleModel {
  const { rolename, allowwildcardsubs = true, acls } = role;
  return {
    rolename,
    ...textsOf(role),
    ...(allowwildcardsubs ? {} : { allowwildcardsubs }),
    acls: orderedAcls(acls),
  };
}

function orderedClient(client: DynsecClientModel, roles: ReadonlySet<string>): DynsecClientModel {
  const { username, clientid, disabled = false } = client;
  return {
    username,
    ...(clientid === undefined ? {} : { clientid }),
    ...textsOf(client),
    ...(disabled ? { disabled } : {}),
    roles: orderedUses(client.roles, roles),
  };
}

function orderedGroup(
  group: DynsecGroupModel,
  roles: ReadonlySet<string>,
  usernames: ReadonlySet<string>,
): DynsecGroupModel {
  const known = group.clients.filter(({ username }) => usernames.has(username));
  return {
    groupname: group.groupname,
    ...textsOf(group),
    roles: orderedUses(group.roles, roles),
    clients: byName(known, ({ username }) => username).map(({ username, priority }) => ({
      username,
      ...priorityIn(priority),
    })),
  };
}

/** The roles of somebody, the highest priority first; of equal ones by name. */
export function orderedUses(
  uses: readonly DynsecRoleOf[],
  known: ReadonlySet<string>,
): readonly DynsecRoleOf[] {
  const named = byName(
    uses.filter(({ rolename }) => known.has(rolename)),
    ({ rolename }) => rolename,
  );
  return named
    .map(({ rolename, priority }) => ({ rolename, ...priorityIn(priority) }))
    .sort((a, b) => priorityOf(b) - priorityOf(a));
}

/** The entries of a role by type, the highest priority first; of equal ones as they are. */
export function orderedAcls(acls: readonly DynsecAclModel[]): readonly DynsecAclModel[] {
  return acls
    .map((acl, at) => ({ acl, at, type: TYPE_ORDER.get(acl.acltype) ?? ACL_TYPES.length }))
    .sort((a, b) => a.type - b.type || b.acl.priority - a.acl.priority || a.at - b.at)
    .map(({ acl: { acltype, topic, priority, allow } }) => ({ acltype, topic, priority, allow }));
}

const TYPE_ORDER: ReadonlyMap<string, number> = new Map(
  ACL_TYPES.map((type: AclType, at) => [type, at]),
);

export function priorityOf({ priority }: { readonly priority?: number | undefined }): number {
  return priority ?? USUAL_PRIORITY;
}

export function priorityIn(priority: number | undefined): { readonly priority?: number } {
  return priority === undefined || priority === USUAL_PRIORITY ? {} : { priority };
}

/** `textname` and `textdescription`, where they say something. */
export function textsOf({
  textname = '',
  textdescription = '',
}: {
  readonly textname?: string | undefined;
  readonly textdescription?: string | undefined;
}): { readonly textname?: string; readonly textdescription?: string } {
  return {
    ...(textname === '' ? {} : { textname }),
    ...(textdescription === '' ? {} : { textdescription }),
  };
}

/** By the bytes of their names, as C's `strcmp` does; of several with one name, the first. */
export function byName<T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(nameOf(one))) first.set(nameOf(one), one);
  return [...first]
    .map(([name, one]) => ({ key: byteKey(name), one }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one);
}

/** A text whose units are the bytes of the name: comparing bytes each time would take long. */
function byteKey(name: string): string {
  if (ASCII.test(name)) return name;
  return Array.from(bytesOf(name), (byte) => String.fromCharCode(byte)).join('');
}

const ASCII = /^\p{ASCII}*$/u;
