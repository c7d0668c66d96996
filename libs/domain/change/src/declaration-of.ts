import { accountsOf, type Account } from './accounts.js';
import { rolesOf, rulesOf } from './change.js';
import { DECLARATION_VERSION } from './declaration-reader.js';
import type { AccessDocument } from './document.js';
import type { AclRule, MqttRole, RoleRule, RulePrincipal } from './view.js';

/** The content of an access file, as JSON has it. */
export interface WrittenDeclaration {
  readonly version: typeof DECLARATION_VERSION;
  readonly users?: readonly WrittenUser[];
  readonly roles?: readonly WrittenRole[];
  readonly rules?: readonly WrittenRule[];
}

export interface WrittenUser {
  readonly name: string;
  readonly passwordHash?: string;
  readonly disabled?: true;
  readonly roles?: readonly string[];
}

export interface WrittenRole {
  readonly name: string;
  readonly description?: string;
  readonly rules: readonly WrittenRoleRule[];
}

export interface WrittenRoleRule {
  readonly topic: string;
  readonly permission: RoleRule['permission'];
  readonly acltypes?: RoleRule['acltypes'];
  readonly priority?: number;
}

export interface WrittenRule extends WrittenRoleRule {
  readonly user?: string;
  readonly all?: true;
  readonly anonymous?: true;
  readonly description?: string;
}

/**
 * The document as an access file says it: users and roles by name, rules in their order. Lists for which the broker has
 * no file are left out. With `hashes` it can be brought to another broker with files, passwords included.
 */
export function declarationOf(
  document: AccessDocument,
  { hashes }: { readonly hashes: boolean },
): WrittenDeclaration {
  const accounts = [...accountsOf(document).values()];
  const hasUsers = document.backend !== 'file' || document.passwords !== undefined;
  const hasRules = document.backend !== 'file' || document.acl !== undefined;
  return {
    version: DECLARATION_VERSION,
    ...((hasUsers || accounts.length > 0) && {
      users: accounts
        .map((account) => writtenUser(account, hashes))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    ...(hasRules && {
      roles: rolesOf(document)
        .map(writtenRole)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      rules: rulesOf(document)
        .filter(({ principal }) => principal.type !== 'role')
        .map(writtenRule),
    }),
  };
}

function writtenUser({ user, hash }: Account, hashes: boolean): WrittenUser {
  const { username, disabled, roles } = user;
  return {
    name: username,
    ...(hashes && hash !== undefined && { passwordHash: hash }),
    ...(disabled && { disabled }),
    ...(roles.length > 0 && { roles }),
  };
}

function writtenRole({ name, description, rules }: MqttRole): WrittenRole {
  return {
    name,
    ...(description !== undefined && { description }),
    rules: rules.map(writtenRoleRule),
  };
}

function writtenRoleRule({
  topicFilter,
  permission,
  acltypes,
  priority,
}: RoleRule): WrittenRoleRule {
  return {
    ...{ topic: topicFilter, permission },
    ...(acltypes && { acltypes }),
    ...(priority !== undefined && { priority }),
  };
}

function writtenRule({ principal, description, ...rule }: AclRule): WrittenRule {
  return {
    ...writtenPrincipal(principal),
    ...writtenRoleRule(rule),
    ...(description !== undefined && { description }),
  };
}

function writtenPrincipal(
  principal: RulePrincipal,
): Pick<WrittenRule, 'user' | 'all' | 'anonymous'> {
  switch (principal.type) {
    case 'all':
      return { all: true };
    case 'anonymous':
      return { anonymous: true };
    case 'user':
    case 'role':
      return { user: principal.name };
  }
}
