import type { AclRule } from '../api/models';

/** Whom a rule is for, as a word or two. */
export function whoseWords({ principalType = 'user', principal = '' }: AclRule): string {
  switch (principalType) {
    case 'user':
      return `user ${principal}`;
    case 'role':
      return `role ${principal}`;
    case 'all':
      return 'all users';
    case 'anonymous':
      return 'anonymous clients';
  }
}

/** What Explain is asked about a rule: as much of a question as the rule says. */
export function questionAbout(rule: AclRule): Readonly<Record<string, string>> {
  const { principalType = 'user', principal, permission, topicFilter } = rule;
  const filter = topicFilter
    .split('/')
    .map((level) => (level === '%u' || level === '%c' ? '+' : level))
    .join('/');
  return {
    ...(principalType === 'user' && principal !== undefined && { user: principal }),
    ...(permission === 'read' && { action: 'receive' }),
    ...(!/[+#]/.test(filter) && { topic: filter }),
    topics: filter,
  };
}
