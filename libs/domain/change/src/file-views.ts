import { blockState, outlineOf, type Section } from './acl-outline.js';
import { rulesIn } from './acl-rules.js';
import type { FileDocument } from './document.js';
import { aclOf, passwordsOf } from './file-parts.js';
import { isGoodHash } from './password-lines.js';
import type { AclRule, MqttRole, MqttUser } from './view.js';

/** Those of the password_file in its order, then those who are disabled, then those whom only rules name. */
export function fileUsers(document: FileDocument): readonly MqttUser[] {
  const acl = aclOf(document);
  const sections = acl && outlineOf(acl).sections;
  const counts = new Map<string, number>();
  for (const { principal } of fileRules(document)) {
    if (principal.type !== 'user') continue;
    counts.set(principal.name, (counts.get(principal.name) ?? 0) + 1);
  }
  const users = new Map<string, MqttUser>();
  const add = (username: string, own: Pick<MqttUser, 'disabled' | 'hasPassword'>): void => {
    const roles = rolesIn(sections?.get(username) ?? []);
    users.set(username, { username, ...own, roles, groups: [], rules: counts.get(username) ?? 0 });
  };
  // Of several lines with a name the last one counts.
  for (const { username, isGood } of passwordsOf(document)?.lines ?? []) {
    if (username !== undefined) add(username, { disabled: false, hasPassword: isGood });
  }
  for (const { username, hash } of document.disabled) {
    if (!users.has(username)) add(username, { disabled: true, hasPassword: isGoodHash(hash) });
  }
  for (const username of sections?.keys() ?? []) {
    if (users.has(username)) continue;
    add(username, { disabled: false, hasPassword: false });
    const user = users.get(username);
    if (user === undefined || document.passwords === undefined) continue;
    users.set(username, { ...user, unknownToPasswordFile: true });
  }
  return [...users.values()];
}

/** In the order of their names in the file. */
export function fileRoles(document: FileDocument): readonly MqttRole[] {
  const acl = aclOf(document);
  if (acl === undefined) return [];
  const { roles, sections } = outlineOf(acl);
  const users = new Map<string, string[]>();
  for (const [username, own] of sections) {
    for (const role of rolesIn(own)) {
      const same = users.get(role);
      if (same === undefined) users.set(role, [username]);
      else same.push(username);
    }
  }
  return [...roles.values()].map(({ name, description, rules }) => ({
    name,
    ...(description !== undefined && { description }),
    rules,
    users: users.get(name) ?? [],
    groups: [],
  }));
}

/** In the order of the file. What a user has by a role stands once, as a rule of the role. */
export function fileRules(document: FileDocument): readonly AclRule[] {
  const acl = aclOf(document);
  return acl === undefined ? [] : rulesIn(acl).map(({ rule }) => rule);
}

/** By name, each once. */
function rolesIn(sections: readonly Section[]): readonly string[] {
  return [...new Set(sections.flatMap(({ blocks }) => blocks.map(({ role }) => role)))].sort();
}

/** A user whose lines are not what a role says. */
export interface OutdatedRole {
  readonly username: string;
  readonly role: string;
  /** Where the lines begin, counted from 1. */
  readonly line: number;
}

/** After an edit by hand, of the role or of the lines; any edit of the role or of the user's roles mends it. */
export function outdatedRoles(document: FileDocument): readonly OutdatedRole[] {
  const acl = aclOf(document);
  if (acl === undefined) return [];
  const { roles, sections } = outlineOf(acl);
  return [...sections.values()].flat().flatMap(({ username, blocks }) =>
    blocks.flatMap((block) => {
      const { role, begin } = block;
      const { strangers, missing } = blockState(
        acl.lines,
        block,
        roles.get(role)?.rules ?? [],
        username,
      );
      return strangers.size > 0 || missing.length > 0 ? [{ username, role, line: begin + 1 }] : [];
    }),
  );
}
