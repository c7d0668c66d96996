import { textOf } from '#domain/mosquitto';
import type { FileDocument } from '../src/document.js';
import type { Edit, RoleSpec } from '../src/edit.js';
import { passwordsOf } from '../src/file-parts.js';
import { fileRoles, fileRules } from '../src/file-views.js';
import { hashTextIn } from '../src/password-lines.js';
import type { AclRule, RuleSpec } from '../src/view.js';

/** What a document says, without how it says it: what an edit should do is easy to tell of it. */
export interface Model {
  /** Hashes by name, `-` in front of those who are disabled. */
  readonly logins: ReadonlyMap<string, string>;
  readonly rules: readonly AclRule[];
  readonly roles: ReadonlyMap<string, RoleSpec>;
  /** Roles by the name of the user. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export function modelOf(document: FileDocument): Model {
  const members = new Map<string, string[]>();
  const roles = fileRoles(document);
  for (const { name, users } of roles) {
    for (const user of users) members.set(user, [...(members.get(user) ?? []), name]);
  }
  const logins = new Map(
    document.disabled.map(({ username, hash }) => [username, `-${textOf(hash.reveal())}`]),
  );
  for (const line of passwordsOf(document)!.lines) {
    if (line.username !== undefined) logins.set(line.username, hashTextIn(line));
  }
  return {
    logins,
    members,
    roles: new Map(
      roles.map(({ name, description, rules }) => [
        name,
        { name, rules, ...(description !== undefined && { description }) },
      ]),
    ),
    rules: fileRules(document).filter(({ principal }) => principal.type !== 'role'),
  };
}

/** What a model says, in an order that depends on nothing but that. */
export function saidBy({ logins, rules, roles, members }: Model): readonly string[] {
  return [
    ...[...logins].map(([name, hash]) => `login ${name} ${hash}`),
    ...rules.map(({ principal, permission, topicFilter, description }) =>
      JSON.stringify([principal, permission, topicFilter, description]),
    ),
    ...[...roles.values()].map(({ name, description, rules: own }) =>
      JSON.stringify([name, description, own.map((rule) => [rule.permission, rule.topicFilter])]),
    ),
    ...[...members].flatMap(([user, all]) => all.map((role) => `member ${user} ${role}`)),
  ].sort();
}

/** The model after an edit that is not refused. */
export function expected(model: Model, edit: Edit): Model {
  const { logins, rules, roles, members } = model;
  switch (edit.kind) {
    case 'create-user': {
      const hash = `${edit.disabled ? '-' : ''}${textOf(edit.credential.reveal())}`;
      const own = edit.roles.length > 0 ? edit.roles : (members.get(edit.username) ?? []);
      return {
        ...model,
        logins: new Map([...logins, [edit.username, hash]]),
        members: new Map([...members, [edit.username, own]]),
      };
    }
    case 'import-users':
      return edit.users.reduce((now, user) => {
        const { username, roles: given } = user;
        const next = withPassword(now, user);
        return given ? { ...next, members: new Map([...next.members, [username, given]]) } : next;
      }, model);
    case 'set-password':
      return withPassword(model, edit);
    case 'enable-user':
      return { ...model, logins: mapped(logins, edit.username, (hash) => hash.replace('-', '')) };
    case 'disable-user':
      return {
        ...model,
        logins: mapped(logins, edit.username, (hash) => `-${hash.replace('-', '')}`),
      };
    case 'delete-user':
      return {
        ...model,
        logins: without(logins, edit.username),
        members: without(members, edit.username),
        rules: rules.filter(({ principal }) => nameOf(principal) !== edit.username),
      };
    case 'set-roles':
      return { ...model, members: new Map([...members, [edit.username, edit.roles]]) };
    case 'create-role':
      return { ...model, roles: new Map([...roles, [edit.role.name, cleaned(edit.role)]]) };
    case 'change-role':
      return {
        ...model,
        roles: new Map([...without(roles, edit.name), [edit.role.name, cleaned(edit.role)]]),
        members: new Map(
          [...members].map(([user, all]) => [
            user,
            all.map((name) => (name === edit.name ? edit.role.name : name)),
          ]),
        ),
      };
    case 'delete-role':
      return {
        ...model,
        roles: without(roles, edit.name),
        members: new Map(
          [...members].map(([user, all]) => [user, all.filter((name) => name !== edit.name)]),
        ),
      };
    case 'create-rule':
      return withRule(model, edit.rule);
    case 'change-rule':
      return changedRule(model, edit.key, edit.rule);
    case 'delete-rule':
      return withoutRule(model, edit.key);
    case 'replace-acl':
    case 'replace':
      throw new Error('Nothing is left of what was.');
  }
}

function withPassword(
  model: Model,
  {
    username,
    credential,
  }:
    | Extract<Edit, { kind: 'set-password' }>
    | { username: string; credential: Extract<Edit, { kind: 'set-password' }>['credential'] },
): Model {
  const sign = model.logins.get(username)?.startsWith('-') === true ? '-' : '';
  const hash = `${sign}${textOf(credential.reveal())}`;
  return { ...model, logins: new Map([...model.logins, [username, hash]]) };
}

function withRule(model: Model, rule: RuleSpec): Model {
  const { principal } = rule;
  if (principal.type !== 'role') return { ...model, rules: [...model.rules, { ...rule, key: '' }] };
  const { permission, topicFilter } = rule;
  return withRoleRules(model, principal.name, (own) => [...own, { permission, topicFilter }]);
}

function withRoleRules(
  model: Model,
  name: string,
  rulesOf: (own: RoleSpec['rules']) => RoleSpec['rules'],
): Model {
  const role = model.roles.get(name)!;
  return {
    ...model,
    roles: new Map([...model.roles, [name, { ...role, rules: rulesOf(role.rules) }]]),
  };
}

/** Of a rule of a role, whose key names it: which one it is. */
function placeInRole(model: Model, key: string): { name: string; place: number } | undefined {
  const [, words = '', nth] = /^(.*\])(\d+)$/s.exec(key) ?? [];
  const [type, name, permission, topicFilter] = JSON.parse(words) as string[];
  if (type !== 'role' || name === undefined) return undefined;
  const places = model.roles.get(name)!.rules.flatMap((rule, place) => {
    return rule.permission === permission && rule.topicFilter === topicFilter ? [place] : [];
  });
  return { name, place: places[Number(nth) - 1]! };
}

function withoutRule(model: Model, key: string): Model {
  const found = placeInRole(model, key);
  return found === undefined
    ? { ...model, rules: model.rules.filter((rule) => rule.key !== key) }
    : withRoleRules(model, found.name, (own) => own.toSpliced(found.place, 1));
}

function changedRule(model: Model, key: string, rule: RuleSpec): Model {
  const found = placeInRole(model, key);
  const { permission, topicFilter, principal } = rule;
  return found !== undefined && nameOf(principal) === found.name && principal.type === 'role'
    ? withRoleRules(model, found.name, (own) => own.with(found.place, { permission, topicFilter }))
    : withRule(withoutRule(model, key), rule);
}

function cleaned({ name, rules, description }: RoleSpec): RoleSpec {
  return { name, rules, ...(description !== undefined && { description }) };
}

function nameOf(principal: RuleSpec['principal']): string | undefined {
  return 'name' in principal ? principal.name : undefined;
}

function mapped(map: ReadonlyMap<string, string>, key: string, value: (old: string) => string) {
  const old = map.get(key);
  return old === undefined ? map : new Map([...map, [key, value(old)]]);
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => name !== key));
}
