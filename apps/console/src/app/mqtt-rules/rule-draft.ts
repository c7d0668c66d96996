import { whyNoDescription, whyNoUsername } from '#domain/change';
import type {
  AccessBackendKind,
  AclRule,
  AclRuleRequest,
  DynsecAclType,
  Permission,
  PrincipalType,
} from '../api/models';
import { readFilter } from '../access/filter-reading';

/** A rule as somebody is filling it in. */
export interface RuleDraft {
  readonly type: PrincipalType;
  /** Of the user or role; of no use for the others. */
  readonly principal: string;
  readonly permission: Permission;
  readonly topicFilter: string;
  readonly description: string;
  /** Of the plugin, as it is typed: empty for the one that the permission stands for. */
  readonly priority: string;
  /** Of the plugin: absent for those that the permission stands for. */
  readonly acltypes?: readonly DynsecAclType[] | undefined;
}

export const NEW_RULE: RuleDraft = {
  type: 'user',
  principal: '',
  permission: 'read',
  topicFilter: '',
  description: '',
  priority: '',
};

export const PRINCIPAL_TYPES = ['user', 'role', 'all', 'anonymous'] as const;

export const PRINCIPAL_WORDS: Readonly<Record<PrincipalType, string>> = {
  user: 'A user',
  role: 'A role',
  all: 'All users',
  anonymous: 'Anonymous',
};

export const PRINCIPAL_HINTS: Readonly<Record<PrincipalType, string>> = {
  user: 'For one user alone.',
  role: 'For whoever has the role. %u stands for the name of each.',
  all: 'For every client that names a user. %u and %c stand for its name and its client id.',
  anonymous: 'For clients that name no user, if the broker lets them in.',
};

export const isNamed = (type: PrincipalType): boolean => type === 'user' || type === 'role';

export function draftOf(rule: AclRule): RuleDraft {
  const { principalType = 'user', principal = '', permission, topicFilter } = rule;
  const { description = '', priority, acltypes } = rule;
  return {
    ...{ type: principalType, principal, permission, topicFilter, description },
    priority: priority === undefined ? '' : String(priority),
    ...(acltypes !== undefined && { acltypes }),
  };
}

/** Another permission stands for other kinds of entries. */
export function withPermission(draft: RuleDraft, permission: Permission): RuleDraft {
  return permission === draft.permission ? draft : { ...draft, permission, acltypes: undefined };
}

export function requestOf(draft: RuleDraft): AclRuleRequest {
  const { type, principal, permission, topicFilter, acltypes } = draft;
  const [description, priority] = [draft.description.trim(), draft.priority.trim()];
  return {
    ...{ principalType: type, permission, topicFilter },
    ...(isNamed(type) && { principal }),
    ...(description !== '' && { description }),
    ...(priority !== '' && { priority: Number(priority) }),
    ...(acltypes !== undefined && { acltypes: [...acltypes] }),
  };
}

/** What is wrong with a rule, by the member that it is about. */
export type RuleFaults = Readonly<
  Partial<Record<'principal' | 'topicFilter' | 'description' | 'priority', string>>
>;

/** Whether a rule has a place for a description, or else why not. */
export function whyUndescribed(
  type: PrincipalType,
  backend: AccessBackendKind | undefined,
): string | undefined {
  if (backend === 'dynamic-security')
    return 'The dynamic-security plugin has no place for a description of a rule. Describe its role.';
  return backend === 'file' && type === 'role'
    ? 'In an acl_file the role has a description, its rules have none.'
    : undefined;
}

const MOST_PRIORITY = 100_000;

export function ruleFaults(
  { type, principal, topicFilter, description, priority }: RuleDraft,
  backend: AccessBackendKind | undefined,
  before?: AclRule,
): RuleFaults {
  const reading = readFilter(topicFilter, { type, backend });
  const [principalFault, descriptionFault] = [
    type === 'user' && principal !== before?.principal ? whyNoUsername(principal) : undefined,
    backend === 'file' ? whyNoDescription(description) : undefined,
  ];
  const number = priority.trim() === '' ? 0 : Number(priority);
  const isPriority = Number.isInteger(number) && Math.abs(number) <= MOST_PRIORITY;
  return {
    ...(isNamed(type) && principal === '' && { principal: `Name the ${type}.` }),
    ...(principal !== '' && principalFault !== undefined && { principal: principalFault }),
    ...('problem' in reading && { topicFilter: reading.problem }),
    ...(descriptionFault !== undefined && { description: descriptionFault }),
    ...(!isPriority && { priority: 'A whole number from -100,000 to 100,000.' }),
  };
}
