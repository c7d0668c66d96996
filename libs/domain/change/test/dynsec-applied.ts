import type { DynsecModel } from '../src/document.js';
import type { DynsecCommand } from '../src/dynsec-command.js';
import { ordered } from '../src/dynsec-order.js';

type Client = DynsecModel['clients'][number];
type Group = DynsecModel['groups'][number];
type Role = DynsecModel['roles'][number];

/** A command that the plugin would answer with an error. */
class Refused extends Error {}

/** What Mosquitto 2.0.11 makes of its state by a command. Refuses what the plugin refuses. */
export function applied(model: DynsecModel, command: DynsecCommand): DynsecModel {
  return ordered(carriedOut(model, command));
}

function carriedOut(model: DynsecModel, command: DynsecCommand): DynsecModel {
  switch (command.command) {
    case 'createClient': {
      const { command: _, password: __, ...client } = command;
      absent(model.clients, (one) => one.username === client.username);
      return { ...model, clients: [...model.clients, { ...client, roles: [] }] };
    }
    case 'deleteClient': {
      const { username } = present(model.clients, (one) => one.username === command.username);
      const clients = model.clients.filter((one) => one.username !== username);
      return { ...outOfGroups(model, username), clients };
    }
    case 'enableClient':
    case 'disableClient':
      return withClient(model, command.username, (client) => ({
        ...client,
        disabled: command.command === 'disableClient',
      }));
    case 'setClientId':
      return withClient(model, command.username, ({ clientid: _, ...client }) =>
        command.clientid === '' ? client : { ...client, clientid: command.clientid },
      );
    case 'setClientPassword':
      return withClient(model, command.username, (client) => client);
    case 'modifyClient':
      return modifiedClient(model, command);
    case 'addClientRole':
    case 'removeClientRole':
    case 'addGroupClient':
    case 'removeGroupClient':
    case 'addGroupRole':
    case 'removeGroupRole':
      return withUse(model, command);
    case 'createGroup': {
      const { command: _, ...group } = command;
      absent(model.groups, (one) => one.groupname === group.groupname);
      return { ...model, groups: [...model.groups, { ...group, roles: [], clients: [] }] };
    }
    case 'modifyGroup':
      return withGroup(model, command.groupname, (group) => ({ ...group, ...texts(command) }));
    case 'deleteGroup': {
      present(model.groups, (one) => one.groupname === command.groupname);
      if (command.groupname === model.anonymousGroup) throw new Refused('crashes 2.0.11');
      const groups = model.groups.filter((one) => one.groupname !== command.groupname);
      return { ...model, groups };
    }
    case 'setAnonymousGroup':
      present(model.groups, (one) => one.groupname === command.groupname);
      return { ...model, anonymousGroup: command.groupname };
    case 'createRole': {
      const { command: _, acls = [], ...role } = command;
      absent(model.roles, (one) => one.rolename === role.rolename);
      return { ...model, roles: [...model.roles, { ...role, acls }] };
    }
    case 'deleteRole':
      present(model.roles, (one) => one.rolename === command.rolename);
      return {
        ...model,
        roles: model.roles.filter((one) => one.rolename !== command.rolename),
      };
    case 'modifyRole':
    case 'addRoleACL':
    case 'removeRoleACL':
      return withRole(model, command);
    case 'setDefaultACLAccess': {
      const changed = command.acls.map(({ acltype, allow }) => [acltype, allow] as const);
      const defaultACLAccess = { ...model.defaultACLAccess, ...Object.fromEntries(changed) };
      return { ...model, defaultACLAccess };
    }
    case 'getClient':
    case 'getGroup':
    case 'getRole':
    case 'listClients':
    case 'listGroups':
    case 'listRoles':
    case 'getDefaultACLAccess':
    case 'getAnonymousGroup':
    case 'getDetails':
      return model;
  }
}

type Of<Name extends DynsecCommand['command']> = Extract<DynsecCommand, { readonly command: Name }>;

function modifiedClient(model: DynsecModel, command: Of<'modifyClient'>): DynsecModel {
  const { username, roles, groups } = command;
  for (const { rolename } of roles ?? []) present(model.roles, (one) => one.rolename === rolename);
  const changed = withClient(model, username, (client) => ({
    ...client,
    ...texts(command),
    ...(roles && { roles }),
  }));
  if (groups === undefined) return changed;
  return groups.reduce(
    (state, group) => withUse(state, { command: 'addGroupClient', username, ...group }),
    outOfGroups(changed, username),
  );
}

function withUse(
  model: DynsecModel,
  command: Of<
    | 'addClientRole'
    | 'removeClientRole'
    | 'addGroupClient'
    | 'removeGroupClient'
    | 'addGroupRole'
    | 'removeGroupRole'
  >,
): DynsecModel {
  switch (command.command) {
    case 'addClientRole':
      return withClient(model, command.username, (client) => withoutRole(model, client, command));
    case 'addGroupRole':
      return withGroup(model, command.groupname, (group) => withoutRole(model, group, command));
    case 'removeClientRole':
      return withClient(model, command.username, (one) => takenFrom(model, one, command.rolename));
    case 'removeGroupRole':
      return withGroup(model, command.groupname, (one) => takenFrom(model, one, command.rolename));
    case 'addGroupClient':
      present(model.clients, (one) => one.username === command.username);
      return withGroup(model, command.groupname, (group) => {
        absent(group.clients, (one) => one.username === command.username);
        const { username, priority = -1 } = command;
        return { ...group, clients: [...group.clients, { username, priority }] };
      });
    case 'removeGroupClient':
      present(model.clients, (one) => one.username === command.username);
      return withGroup(model, command.groupname, (group) => ({
        ...group,
        clients: group.clients.filter((one) => one.username !== command.username),
      }));
  }
}

function withoutRole<T extends Client | Group>(
  model: DynsecModel,
  holder: T,
  { rolename, priority = -1 }: { readonly rolename: string; readonly priority?: number },
): T {
  present(model.roles, (one) => one.rolename === rolename);
  absent(holder.roles, (one) => one.rolename === rolename);
  return { ...holder, roles: [...holder.roles, { rolename, priority }] };
}

function takenFrom<T extends Client | Group>(model: DynsecModel, holder: T, rolename: string): T {
  present(model.roles, (one) => one.rolename === rolename);
  return { ...holder, roles: holder.roles.filter((one) => one.rolename !== rolename) };
}

function withRole(
  model: DynsecModel,
  command: Of<'modifyRole' | 'addRoleACL' | 'removeRoleACL'>,
): DynsecModel {
  const role = present(model.roles, (one) => one.rolename === command.rolename);
  return { ...model, roles: model.roles.map((one) => (one === role ? changed(role) : one)) };

  function changed(before: Role): Role {
    if (command.command === 'modifyRole') {
      const { allowwildcardsubs = before.allowwildcardsubs, acls = before.acls } = command;
      const flag = allowwildcardsubs === undefined ? {} : { allowwildcardsubs };
      return { ...before, ...texts(command), ...flag, acls };
    }
    const isIt = (one: Role['acls'][number]) =>
      one.acltype === command.acltype && one.topic === command.topic;
    if (command.command === 'removeRoleACL') {
      const gone = present(before.acls, isIt);
      return { ...before, acls: before.acls.filter((one) => one !== gone) };
    }
    absent(before.acls, isIt);
    const { acltype, topic, priority, allow } = command;
    return { ...before, acls: [...before.acls, { acltype, topic, priority, allow }] };
  }
}

function texts(command: { readonly textname?: string; readonly textdescription?: string }) {
  const { textname, textdescription } = command;
  return {
    ...(textname === undefined ? {} : { textname }),
    ...(textdescription === undefined ? {} : { textdescription }),
  };
}

function withClient(model: DynsecModel, username: string, change: (one: Client) => Client) {
  const client = present(model.clients, (one) => one.username === username);
  return { ...model, clients: model.clients.map((one) => (one === client ? change(one) : one)) };
}

function withGroup(model: DynsecModel, groupname: string, change: (one: Group) => Group) {
  const group = present(model.groups, (one) => one.groupname === groupname);
  return { ...model, groups: model.groups.map((one) => (one === group ? change(one) : one)) };
}

function outOfGroups(model: DynsecModel, username: string): DynsecModel {
  const groups = model.groups.map((group) => ({
    ...group,
    clients: group.clients.filter((one) => one.username !== username),
  }));
  return { ...model, groups };
}

function present<T>(all: readonly T[], isIt: (one: T) => boolean): T {
  const found = all.find(isIt);
  if (found === undefined) throw new Refused('not found');
  return found;
}

function absent<T>(all: readonly T[], isIt: (one: T) => boolean): void {
  if (all.some(isIt)) throw new Refused('already exists');
}
