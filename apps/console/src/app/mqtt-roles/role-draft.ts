import { whyNoRoleName } from '#domain/change';
import type { MqttRole, MqttRoleRequest, RoleRule } from '../api/models';
import { count } from '../ui/formats';

/** A role as somebody is filling it in. */
export interface RoleDraft {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly RuleRow[];
}

/** A rule of it, in a row of its own; `key` tells the rows apart while they are changed. */
export interface RuleRow {
  readonly key: number;
  readonly rule: RoleRule;
}

const EMPTY_RULE: RoleRule = { permission: 'read', topicFilter: '' };

export const NEW_ROLE: RoleDraft = {
  name: '',
  description: '',
  rules: [{ key: 0, rule: EMPTY_RULE }],
};

export function draftOf({ name, description = '', rules }: MqttRole): RoleDraft {
  return { name, description, rules: rules.map((rule, key) => ({ key, rule })) };
}

/** What is wrong with a name; one that a role has already is not looked at. */
export function roleNameFault(name: string, before?: string): string | undefined {
  if (name === '') return 'Enter a name.';
  return name === before ? undefined : whyNoRoleName(name);
}

export function withRow(rows: readonly RuleRow[]): readonly RuleRow[] {
  const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  return [...rows, { key, rule: EMPTY_RULE }];
}

/** Another permission stands for other kinds of entries of the plugin. */
export function withPermission(rule: RoleRule, permission: RoleRule['permission']): RoleRule {
  const { topicFilter, priority } = rule;
  if (permission === rule.permission) return rule;
  return { permission, topicFilter, ...(priority !== undefined && { priority }) };
}

export function requestOf({ name, description, rules }: RoleDraft): MqttRoleRequest {
  const text = description.trim();
  return {
    name,
    ...(text !== '' && { description: text }),
    rules: rules.map(({ rule }) => rule),
  };
}

const NAMED = 5;

/** Some of many names: `a, b, c, d, e and 7 more`. */
export function someOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ');
  return more > 0 ? `${named} and ${count(more)} more` : named;
}
