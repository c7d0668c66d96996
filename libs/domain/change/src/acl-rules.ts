import { blockState, outlineOf, type Outline } from './acl-outline.js';
import { startWithDescription, type AclText, type TextLine } from './acl-text.js';
import { RuleKeys } from './rule-key.js';
import type { AclRule, RulePrincipal, RuleSpec } from './view.js';

/** A rule, and where it stands: the index of its line. */
export interface LocatedRule {
  readonly rule: AclRule;
  readonly at: number;
  /** Whether it stands between the marks of a role that does not say it. The next edit of the role takes it away. */
  readonly isStranger: boolean;
}

const known = new WeakMap<AclText, readonly LocatedRule[]>();

/** The rules of users, of roles and for all, as they stand in the file; what a user has by a role is not repeated. */
export function rulesIn(acl: AclText): readonly LocatedRule[] {
  const found = known.get(acl) ?? located(acl);
  known.set(acl, found);
  return found;
}

function located(acl: AclText): readonly LocatedRule[] {
  const { lines } = acl;
  const outline = outlineOf(acl);
  const byRole = linesByRoles(lines, outline);
  const keys = new RuleKeys();
  const rules: LocatedRule[] = [];
  let principal: RulePrincipal = { type: 'anonymous' };
  let role: RulePrincipal | undefined;
  for (const [at, line] of lines.entries()) {
    const { says, mark } = line;
    if (says.kind === 'user') principal = { type: 'user', name: says.name };
    // A second definition of a role does not count.
    if (mark?.kind === 'role') {
      const isFirst = outline.roles.get(mark.name)?.at === at;
      role = isFirst ? { type: 'role', name: mark.name } : undefined;
    } else if (mark?.kind !== 'role-rule') role = undefined;
    const spec = byRole.get(at) === 'role' ? undefined : specOf(lines, at, principal, role);
    if (spec === undefined) continue;
    const rule: AclRule = { ...spec, key: keys.next(spec), line: at + 1 };
    rules.push({ rule, at, isStranger: byRole.get(at) === 'stranger' });
  }
  return rules;
}

function specOf(
  lines: readonly TextLine[],
  at: number,
  section: RulePrincipal,
  role: RulePrincipal | undefined,
): RuleSpec | undefined {
  const { says, mark } = lines[at] ?? {};
  if (mark?.kind === 'role-rule' && role !== undefined) return { principal: role, ...mark.rule };
  if (says?.kind !== 'topic' && says?.kind !== 'pattern') return undefined;
  const principal: RulePrincipal = says.kind === 'pattern' ? { type: 'all' } : section;
  const description = descriptionOf(lines, at);
  return {
    principal,
    permission: says.access,
    topicFilter: says.filter,
    ...(description !== '' && { description }),
  };
}

/** What the comment about a rule says; empty when there is none. */
function descriptionOf(lines: readonly TextLine[], at: number): string {
  const start = startWithDescription(lines, at);
  return start === at ? '' : (lines[start]?.text.slice(1).trim() ?? '');
}

/** The topic lines between the marks of roles. */
function linesByRoles(
  lines: readonly TextLine[],
  { sections, roles }: Outline,
): ReadonlyMap<number, 'role' | 'stranger'> {
  const found = new Map<number, 'role' | 'stranger'>();
  for (const { username, blocks } of [...sections.values()].flat()) {
    for (const block of blocks) {
      const rules = roles.get(block.role)?.rules ?? [];
      const { strangers } = blockState(lines, block, rules, username);
      for (let at = block.begin + 1; at < block.end; at++) {
        if (lines[at]?.says.kind !== 'topic') continue;
        found.set(at, strangers.has(at) ? 'stranger' : 'role');
      }
    }
  }
  return found;
}
