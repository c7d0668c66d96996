import { ACL_TYPES, type AclType } from '#domain/mosquitto';
import type { DynsecAclModel } from './document.js';
import type { Permission, RoleRule, RulePrincipal } from './view.js';

const READ = ['publishClientReceive', 'subscribePattern', 'unsubscribePattern'] as const;
const WRITE = ['publishClientSend'] as const;

/** What a permission stands for where no types are named, and with which priority. */
const MEANT: Readonly<Record<Permission, readonly AclType[]>> = {
  read: READ,
  write: WRITE,
  readwrite: [...WRITE, ...READ],
  deny: [...WRITE, 'publishClientReceive', 'subscribePattern'],
};
const DENY_PRIORITY = 10;
const usualPriority = (permission: Permission) => (permission === 'deny' ? DENY_PRIORITY : 0);

/** The entries that say what the rule says, in the order of their types. */
export function aclsOf(rule: RoleRule): readonly DynsecAclModel[] {
  const { permission, topicFilter: topic } = rule;
  const priority = rule.priority ?? usualPriority(permission);
  const named = new Set(rule.acltypes ?? MEANT[permission]);
  return ACL_TYPES.filter((type) => named.has(type)).map((acltype) => {
    return { acltype, topic, priority, allow: permission !== 'deny' };
  });
}

/** What the entries of one role say, as rules: those with the same topic, priority and outcome are one. */
export function rulesIn(acls: readonly DynsecAclModel[]): readonly RoleRule[] {
  const together = Map.groupBy(acls, ({ topic, priority, allow }) =>
    JSON.stringify([topic, priority, allow]),
  );
  return [...together.values()].flatMap((same) => (same[0] ? [ruleOf(same[0], same)] : []));
}

function ruleOf(
  { topic, priority, allow }: DynsecAclModel,
  acls: readonly DynsecAclModel[],
): RoleRule {
  const named = new Set(acls.map(({ acltype }) => acltype));
  const acltypes = ACL_TYPES.filter((type) => named.has(type));
  const permission = allow ? permissionOf(acltypes) : 'deny';
  const isMeant = acltypes.join() === typesMeant(permission).join();
  return {
    ...{ permission, topicFilter: topic },
    ...(isMeant ? {} : { acltypes }),
    ...(priority === usualPriority(permission) ? {} : { priority }),
  };
}

/** The permission that comes nearest to allowing these. */
export function permissionOf(acltypes: readonly AclType[]): Exclude<Permission, 'deny'> {
  const writes = acltypes.includes('publishClientSend');
  if (writes) return acltypes.length === 1 ? 'write' : 'readwrite';
  return 'read';
}

function typesMeant(permission: Permission): readonly AclType[] {
  const meant = MEANT[permission];
  return ACL_TYPES.filter((type) => meant.includes(type));
}

/** The same for rules that say the same of the same principal, in the same words or not. */
export function ruleKey(principal: RulePrincipal, rule: RoleRule): string {
  const { type } = principal;
  const [name, acls] = ['name' in principal ? principal.name : '', aclsOf(rule)];
  const { topicFilter, permission } = rule;
  const rest = acls.map(({ acltype, priority }) => `${acltype} ${priority}`);
  return JSON.stringify([type, name, permission, topicFilter, ...rest]);
}
