import { textOf } from '#domain/mosquitto';
import { accountsOf, type Account } from './accounts.js';
import type { DeclaredUser } from './declaration.js';
import { EditRefused, type Credential, type ImportedUser } from './edit.js';
import type { EditList } from './edit-list.js';

/** Makes what logs a user in: of the password that is given, or of a new one. */
export type MakeCredential = (username: string, password?: string) => Promise<Credential>;

/** So many new users are imported together, which is one edit. */
const MANY = 100;
/** Credentials that are made at once. */
const AT_ONCE = 64;

/** Who is not declared goes; of whom only rules speak, the roles. */
export async function removeUsers(list: EditList, users: readonly DeclaredUser[]): Promise<void> {
  const declared = new Set(users.map(({ name }) => name));
  for (const [username, { isListed }] of accountsOf(list.document)) {
    if (declared.has(username)) continue;
    const edit = isListed
      ? ({ kind: 'delete-user', username } as const)
      : ({ kind: 'set-roles', username, roles: [] } as const);
    await list.add(edit, () => '/users');
  }
}

/**
 * Who is declared and not there is created, with the roles, which are there. Very many get them in files with their
 * rules, afterwards.
 */
export async function createUsers(
  list: EditList,
  users: readonly DeclaredUser[],
  make: MakeCredential,
): Promise<void> {
  refuseHashes(list, users);
  const accounts = accountsOf(list.document);
  const missing = users.filter((user) => isNew(user, accounts.get(user.name)));
  const made = await withCredentials(missing, make);
  if (made.length > MANY) {
    const inFiles = list.document.backend === 'file';
    const imported = made.map(({ username, credential, user: { roles, disabled } }) => ({
      ...{ username, credential, disabled },
      ...(!inFiles && { roles }),
    }));
    await list.add({ kind: 'import-users', users: imported }, (pointer) => {
      const [, index = '0', member = ''] = /^\/users\/(\d+)(.*)$/.exec(pointer) ?? [];
      return userPlace(made[Number(index)]?.user)(member);
    });
    return;
  }
  for (const { username, credential, user } of made) {
    const { roles, disabled } = user;
    const edit = { kind: 'create-user', username, credential, roles, disabled } as const;
    await list.add(edit, userPlace(user));
  }
}

/** Users who are there become as declared. Their roles are there. */
export async function changeUsers(list: EditList, users: readonly DeclaredUser[]): Promise<void> {
  const accounts = accountsOf(list.document);
  for (const user of users) {
    const account = accounts.get(user.name);
    if (account !== undefined) await changeUser(list, user, account);
  }
}

function refuseHashes({ document }: EditList, users: readonly DeclaredUser[]): void {
  if (document.backend === 'file') return;
  const hashed = users.find(({ passwordHash }) => passwordHash !== undefined);
  if (hashed === undefined) return;
  const message =
    'The dynamic-security plugin takes passwords, not hashes of them. Leave it out, and a new user gets a password.';
  throw new EditRefused('not-supported', message, `${hashed.pointer}/passwordHash`);
}

/** Of whom rules alone speak, a password makes a user. */
function isNew({ passwordHash, password }: DeclaredUser, account: Account | undefined): boolean {
  if (account === undefined) return true;
  return !account.isListed && (passwordHash !== undefined || password !== undefined);
}

interface MadeUser extends ImportedUser {
  readonly user: DeclaredUser;
}

async function withCredentials(
  users: readonly DeclaredUser[],
  make: MakeCredential,
): Promise<readonly MadeUser[]> {
  const made: MadeUser[] = [];
  for (let at = 0; at < users.length; at += AT_ONCE) {
    const some = users.slice(at, at + AT_ONCE).map(async (user) => {
      const credential = user.passwordHash ?? (await make(user.name, passwordOf(user)));
      return { username: user.name, credential, user };
    });
    made.push(...(await Promise.all(some)));
  }
  return made;
}

async function changeUser(
  list: EditList,
  user: DeclaredUser,
  { user: is, hash }: Account,
): Promise<void> {
  const { name: username, passwordHash, disabled, roles } = user;
  const place = userPlace(user);
  if (passwordHash !== undefined && textOf(passwordHash.reveal()) !== hash) {
    await list.add({ kind: 'set-password', username, credential: passwordHash }, place);
  }
  if (disabled !== is.disabled) {
    const kind = disabled ? 'disable-user' : 'enable-user';
    await list.add({ kind, username }, () => place('/disabled'));
  }
  if ([...roles].sort().join('\n') !== [...is.roles].sort().join('\n')) {
    await list.add({ kind: 'set-roles', username, roles }, place);
  }
}

const MEMBERS: Readonly<Record<string, string>> = {
  '/username': '/name',
  '/credential': '/passwordHash',
};

export const userPlace = (user: DeclaredUser | undefined) => (pointer: string) =>
  `${user?.pointer ?? '/users'}${MEMBERS[pointer] ?? pointer}`;

function passwordOf({ password }: DeclaredUser): string | undefined {
  return password && textOf(password.reveal());
}
