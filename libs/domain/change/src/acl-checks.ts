import { printAclStatement, type WritableAclStatement } from '#domain/mosquitto';
import { filledIn, wordsOf } from './acl-outline.js';
import type { AclText } from './acl-text.js';
import { EditRefused, type RoleSpec } from './edit.js';
import { whyNoDescription, whyNoFilter, whyNoRoleName, whyNoUsername } from './name-rules.js';
import { PROBE_USER } from './probe.js';
import type { RoleRule, RulePrincipal, RuleSpec } from './view.js';

/** Refuses when there is a reason to. */
export function refuseInvalid(why: string | undefined, pointer: string): void {
  if (why !== undefined) throw new EditRefused('invalid', why, pointer);
}

/**
 * A file that the broker would not take as it looks is changed by nobody but who mends it: where a line belongs is not
 * known as long as the lines above it are not.
 */
export function refuseFaulty({ problem }: AclText): void {
  if (problem === undefined) return;
  const message = `The acl_file has a fault in line ${problem.line}: ${problem.reason} Mend it in the text of the file first.`;
  throw new EditRefused('invalid', message);
}

/** Whether the files have the user already, whatever the name. */
export type Known = (username: string) => boolean;

/** What stands there already, perhaps written by hand, need not be what MCM would let somebody write. */
export function refuseRule(spec: RuleSpec, known: Known, before?: RuleSpec): void {
  const { principal, description = '' } = spec;
  if (principal.type === 'user' && !(known(principal.name) && principal.name !== PROBE_USER)) {
    refuseInvalid(whyNoUsername(principal.name), '/principal');
  }
  if (principal.type === 'role' && spec.description !== undefined) {
    const message = 'In an acl_file only the role has a description, not its rules. Leave it out.';
    throw new EditRefused('not-supported', message, '/description');
  }
  refusePluginOnly(spec);
  if (before === undefined || wordsOf(spec) !== wordsOf(before)) {
    refuseInvalid(whyNoFilter(spec.topicFilter, principal.type), '/topicFilter');
  }
  if (description !== before?.description) {
    refuseInvalid(whyNoDescription(description), '/description');
  }
}

/** The same of a role. */
export function refuseRole({ name, description = '', rules }: RoleSpec, before?: RoleSpec): void {
  if (name !== before?.name) refuseInvalid(whyNoRoleName(name), '/name');
  if (description !== before?.description) {
    refuseInvalid(whyNoDescription(description), '/description');
  }
  const old = new Set(before?.rules.map(wordsOf));
  const said = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const pointer = `/rules/${index}`;
    refusePluginOnly(rule, pointer);
    const words = wordsOf(rule);
    if (old.has(words)) continue;
    refuseInvalid(whyNoFilter(rule.topicFilter, 'role'), `${pointer}/topicFilter`);
    if (said.has(words)) {
      const message = `Another rule of this role says ${words} already. Leave one out.`;
      throw new EditRefused('name-taken', message, `${pointer}/topicFilter`);
    }
    said.add(words);
  }
}

function refusePluginOnly(rule: RoleRule, above = ''): void {
  for (const member of ['acltypes', 'priority'] as const) {
    if (rule[member] === undefined) continue;
    const message = `An acl_file has no ${member}: only the dynamic-security plugin does. Leave it out.`;
    throw new EditRefused('not-supported', message, `${above}/${member}`);
  }
}

/** The lines of a role for one user; refuses a name that cannot be filled in. */
export function linesFor(username: string, rules: readonly RoleRule[]): readonly string[] {
  return rules.map((rule) => {
    const filled = filledIn(rule, username);
    const why =
      (filled === rule ? undefined : whyNoUsername(username)) ??
      whyNoFilter(filled.topicFilter, 'user');
    if (why !== undefined) {
      const message = `The user ${username} cannot have a role with ${rule.topicFilter}. ${why}`;
      throw new EditRefused('invalid', message, '/roles');
    }
    return ruleLine(filled, { type: 'user', name: username });
  });
}

/** The line without its end. */
export function ruleLine(rule: RoleRule, principal: RulePrincipal): string {
  return printAclStatement(statementOf(rule, principal));
}

function statementOf(
  { permission, topicFilter }: RoleRule,
  { type }: RulePrincipal,
): WritableAclStatement {
  return { kind: type === 'all' ? 'pattern' : 'topic', access: permission, filter: topicFilter };
}
