import {
  passwordChanges,
  rolesOf,
  rulesOf,
  usersOf,
  type AccessDocument,
  type AclRule,
  type MqttRole,
  type MqttUser,
} from '#domain/change';
import type { AclRuleDto } from '../api/acls.dto.js';
import type { MqttRoleDto } from '../api/mqtt-roles.dto.js';
import type { MqttUserDto } from '../api/mqtt-users.dto.js';
import type { Pending } from '../api/rule-parts.dto.js';
import { idOf } from './ids.js';

/** Users and roles of a document by name, and rules in their order, each with its id. */
export interface DocumentView {
  readonly users: ReadonlyMap<string, MqttUser>;
  readonly roles: ReadonlyMap<string, MqttRole>;
  readonly rules: ReadonlyMap<string, AclRule>;
}

const views = new WeakMap<AccessDocument, DocumentView>();

/** The same object for the same document. */
export function viewOf(document: AccessDocument): DocumentView {
  const known = views.get(document);
  if (known) return known;
  const view = {
    users: byName('user', usersOf(document), ({ username }) => username),
    roles: byName('role', rolesOf(document), ({ name }) => name),
    rules: new Map(rulesOf(document).map((rule) => [idOf(`rule ${rule.key}`), rule])),
  };
  views.set(document, view);
  return view;
}

function byName<Named>(
  kind: 'user' | 'role',
  all: readonly Named[],
  nameOf: (one: Named) => string,
): ReadonlyMap<string, Named> {
  const sorted = all.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return new Map(sorted.map((one) => [idOf(`${kind} ${nameOf(one)}`), one]));
}

const passwords = new WeakMap<AccessDocument, WeakMap<AccessDocument, ReadonlySet<string>>>();

/** Who was there and has another password afterwards; the same object for the same documents. */
export function passwordsChanged(
  before: AccessDocument,
  after: AccessDocument,
): ReadonlySet<string> {
  const known = passwords.get(before) ?? new WeakMap<AccessDocument, ReadonlySet<string>>();
  passwords.set(before, known);
  const changed = known.get(after) ?? new Set(passwordChanges(before, after));
  known.set(after, changed);
  return changed;
}

/** @param isPending whether the draft creates or changes it */
export function userDto(id: string, user: MqttUser, isPending: Pending | undefined): MqttUserDto {
  const { username, disabled, hasPassword, roles, groups, clientId, rules } = user;
  return {
    ...{ id, username, disabled, rules },
    ...{ roles: [...roles], groups: [...groups] },
    unknownToPasswordFile: user.unknownToPasswordFile ?? false,
    ...(hasPassword !== undefined && { hasPassword }),
    ...(clientId !== undefined && { clientId }),
    ...(isPending && { pending: isPending }),
  };
}

export function roleDto(id: string, role: MqttRole, before: MqttRole | undefined): MqttRoleDto {
  const { name, description, rules, users, groups } = role;
  return {
    ...{ id, name, users: [...users], groups: [...groups] },
    ...(description !== undefined && { description }),
    rules: rules.map(({ acltypes, ...rule }) => ({
      ...rule,
      ...(acltypes && { acltypes: [...acltypes] }),
    })),
    ...pending(role, before),
  };
}

export function ruleDto(id: string, rule: AclRule, before: AclRule | undefined): AclRuleDto {
  const { principal, permission, topicFilter, description, line, acltypes, priority } = rule;
  return {
    ...{ id, permission, topicFilter, principalType: principal.type },
    ...('name' in principal && { principal: principal.name }),
    ...(description !== undefined && { description }),
    ...(line !== undefined && { line }),
    ...(acltypes && { acltypes: [...acltypes] }),
    ...(priority !== undefined && { priority }),
    ...pending({ ...rule, line: 0 }, before && { ...before, line: 0 }),
  };
}

export function pending(now: object, before: object | undefined): { pending?: Pending } {
  if (before === undefined) return { pending: 'created' };
  return JSON.stringify(now) === JSON.stringify(before) ? {} : { pending: 'changed' };
}
