import { rulesOf } from './change.js';
import type { DeclaredRule } from './declaration.js';
import { withOwnRules } from './dynsec-rule-edits.js';
import { placed, type EditList } from './edit-list.js';
import { fileWithUserRules } from './file-edit.js';
import { keptRules, principalWords, ruleWords } from './rule-bag.js';
import type { AclRule, RuleSpec } from './view.js';

/** More than these are made together. */
const MANY = 100;

/**
 * The rules that belong to no role become as declared. Where there are files, a rule that is not declared makes room for
 * one that is, at the same place in the file, if they are for the same clients.
 */
export async function changeRules(
  list: EditList,
  declared: readonly DeclaredRule[],
): Promise<void> {
  const { backend } = list.document;
  const wanted = backend === 'file' ? declared : keptTogether(declared);
  const there = rulesOf(list.document).filter(({ principal }) => principal.type !== 'role');
  const { missing, surplus, otherwise } = compared(wanted, there);
  const exchanged =
    backend === 'file' ? exchanges(missing, surplus) : new Map<string, DeclaredRule>();
  // From the end: the key of a rule counts the equal ones in front of it.
  for (const is of there.toReversed()) {
    const { key } = is;
    const instead = exchanged.get(key) ?? otherwise.get(key);
    if (instead) {
      const rule = described(instead.rule, is);
      await list.add({ kind: 'change-rule', key, rule }, rulePlace(instead.pointer));
    } else if (surplus.has(key)) await list.add({ kind: 'delete-rule', key }, () => '/rules');
  }
  const done = new Set(exchanged.values());
  await createRules(
    list,
    missing.filter((one) => !done.has(one)),
  );
}

/** Very many for users at once: each edit looks at everything anew. */
async function createRules(list: EditList, rules: readonly DeclaredRule[]): Promise<void> {
  const { document } = list;
  const together = rules.filter(({ rule }) => rule.principal.type === 'user');
  const atOnce = together.length > MANY;
  if (atOnce) {
    let place: ((pointer: string) => string) | undefined;
    const specs = function* () {
      for (const { rule, pointer } of together) {
        place = rulePlace(pointer);
        yield rule;
      }
    };
    const after = placed(
      () =>
        document.backend === 'file'
          ? fileWithUserRules(document, specs())
          : withOwnRules(document, specs()),
      (pointer) => place?.(pointer) ?? pointer,
    );
    list.bring(after, together.length);
  }
  for (const { rule, pointer } of rules) {
    if (atOnce && rule.principal.type === 'user') continue;
    await list.add({ kind: 'create-rule', rule }, rulePlace(pointer));
  }
}

/** As the plugin keeps them; each stands where the first rule is declared that is a part of it. */
function keptTogether(declared: readonly DeclaredRule[]): readonly DeclaredRule[] {
  const together = Map.groupBy(declared, ({ rule }) => principalWords(rule.principal));
  return [...together.values()].flatMap((same) =>
    keptRules(
      'dynamic-security',
      same.map(({ rule }) => rule),
    ).flatMap((kept) => {
      const first = same.find(({ rule }) => rule.topicFilter === kept.topicFilter);
      if (first === undefined) return [];
      const { principal, description } = first.rule;
      const rule = { principal, ...kept, ...(description !== undefined && { description }) };
      return [{ pointer: first.pointer, rule }];
    }),
  );
}

interface Comparison {
  readonly missing: readonly DeclaredRule[];
  /** By key. */
  readonly surplus: ReadonlyMap<string, AclRule>;
  /** Declared with another description, by the key of the rule that is there. */
  readonly otherwise: ReadonlyMap<string, DeclaredRule>;
}

/** Each declared rule takes one that says the same: with the same description, with any if it has none, or another. */
function compared(wanted: readonly DeclaredRule[], there: readonly AclRule[]): Comparison {
  const surplus = new Map(there.map((rule) => [rule.key, rule]));
  const free = Map.groupBy(there, wordsOf);
  const otherwise = new Map<string, DeclaredRule>();
  const take = (one: DeclaredRule, isFit: (rule: AclRule) => boolean) => {
    const rules = free.get(wordsOf(one.rule)) ?? [];
    const at = rules.findIndex(isFit);
    const [taken] = at === -1 ? [] : rules.splice(at, 1);
    if (taken) surplus.delete(taken.key);
    return taken;
  };
  const left = wanted
    .filter((one) => !take(one, (rule) => wordsAbout(rule) === wordsAbout(one.rule)))
    .filter((one) => one.rule.description !== undefined || !take(one, () => true));
  const missing = left.filter((one) => {
    const taken = take(one, () => true);
    if (taken) otherwise.set(taken.key, one);
    return taken === undefined;
  });
  return { missing: onceOf(missing, wanted), surplus, otherwise };
}

/** Of those that are missing, what is not said anyway: to say it twice means nothing else than once. */
function onceOf(
  missing: readonly DeclaredRule[],
  wanted: readonly DeclaredRule[],
): readonly DeclaredRule[] {
  const lost = new Set(missing);
  const said = new Set(wanted.filter((one) => !lost.has(one)).map(({ rule }) => wordsOf(rule)));
  return missing.filter(({ rule }) => said.size < said.add(wordsOf(rule)).size);
}

/** Which missing rule takes the place of which one that goes: of the same topic if there is one. */
function exchanges(
  missing: readonly DeclaredRule[],
  surplus: ReadonlyMap<string, AclRule>,
): ReadonlyMap<string, DeclaredRule> {
  const exchanged = new Map<string, DeclaredRule>();
  const pair = (nameOf: (rule: RuleSpec) => string) => {
    const free = Map.groupBy(
      [...surplus.values()].filter(({ key }) => !exchanged.has(key)),
      nameOf,
    );
    const done = new Set(exchanged.values());
    for (const one of missing) {
      const place = done.has(one) ? undefined : free.get(nameOf(one.rule))?.shift();
      if (place !== undefined) exchanged.set(place.key, one);
    }
  };
  pair(({ principal, topicFilter }) => `${principalWords(principal)} ${topicFilter}`);
  pair(({ principal }) => principalWords(principal));
  return exchanged;
}

function wordsOf(rule: RuleSpec): string {
  return `${principalWords(rule.principal)} ${ruleWords(rule)}`;
}

const wordsAbout = ({ description = '' }: RuleSpec): string => description.trim();

/** Without a description of its own, with that of the rule that was about the same. */
function described(rule: RuleSpec, { topicFilter, description }: AclRule): RuleSpec {
  const isAboutIt = rule.description === undefined && topicFilter === rule.topicFilter;
  return isAboutIt && description !== undefined ? { ...rule, description } : rule;
}

export const rulePlace =
  (pointer: string) =>
  (within: string): string =>
    `${pointer}${within === '/topicFilter' ? '/topic' : within === '/principal' ? '' : within}`;
