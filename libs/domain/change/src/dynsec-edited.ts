import type { DynsecDocument, DynsecGroupModel, DynsecModel } from './document.js';
import { refuse } from './dynsec-checks.js';
import { ordered } from './dynsec-order.js';
import { ANONYMOUS } from './dynsec-places.js';
import { withChangedRole, withNewRole, withoutRoleOf } from './dynsec-role-edits.js';
import { withChangedRule, withoutRule, withRule } from './dynsec-rule-edits.js';
import {
  withDisabled,
  withImported,
  withNewUser,
  withoutUser,
  withPassword,
  withRolesOf,
} from './dynsec-user-edits.js';
import type { Edit } from './edit.js';

/** The document after the edit; throws `EditRefused`. */
export function dynsecEdited(document: DynsecDocument, edit: Edit): DynsecDocument {
  switch (edit.kind) {
    case 'create-user':
      return withNewUser(document, edit);
    case 'import-users':
      return withImported(document, edit.users);
    case 'set-password':
      return withPassword(document, edit.username, edit.credential);
    case 'enable-user':
    case 'disable-user':
      return withDisabled(document, edit.username, edit.kind === 'disable-user');
    case 'delete-user':
      return withoutUser(document, edit.username);
    case 'set-roles':
      return withRolesOf(document, edit.username, edit.roles);
    case 'create-role':
      return withNewRole(document, edit.role);
    case 'change-role':
      return withChangedRole(document, edit.name, edit.role);
    case 'delete-role':
      return withoutRoleOf(document, edit.name);
    case 'create-rule':
      return withRule(document, edit.rule);
    case 'change-rule':
      return withChangedRule(document, edit.key, edit.rule);
    case 'delete-rule':
      return withoutRule(document, edit.key);
    case 'replace-acl':
      return refuse('not-supported', 'The dynamic-security plugin has no acl_file.');
    case 'replace':
      return withAnother(document, edit.document);
  }
}

function withAnother(
  document: DynsecDocument,
  other: Extract<Edit, { readonly kind: 'replace' }>['document'],
): DynsecDocument {
  if (other.backend !== 'dynamic-security') {
    const message = 'This is for a broker with files. This broker has the dynamic-security plugin.';
    return refuse('not-supported', message);
  }
  return { ...other, state: attainable(document.state, other.state) };
}

/**
 * The wanted state as far as the plugin's commands lead to it, or what means the same. An anonymous group they can only
 * exchange for another: where none is wanted, there is one without roles. An empty client id, which no client has,
 * they cannot set: such a client cannot log in.
 */
export function attainable(before: DynsecModel, wanted: DynsecModel): DynsecModel {
  const locked = wanted.clients.some(({ clientid }) => clientid === '')
    ? { ...wanted, clients: withoutEmptyIds(before.clients, wanted.clients) }
    : wanted;
  if (before.anonymousGroup === undefined || wanted.anonymousGroup !== undefined) {
    return ordered(locked);
  }
  const taken = new Map(wanted.groups.map((group) => [group.groupname, group]));
  let groupname = before.anonymousGroup;
  for (let nth = 0; !isOfNobody(taken.get(groupname)); nth++) {
    groupname = `${ANONYMOUS}${nth === 0 ? '' : `-${nth}`}`;
  }
  const group = taken.get(groupname) ?? { groupname, roles: [], clients: [] };
  return ordered({ ...locked, groups: [...wanted.groups, group], anonymousGroup: groupname });
}

function withoutEmptyIds(
  before: DynsecModel['clients'],
  wanted: DynsecModel['clients'],
): DynsecModel['clients'] {
  const empty = new Set(
    before.flatMap(({ username, clientid }) => (clientid === '' ? [username] : [])),
  );
  return wanted.map(({ clientid, ...client }) => {
    if (clientid !== '') return clientid === undefined ? client : { ...client, clientid };
    return empty.has(client.username) ? { ...client, clientid } : { ...client, disabled: true };
  });
}

function isOfNobody(group: DynsecGroupModel | undefined): boolean {
  return group === undefined || group.roles.length === 0;
}
