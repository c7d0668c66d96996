import type { DynsecModel, DynsecRoleOf, DynsecTexts } from './document.js';
import type { DynsecCommand } from './dynsec-command.js';
import { orderedAcls, priorityOf } from './dynsec-order.js';
import { isSameEntry, isSameList, isSamePlace } from './dynsec-parts.js';

type Done = boolean | undefined;
type Client = DynsecModel['clients'][number];
type About<Name extends string> = Extract<DynsecCommand, Readonly<Record<Name, string>>>;

/**
 * Whether the state is as the command makes it: whether it was carried out, when its answer was lost. Nothing where no
 * state shows it, as for passwords and questions.
 */
export function isDone(model: DynsecModel, command: DynsecCommand): Done {
  if ('groupname' in command) return isDoneToGroup(model, command);
  if ('username' in command) return isDoneToClient(model, command);
  if ('rolename' in command) return isDoneToRole(model, command);
  if (command.command !== 'setDefaultACLAccess') return undefined;
  return command.acls.every(({ acltype, allow }) => model.defaultACLAccess[acltype] === allow);
}

function isDoneToClient(
  model: DynsecModel,
  command: Exclude<About<'username'>, About<'groupname'>>,
): Done {
  const client = model.clients.find(({ username }) => username === command.username);
  if (client === undefined) return command.command === 'deleteClient';
  switch (command.command) {
    case 'createClient':
      return true;
    case 'deleteClient':
      return false;
    case 'enableClient':
    case 'disableClient':
      return (client.disabled ?? false) === (command.command === 'disableClient');
    case 'setClientId':
      return client.clientid === (command.clientid === '' ? undefined : command.clientid);
    case 'modifyClient':
      return isModified(client, command, model);
    case 'addClientRole':
      return has(client.roles, command);
    case 'removeClientRole':
      return !client.roles.some(({ rolename }) => rolename === command.rolename);
    case 'setClientPassword':
    case 'getClient':
      return undefined;
  }
}

function isModified(
  client: Client,
  command: Extract<DynsecCommand, { readonly command: 'modifyClient' }>,
  model: DynsecModel,
): Done {
  const { username, roles, groups, textname, textdescription } = command;
  const shows = roles ?? groups ?? textname ?? textdescription;
  if (shows === undefined) return undefined;
  const own = model.groups.flatMap(({ groupname, clients }) =>
    clients
      .filter((member) => member.username === username)
      .map((member) => `${priorityOf(member)} ${groupname}`),
  );
  const wanted = groups?.map((use) => `${priorityOf(use)} ${use.groupname}`) ?? own;
  return (
    isSaid(client, command) &&
    (roles === undefined ||
      (roles.length === client.roles.length && roles.every((use) => has(client.roles, use)))) &&
    own.sort().join('\n') === wanted.sort().join('\n')
  );
}

function isDoneToGroup(model: DynsecModel, command: About<'groupname'>): Done {
  const group = model.groups.find(({ groupname }) => groupname === command.groupname);
  if (group === undefined) return command.command === 'deleteGroup';
  switch (command.command) {
    case 'createGroup':
      return true;
    case 'deleteGroup':
      return false;
    case 'modifyGroup':
      return isSaid(group, command);
    case 'setAnonymousGroup':
      return model.anonymousGroup === command.groupname;
    case 'addGroupClient':
    case 'removeGroupClient': {
      const isMember = group.clients.some(({ username }) => username === command.username);
      return isMember === (command.command === 'addGroupClient');
    }
    case 'addGroupRole':
      return has(group.roles, command);
    case 'removeGroupRole':
      return !group.roles.some(({ rolename }) => rolename === command.rolename);
    case 'getGroup':
      return undefined;
  }
}

function isDoneToRole(
  model: DynsecModel,
  command: Exclude<About<'rolename'>, About<'groupname'> | About<'username'>>,
): Done {
  const role = model.roles.find(({ rolename }) => rolename === command.rolename);
  if (role === undefined) return command.command === 'deleteRole';
  switch (command.command) {
    case 'createRole':
      return true;
    case 'deleteRole':
      return false;
    case 'modifyRole': {
      const { allowwildcardsubs: isAllowed = true } = role;
      const { acls = role.acls, allowwildcardsubs = isAllowed } = command;
      const isAsWanted = isSameList(role.acls, orderedAcls(acls));
      return isSaid(role, command) && isAllowed === allowwildcardsubs && isAsWanted;
    }
    case 'addRoleACL':
      return role.acls.some((acl) => isSameEntry(acl, command));
    case 'removeRoleACL':
      return !role.acls.some((acl) => isSamePlace(acl, command));
    case 'getRole':
      return undefined;
  }
}

function isSaid(said: DynsecTexts, wanted: DynsecTexts): boolean {
  return (['textname', 'textdescription'] as const).every(
    (name) => wanted[name] === undefined || (said[name] ?? '') === wanted[name],
  );
}

function has(uses: readonly DynsecRoleOf[], wanted: DynsecRoleOf): boolean {
  return uses.some(
    (use) => use.rolename === wanted.rolename && priorityOf(use) === priorityOf(wanted),
  );
}
