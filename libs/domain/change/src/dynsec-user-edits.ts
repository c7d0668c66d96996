import type { DynsecClientModel, DynsecDocument, NewPassword } from './document.js';
import { refuse, refuseCredential, refuseUsername } from './dynsec-checks.js';
import { byName, priorityIn } from './dynsec-order.js';
import { withClient, withClients, withMoreRoles, withoutRole, withState } from './dynsec-parts.js';
import { ALL_USERS, ALL_USERS_PRIORITY, ownRole, RolePlaces } from './dynsec-places.js';
import type { Credential, Edit, ImportedUser } from './edit.js';

type CreateUser = Extract<Edit, { readonly kind: 'create-user' }>;

export function withNewUser(document: DynsecDocument, edit: CreateUser): DynsecDocument {
  const { username, credential, roles, disabled } = edit;
  const { state } = document;
  refuseUsername(username, '/username');
  if (isKnown(document, username)) {
    const message = `There is a user ${username} already. Choose another name, or change that one.`;
    refuse('name-taken', message, '/username');
  }
  refuseCredential(credential, '/credential');
  const places = new RolePlaces(state);
  const client = newClient(username, places);
  const added = {
    ...client,
    ...(disabled ? { disabled } : {}),
    roles: withMoreRoles(client.roles, chosenRoles(roles, places)),
  };
  return withPasswords(withState(document, withClients(state, [added])), [edit]);
}

/** Creates users and sets passwords; who is disabled stays so. */
export function withImported(
  document: DynsecDocument,
  users: readonly ImportedUser[],
): DynsecDocument {
  const { state } = document;
  const known = new Set(state.clients.map(({ username }) => username));
  const places = new RolePlaces(state);
  const added: DynsecClientModel[] = [];
  for (const [index, { username, credential, disabled }] of users.entries()) {
    if (!known.has(username)) {
      refuseUsername(username, `/users/${index}/username`);
      added.push({ ...newClient(username, places), ...(disabled && { disabled }) });
      known.add(username);
    }
    refuseCredential(credential, `/users/${index}/credential`);
  }
  const imported = added.length === 0 ? document : withState(document, withClients(state, added));
  return withPasswords(withRolesImported(imported, users, places), users);
}

function withRolesImported(
  document: DynsecDocument,
  users: readonly ImportedUser[],
  places: RolePlaces,
): DynsecDocument {
  const wanted = new Map(
    users.flatMap(({ username, roles }, index) => (roles ? [[username, { roles, index }]] : [])),
  );
  if (wanted.size === 0) return document;
  const clients = document.state.clients.map((client) => {
    const { roles, index } = wanted.get(client.username) ?? {};
    return roles ? withRolesInstead(client, roles, places, `/users/${index}`) : client;
  });
  return withState(document, { ...document.state, clients });
}

/** Roles that stay keep their priority, and what holds only rules stays. */
function withRolesInstead(
  client: DynsecClientModel,
  roles: readonly string[],
  places: RolePlaces,
  pointer = '',
): DynsecClientModel {
  const names = new Set(roles);
  const kept = client.roles.filter(
    ({ rolename }) => names.has(rolename) || places.visibleRole(rolename) === undefined,
  );
  return { ...client, roles: withMoreRoles(kept, chosenRoles(roles, places, pointer)) };
}

export function withPassword(
  document: DynsecDocument,
  username: string,
  credential: Credential,
): DynsecDocument {
  refuseUnknown(document, username);
  refuseCredential(credential, '/credential');
  return withPasswords(document, [{ username, credential }]);
}

export function withDisabled(
  document: DynsecDocument,
  username: string,
  isDisabled: boolean,
): DynsecDocument {
  refuseUnknown(document, username);
  return withState(
    document,
    withClient(document.state, username, ({ disabled: _, ...client }) =>
      isDisabled ? { ...client, disabled: true } : client,
    ),
  );
}

/** With the rules that are for the user alone, so that who gets the name later does not inherit them. */
export function withoutUser(document: DynsecDocument, username: string): DynsecDocument {
  refuseUnknown(document, username);
  const own = ownRole(username);
  const isOwn = new RolePlaces(document.state).principalOf(own).type === 'user';
  const state = isOwn ? withoutRole(document.state, own) : document.state;
  return withState(
    document,
    withClient(state, username, () => undefined),
  );
}

export function withRolesOf(
  document: DynsecDocument,
  username: string,
  roles: readonly string[],
): DynsecDocument {
  refuseUnknown(document, username);
  const places = new RolePlaces(document.state);
  const changed = (client: DynsecClientModel) => withRolesInstead(client, roles, places);
  return withState(document, withClient(document.state, username, changed));
}

function newClient(username: string, places: RolePlaces): DynsecClientModel {
  const hasRules = places.principalOf(ALL_USERS).type === 'all' && places.role(ALL_USERS);
  return { username, roles: hasRules ? [useOf(ALL_USERS)] : [] };
}

function chosenRoles(roles: readonly string[], places: RolePlaces, pointer = '') {
  return roles.map((name, index) => {
    if (places.visibleRole(name) === undefined) {
      const message = `There is no role ${name}. Create it first.`;
      refuse('role-not-found', message, `${pointer}/roles/${index}`);
    }
    return useOf(name);
  });
}

function useOf(rolename: string) {
  return { rolename, ...priorityIn(rolename === ALL_USERS ? ALL_USERS_PRIORITY : undefined) };
}

function withPasswords(document: DynsecDocument, users: readonly ImportedUser[]): DynsecDocument {
  const passwords = new Map(document.newPasswords.map((one) => [one.username, one]));
  for (const { username, credential: password } of users) {
    passwords.set(username, { username, password });
  }
  const newPasswords: readonly NewPassword[] = byName(
    [...passwords.values()],
    ({ username }) => username,
  );
  return { ...document, newPasswords };
}

function isKnown({ state }: DynsecDocument, username: string): boolean {
  return state.clients.some((client) => client.username === username);
}

export function refuseUnknown(document: DynsecDocument, username: string, pointer = ''): void {
  if (isKnown(document, username)) return;
  refuse('user-not-found', `There is no user ${username}. Create the user first.`, pointer);
}
