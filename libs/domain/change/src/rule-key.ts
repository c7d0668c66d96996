import type { RulePrincipal, RuleSpec } from './view.js';

/** Makes the keys of rules that come in their order: the same words wherever the same is said. */
export class RuleKeys {
  readonly #counts = new Map<string, number>();

  next({
    principal,
    permission,
    topicFilter,
  }: Pick<RuleSpec, 'principal' | 'permission' | 'topicFilter'>): string {
    const words = JSON.stringify([...wordsOf(principal), permission, topicFilter]);
    const nth = (this.#counts.get(words) ?? 0) + 1;
    this.#counts.set(words, nth);
    return `${words}${nth}`;
  }
}

function wordsOf(principal: RulePrincipal): readonly string[] {
  return 'name' in principal ? [principal.type, principal.name] : [principal.type];
}
