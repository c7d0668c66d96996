import { ACL_TYPES, bytesOf, SecretBytes } from '#domain/mosquitto';
import {
  DeclarationInvalid,
  type Declaration,
  type DeclaredRole,
  type DeclaredRule,
  type DeclaredUser,
} from './declaration.js';
import { Members, Problems } from './declaration-members.js';
import { PERMISSIONS, type RoleRule, type RulePrincipal } from './view.js';

/** The version of the format. */
export const DECLARATION_VERSION = 1;

/**
 * Reads what an access file says, as JSON has it.
 * @throws DeclarationInvalid
 */
export function declaredBy(value: unknown): Declaration {
  const problems = new Problems();
  const root = new Members(value, '', problems);
  if (root.whole('version') !== DECLARATION_VERSION) {
    root.refuse(`It has to have the member version: ${DECLARATION_VERSION}.`);
  }
  const users = root.objects('users')?.map(userOf);
  const ownRoles = root.objects('roles')?.map(roleOf);
  const allRules = root.objects('rules')?.map(ruleOf);
  root.end();
  refuseTwins(users ?? [], problems);
  refuseTwins(ownRoles ?? [], problems);
  const roles = ownRoles && withRules(ownRoles, allRules ?? []);
  refuseHomeless(ownRoles ?? [], allRules ?? [], problems);
  if (problems.list.length > 0) throw new DeclarationInvalid(problems.list);
  return {
    ...(users && { users }),
    ...(roles && { roles }),
    ...(allRules && { rules: allRules.filter(({ rule }) => rule.principal.type !== 'role') }),
  };
}

function userOf(members: Members): DeclaredUser {
  const name = members.needed('name');
  const passwordHash = members.text('passwordHash');
  const password = members.text('password');
  if (passwordHash !== undefined && password !== undefined) {
    members.refuse('It has a password or a hash of one, not both.', 'password');
  }
  const disabled = members.flag('disabled') ?? false;
  const roles = members.texts('roles') ?? [];
  members.end();
  return {
    ...{ pointer: members.pointer, name, disabled, roles },
    ...(passwordHash !== undefined && { passwordHash: new SecretBytes(bytesOf(passwordHash)) }),
    ...(password !== undefined && { password: new SecretBytes(bytesOf(password)) }),
  };
}

function roleOf(members: Members): DeclaredRole {
  const name = members.needed('name');
  const description = members.text('description');
  const rules = (members.objects('rules') ?? []).map((one) => {
    const rule = roleRuleOf(one);
    one.end();
    return { pointer: one.pointer, rule };
  });
  members.end();
  return {
    ...{ pointer: members.pointer, name, rules },
    ...(description !== undefined && { description }),
  };
}

function ruleOf(members: Members): DeclaredRule {
  const principal = principalOf(members);
  const rule = roleRuleOf(members);
  const description = members.text('description');
  members.end();
  const spec = { principal, ...rule, ...(description !== undefined && { description }) };
  return { pointer: members.pointer, rule: spec };
}

function roleRuleOf(members: Members): RoleRule {
  const topicFilter = members.needed('topic');
  const permission = members.word('permission', PERMISSIONS) ?? 'deny';
  const acltypes = members.words('acltypes', ACL_TYPES);
  const priority = members.whole('priority');
  return {
    ...{ permission, topicFilter },
    ...(acltypes && { acltypes }),
    ...(priority !== undefined && { priority }),
  };
}

const NOBODY: RulePrincipal = { type: 'anonymous' };

function principalOf(members: Members): RulePrincipal {
  const found: RulePrincipal[] = [];
  for (const type of ['user', 'role'] as const) {
    if (members.has(type)) found.push({ type, name: members.needed(type) });
  }
  for (const type of ['all', 'anonymous'] as const) {
    const flag = members.flag(type);
    if (flag === true) found.push({ type });
    if (flag === false) members.refuse('It can only be true, or left out.', type);
  }
  if (found.length !== 1) {
    members.refuse('It has to say whom it is for: user, role, all: true or anonymous: true.');
  }
  return found[0] ?? NOBODY;
}

/** Rules of roles can stand among the others. */
function withRules(
  roles: readonly DeclaredRole[],
  rules: readonly DeclaredRule[],
): readonly DeclaredRole[] {
  return roles.map((role) => {
    const more = rules.flatMap(({ pointer, rule: { principal, description: _, ...rule } }) =>
      principal.type === 'role' && principal.name === role.name ? [{ pointer, rule }] : [],
    );
    return { ...role, rules: [...role.rules, ...more] };
  });
}

function refuseHomeless(
  roles: readonly DeclaredRole[],
  rules: readonly DeclaredRule[],
  problems: Problems,
): void {
  const declared = new Set(roles.map(({ name }) => name));
  for (const { pointer, rule } of rules) {
    const { principal, description } = rule;
    if (principal.type !== 'role') continue;
    if (!declared.has(principal.name)) {
      problems.add(`${pointer}/role`, `The role ${principal.name} is not among the roles here.`);
    }
    if (description !== undefined) {
      problems.add(`${pointer}/description`, 'Rules of a role have no description; the role has.');
    }
  }
}

function refuseTwins(all: readonly (DeclaredUser | DeclaredRole)[], problems: Problems): void {
  const seen = new Map<string, string>();
  for (const { name, pointer } of all) {
    const other = seen.get(name);
    if (other === undefined) seen.set(name, pointer);
    else problems.add(`${pointer}/name`, `${name} is declared at ${other} already.`);
  }
}
