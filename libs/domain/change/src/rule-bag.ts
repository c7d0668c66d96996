import type { BackendKind } from './document.js';
import { aclsOf, rulesIn } from './dynsec-rules.js';
import type { RoleRule, RulePrincipal } from './view.js';

/**
 * The rules of one principal as they are read back from where they are kept: the plugin has one for all that is said of
 * a topic with one priority and one outcome.
 */
export function keptRules(backend: BackendKind, rules: readonly RoleRule[]): readonly RoleRule[] {
  return backend === 'file' ? rules : rulesIn(rules.flatMap(aclsOf));
}

/** The same text for rules that say the same, in whatever order. */
export function ruleBag(backend: BackendKind, rules: readonly RoleRule[]): string {
  return keptRules(backend, rules).map(ruleWords).sort().join('\n');
}

/** The same text for rules that say the same. */
export function ruleWords({ permission, topicFilter, acltypes, priority }: RoleRule): string {
  return JSON.stringify([permission, topicFilter, acltypes?.toSorted(), priority]);
}

/** The same text for the same principal. */
export function principalWords(principal: RulePrincipal): string {
  return JSON.stringify([principal.type, 'name' in principal ? principal.name : '']);
}
