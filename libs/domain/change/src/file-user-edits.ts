import { refuseFaulty, refuseInvalid } from './acl-checks.js';
import { outlineOf } from './acl-outline.js';
import { withRoles, withRolesOfAll } from './acl-role-edits.js';
import { withoutUser } from './acl-user-edits.js';
import type { DisabledUser, FileDocument } from './document.js';
import { EditRefused, type Credential, type Edit, type ImportedUser } from './edit.js';
import {
  aclOf,
  changed,
  neededAcl,
  neededPasswords,
  passwordsOf,
  type Changes,
} from './file-parts.js';
import { whyNoUsername } from './name-rules.js';
import { entryOf, hashIn, whyNoHash, type PasswordEntry } from './password-lines.js';

type CreateUser = Extract<Edit, { readonly kind: 'create-user' }>;

export function withNewUser(document: FileDocument, edit: CreateUser): FileDocument {
  const { username, credential, roles, disabled } = edit;
  const lines = neededPasswords(document);
  refuseInvalid(whyNoUsername(username), '/username');
  if (hasPassword(document, username)) {
    const message = `There is a user ${username} already. Choose another name, or change that one.`;
    throw new EditRefused('name-taken', message, '/username');
  }
  refuseInvalid(whyNoHash(credential), '/credential');
  const added = disabled
    ? { disabled: [...document.disabled, { username, hash: credential }] }
    : { passwords: [...lines, entryOf(username, credential)] };
  return changed(document, {
    ...added,
    ...(roles.length > 0 && rolesChanged(document, username, roles)),
  });
}

export function withRolesOf(
  document: FileDocument,
  username: string,
  roles: readonly string[],
): FileDocument {
  refuseUnknown(document, username);
  return changed(document, rolesChanged(document, username, roles));
}

function rolesChanged(
  document: FileDocument,
  username: string,
  roles: readonly string[],
): Pick<Changes, 'acl'> {
  const acl = neededAcl(document);
  refuseFaulty(acl);
  return { acl: withRoles(acl, username, roles) };
}

/** Creates users and sets passwords; who is disabled stays so. */
export function withImported(
  document: FileDocument,
  users: readonly ImportedUser[],
  pointerTo = (index: number) => `/users/${index}`,
): FileDocument {
  const lines = neededPasswords(document);
  const hashes = new Map<string, Credential>();
  const listed = namesIn(lines);
  const disabled = new Map(document.disabled.map((user) => [user.username, user]));
  for (const [index, { username, credential, disabled: isKeptOut }] of users.entries()) {
    const isKnown = listed.has(username) || disabled.has(username) || hashes.has(username);
    if (!isKnown) refuseInvalid(whyNoUsername(username), `${pointerTo(index)}/username`);
    refuseInvalid(whyNoHash(credential), `${pointerTo(index)}/credential`);
    if (isKeptOut && !isKnown) disabled.set(username, { username, hash: credential });
    hashes.set(username, credential);
  }
  for (const [username, hash] of hashes) {
    if (listed.has(username) || !disabled.has(username)) continue;
    disabled.set(username, { username, hash });
    hashes.delete(username);
  }
  return changed(document, {
    ...(hashes.size > 0 && { passwords: withHashes(lines, hashes) }),
    disabled: [...disabled.values()],
    ...rolesImported(document, users),
  });
}

function rolesImported(
  document: FileDocument,
  users: readonly ImportedUser[],
): Pick<Changes, 'acl'> {
  const there = aclOf(document);
  const sections = there && outlineOf(there).sections;
  // Who stands there twice has what is said last.
  const said = new Map(users.flatMap(({ username, roles }) => (roles ? [[username, roles]] : [])));
  const named = [...said].filter(
    ([username, roles]) => roles.length > 0 || sections?.has(username) === true,
  );
  if (named.length === 0) return {};
  const acl = neededAcl(document);
  refuseFaulty(acl);
  return { acl: withRolesOfAll(acl, new Map(named)) };
}

/** Lines with these hashes: in the place of the last with the name, or at the end. */
function withHashes(
  lines: readonly PasswordEntry[],
  hashes: ReadonlyMap<string, Credential>,
): readonly PasswordEntry[] {
  const left = new Map(hashes);
  const kept = lines.toReversed().flatMap((line) => {
    const { username } = line;
    if (username === undefined || !hashes.has(username)) return [line];
    const hash = left.get(username);
    left.delete(username);
    return hash === undefined ? [] : [entryOf(username, hash)];
  });
  const added = [...left].map(([username, hash]) => entryOf(username, hash));
  return [...kept.toReversed(), ...added];
}

export function withPassword(
  document: FileDocument,
  username: string,
  credential: Credential,
): FileDocument {
  refuseUnknown(document, username);
  return withImported(document, [{ username, credential }], () => '');
}

export function disabledUser(document: FileDocument, username: string): FileDocument {
  refuseUnknown(document, username);
  const lines = neededPasswords(document);
  const line = lines.findLast((one) => one.username === username);
  if (line === undefined) {
    if (document.disabled.some((user) => user.username === username)) return document;
    const message = `${username} stands in rules only and has no password that could be taken away. Delete the user, or set a password first.`;
    throw new EditRefused('not-supported', message);
  }
  const others = document.disabled.filter((user) => user.username !== username);
  return changed(document, {
    passwords: lines.filter((one) => one.username !== username),
    disabled: [...others, { username, hash: hashIn(line) }],
  });
}

export function enabledUser(document: FileDocument, username: string): FileDocument {
  refuseUnknown(document, username);
  const lines = neededPasswords(document);
  const user = document.disabled.find((one) => one.username === username);
  if (user === undefined) return document;
  const isListed = namesIn(lines).has(username);
  return changed(document, {
    ...(!isListed && { passwords: [...lines, entryOf(username, user.hash)] }),
    disabled: document.disabled.filter((one) => one !== user),
  });
}

/** With all that is for the user alone, so that who gets the name later does not inherit it. */
export function withoutUserOf(document: FileDocument, username: string): FileDocument {
  refuseUnknown(document, username);
  const acl = aclOf(document);
  const hasSections = acl !== undefined && outlineOf(acl).sections.has(username);
  if (hasSections) refuseFaulty(acl);
  const isListed = namesIn(passwordsOf(document)?.lines ?? []).has(username);
  const others = (users: readonly DisabledUser[]) =>
    users.filter((user) => user.username !== username);
  return changed(document, {
    ...(hasSections && { acl: withoutUser(acl, username) }),
    ...(isListed && {
      passwords: neededPasswords(document).filter((line) => line.username !== username),
    }),
    disabled: others(document.disabled),
  });
}

/** Whether the user can log in by a password, or could if not disabled. */
function hasPassword(document: FileDocument, username: string): boolean {
  return (
    document.disabled.some((user) => user.username === username) ||
    namesIn(passwordsOf(document)?.lines ?? []).has(username)
  );
}

/** All who have a password or a section. */
export function knownNames(document: FileDocument): ReadonlySet<string> {
  const acl = aclOf(document);
  return new Set([
    ...document.disabled.map(({ username }) => username),
    ...namesIn(passwordsOf(document)?.lines ?? []),
    ...(acl === undefined ? [] : outlineOf(acl).sections.keys()),
  ]);
}

function refuseUnknown(document: FileDocument, username: string): void {
  if (knownNames(document).has(username)) return;
  throw new EditRefused('user-not-found', `There is no user ${username}. Create the user first.`);
}

function namesIn(lines: readonly PasswordEntry[]): ReadonlySet<string> {
  return new Set(lines.flatMap(({ username }) => (username === undefined ? [] : [username])));
}
