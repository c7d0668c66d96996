import type { Edit, RulePrincipal, RuleSpec } from '#domain/change';

/** An edit in a few words, for lists of changes. */
export function editWords(edit: Edit): string {
  switch (edit.kind) {
    case 'create-user':
      return `Add user ${edit.username}`;
    case 'import-users':
      return `Import ${edit.users.length} ${edit.users.length === 1 ? 'user' : 'users'}`;
    case 'set-password':
      return `Set the password of ${edit.username}`;
    case 'enable-user':
      return `Let ${edit.username} log in`;
    case 'disable-user':
      return `Keep ${edit.username} from logging in`;
    case 'delete-user':
      return `Delete user ${edit.username}`;
    case 'set-roles':
      return `Set the roles of ${edit.username}: ${edit.roles.join(', ') || 'none'}`;
    case 'create-role':
      return `Add role ${edit.role.name}`;
    case 'change-role':
      return `Change role ${edit.name}`;
    case 'delete-role':
      return `Delete role ${edit.name}`;
    case 'create-rule':
      return `Add rule: ${ruleWords(edit.rule)}`;
    case 'change-rule':
      return `Change rule to: ${ruleWords(edit.rule)}`;
    case 'delete-rule':
      return 'Delete a rule';
    case 'replace-acl':
      return 'Edit the acl_file';
    case 'replace':
      return edit.why;
  }
}

function ruleWords({ principal, permission, topicFilter }: RuleSpec): string {
  return `${principalWords(principal)} ${permission} ${topicFilter}`;
}

function principalWords(principal: RulePrincipal): string {
  switch (principal.type) {
    case 'user':
      return principal.name;
    case 'role':
      return `role ${principal.name}`;
    case 'all':
      return 'all users';
    case 'anonymous':
      return 'anonymous clients';
  }
}
