import { isRoleName } from './name-rules.js';
import type { Permission, RoleRule } from './view.js';

/**
 * What MCM says in comments of an acl_file about itself, so that the file explains itself and an export is complete:
 * what roles say, which lines a user has by a role, and where the rules of the probe begin.
 */
export type Mark =
  | { readonly kind: 'role'; readonly name: string; readonly description?: string }
  | { readonly kind: 'role-rule'; readonly rule: RoleRule }
  | { readonly kind: 'begin' | 'end'; readonly role: string }
  /** `isUnended`: the line above had no line end until the probe was put below it. */
  | { readonly kind: 'probe'; readonly isUnended: boolean };

const PROBE = 'mcm probe:';
const PROBE_NOTE = `${PROBE} by this account MCM sees which rules are in force. It is new with each change.`;
const BELOW_UNENDED = '(The line above had no end.)';

/** The comment, without its line end. */
export function printMark(mark: Mark): string {
  switch (mark.kind) {
    case 'role':
      return `# mcm role ${mark.name}${mark.description === undefined ? '' : `: ${mark.description}`}`;
    case 'role-rule':
      return `# mcm   ${mark.rule.permission} ${mark.rule.topicFilter}`;
    case 'begin':
    case 'end':
      return `# mcm ${mark.kind} role ${mark.role}`;
    case 'probe':
      return `# ${PROBE_NOTE}${mark.isUnended ? ` ${BELOW_UNENDED}` : ''}`;
  }
}

/** What a comment says as a mark, when it is one; white space at its end does not count. */
export function markOf(comment: string): Mark | undefined {
  if (!comment.startsWith('# mcm ')) return undefined;
  const line = comment.replace(/[ \t-\r]+$/, '').slice(2);
  if (line.startsWith(PROBE)) return { kind: 'probe', isUnended: line.endsWith(BELOW_UNENDED) };
  const text = line.slice('mcm '.length);
  const [, permission, topicFilter = ''] =
    /^ {2}(read|write|readwrite|deny) (\S.*)$/s.exec(text) ?? [];
  if (permission !== undefined) {
    return { kind: 'role-rule', rule: { permission: permission as Permission, topicFilter } };
  }
  const [, kind, role = ''] = /^(begin|end) role (.+)$/s.exec(text) ?? [];
  if (kind !== undefined) {
    return isRoleName(role) ? { kind: kind as 'begin' | 'end', role } : undefined;
  }
  const [, name = '', description] = /^role ([^ :]+)(?:: (.*))?$/s.exec(text) ?? [];
  return isRoleName(name)
    ? { kind: 'role', name, ...(description !== undefined && { description }) }
    : undefined;
}
