import { refuseRule, ruleLine, type Known } from './acl-checks.js';
import { outlineOf, wordsOf } from './acl-outline.js';
import { changedRole, definitionOf } from './acl-role-edits.js';
import { rulesIn, type LocatedRule } from './acl-rules.js';
import {
  emptied,
  endOfSections,
  insertedForUser,
  insertedForUsers,
  removals,
} from './acl-sections.js';
import {
  isBlank,
  isComment,
  isRule,
  spliced,
  startWithDescription,
  type AclText,
  type Splice,
} from './acl-text.js';
import { EditRefused, type RoleSpec } from './edit.js';
import { principalWords } from './rule-bag.js';
import type { RulePrincipal, RuleSpec } from './view.js';

export function withRule(acl: AclText, spec: RuleSpec, known: Known): AclText {
  refuseRule(spec, known);
  refuseSecond(acl, spec);
  const { principal } = spec;
  if (principal.type === 'role') {
    const role = definitionOf(acl, principal.name, '/principal');
    return changedRole(acl, role.name, { ...role, rules: [...role.rules, bare(spec)] });
  }
  return spliced(acl, [inserted(acl, spec, principal)]);
}

/**
 * The same for many rules of users alone, as one after the other would be made, at once. The rule that is refused is the
 * one that was asked for last.
 */
export function withUserRules(acl: AclText, specs: Iterable<RuleSpec>, known: Known): AclText {
  const said = new Set(rulesIn(acl).map(({ rule }) => sayingOf(rule)));
  const lines = new Map<string, string[]>();
  for (const spec of specs) {
    const { principal } = spec;
    if (principal.type !== 'user') continue;
    refuseRule(spec, known);
    if (said.has(sayingOf(spec))) throw secondRule();
    said.add(sayingOf(spec));
    const own = lines.get(principal.name) ?? [];
    own.push(...commentOf(spec), ruleLine(spec, principal));
    lines.set(principal.name, own);
  }
  return spliced(acl, insertedForUsers(acl, lines));
}

export function withoutRule(acl: AclText, key: string): AclText {
  const found = ruleBy(acl, key);
  const { principal } = found.rule;
  return principal.type === 'role'
    ? roleWithRule(acl, principal.name, found, [])
    : spliced(acl, removals(linesWith(acl, found)));
}

export function changedRule(acl: AclText, key: string, spec: RuleSpec, known: Known): AclText {
  const found = ruleBy(acl, key);
  const { at, rule } = found;
  const { principal } = rule;
  if (found.isStranger || !isSame(principal, spec.principal)) {
    return withRule(withoutRule(acl, key), spec, known);
  }
  refuseRule(spec, known, rule);
  if (!isSameRule(rule, spec)) refuseSecond(acl, spec);
  if (principal.type === 'role') return roleWithRule(acl, principal.name, found, [bare(spec)]);
  const start = startWithDescription(acl.lines, at);
  const description = commentOf(spec);
  const comment: Splice = { at: start, remove: at - start, insert: description };
  const line: Splice = { at, remove: 1, insert: [ruleLine(spec, principal)] };
  return spliced(acl, [
    ...(rule.description === textOf(spec) ? [] : [comment]),
    ...(isSameRule(rule, spec) ? [] : [line]),
  ]);
}

function ruleBy(acl: AclText, key: string): LocatedRule {
  const found = rulesIn(acl).find(({ rule }) => rule.key === key);
  if (found !== undefined) return found;
  throw new EditRefused('rule-not-found', 'There is no such rule. It may have been changed since.');
}

function refuseSecond(acl: AclText, spec: RuleSpec): void {
  if (rulesIn(acl).some(({ rule }) => isSameRule(rule, spec))) throw secondRule();
}

const secondRule = () =>
  new EditRefused('name-taken', 'There is such a rule already.', '/topicFilter');

function isSameRule(a: RuleSpec, b: RuleSpec): boolean {
  return wordsOf(a) === wordsOf(b) && isSame(a.principal, b.principal);
}

/** The same text for the same rule. */
const sayingOf = (rule: RuleSpec): string => `${principalWords(rule.principal)} ${wordsOf(rule)}`;

function isSame(a: RulePrincipal, b: RulePrincipal): boolean {
  return a.type === b.type && ('name' in a ? a.name : '') === ('name' in b ? b.name : '');
}

/** Of a rule, what a role says. */
function bare({ permission, topicFilter }: RuleSpec): RoleSpec['rules'][number] {
  return { permission, topicFilter };
}

/** The description as it is read back; nothing when it says nothing. */
function textOf({ description = '' }: RuleSpec): string | undefined {
  const text = description.trim();
  return text === '' ? undefined : text;
}

export function commentOf(spec: RuleSpec): readonly string[] {
  const text = textOf(spec);
  return text === undefined ? [] : [`# ${text}`];
}

/** A role with something else in the place of a rule. */
function roleWithRule(
  acl: AclText,
  name: string,
  { at }: LocatedRule,
  instead: RoleSpec['rules'],
): AclText {
  const definition = definitionOf(acl, name);
  const rules = definition.rules.toSpliced(at - definition.at - 1, 1, ...instead);
  return changedRole(acl, name, { ...definition, rules });
}

/** The lines that go with a rule: its description, and its section when nothing is left of that. */
function linesWith(acl: AclText, { at, rule }: LocatedRule): readonly number[] {
  const start = startWithDescription(acl.lines, at);
  const removed = new Set(start === at ? [at] : [start, at]);
  const { principal } = rule;
  if (principal.type !== 'user') return [...removed];
  const sections = outlineOf(acl).sections.get(principal.name) ?? [];
  const section = sections.find((one) => one.start < at && at < one.end);
  return section === undefined ? [...removed] : [...removed, ...emptied(acl, section, removed)];
}

function inserted(
  acl: AclText,
  spec: RuleSpec,
  principal: Exclude<RulePrincipal, { type: 'role' }>,
): Splice {
  const lines = [...commentOf(spec), ruleLine(spec, principal)];
  if (principal.type === 'user') return insertedForUser(acl, principal.name, lines);
  const isPattern = principal.type === 'all';
  const last = isPattern ? acl.lines.findLastIndex(({ says }) => says.kind === 'pattern') : -1;
  return last === -1 ? insertedInHead(acl, lines) : { at: last + 1, remove: 0, insert: lines };
}

/**
 * Before the first `user`: below the last rule there, or else above the comment that belongs to that `user`, set off
 * from it by an empty line.
 */
function insertedInHead(acl: AclText, rule: readonly string[]): Splice {
  const { lines } = acl;
  const { headEnd } = outlineOf(acl);
  const last = lines.slice(0, headEnd).findLastIndex(isRule);
  if (last !== -1) return { at: last + 1, remove: 0, insert: rule };
  let at = Math.min(headEnd, endOfSections(acl));
  while (at < lines.length && isComment(lines[at - 1])) at--;
  const isSetOff = at === lines.length || isBlank(lines[at]);
  return { at, remove: 0, insert: isSetOff ? rule : [...rule, ''] };
}
