import { aclDenialFindings } from './lint-acl-denials.js';
import { aclLineFindings } from './lint-acl-lines.js';
import { aclSectionFindings } from './lint-acl-sections.js';
import { dynsecFindings } from './lint-dynsec.js';
import { Patience } from './lint-filter-set.js';
import type { Finding, LintedFile, LintRule } from './lint-finding.js';
import { loginFindings } from './lint-logins.js';
import { nameFindings } from './lint-names.js';
import { problemFindings } from './lint-problems.js';
import { roleFindings } from './lint-roles.js';
import type { Policy } from './policy.js';

/** How much of a broker's policy is known: all of it, or files alone, and nothing of who can log in. */
export type LintScope = 'policy' | 'files';

/** Of one kind, only so many are listed. */
const MOST_OF_A_KIND = 100;
/** How many steps a search can take: far more than it does, unless somebody wants it to take long. */
const MOST_STEPS = 3_000_000;
const MOST_STEPS_FOR_A_RULE = 100;

/**
 * What people should look at in a policy, by file and line. Of each kind the first hundred are listed, and the next
 * one says how many more there are.
 */
export function lint(policy: Policy, scope: LintScope = 'policy'): readonly Finding[] {
  return listed(findings(policy, scope)).sort(byPlace);
}

function* findings(policy: Policy, scope: LintScope): Generator<Finding> {
  yield* problemFindings(policy);
  if (scope === 'policy') yield* loginFindings(policy);
  yield* togetherFindings(policy);
  yield* nameFindings(policy);
  yield* aclLineFindings(policy);
  yield* dynsecFindings(policy);
  const { aclFile, dynsec } = policy;
  const entries = dynsec?.roles.reduce((sum, { acls }) => sum + acls.length, 0);
  const patience = { acl: patienceFor(aclFile?.lines.length), dynsec: patienceFor(entries) };
  yield* aclSectionFindings(policy, patience.acl);
  yield* aclDenialFindings(policy, patience.acl);
  yield* roleFindings(policy, patience.dynsec);
  if (patience.acl.isOver) yield notCompared('acl_file');
  if (patience.dynsec.isOver) yield notCompared('dynamic-security');
}

function* togetherFindings({ aclFile, dynsec }: Policy): Generator<Finding> {
  if (aclFile === undefined || dynsec === undefined) return;
  const message =
    'The plugin is asked first, and what it does not decide goes on to the acl_file. That one grants every subscription, so those that no role and no default of the plugin grants are granted, too.';
  yield { rule: 'plugin-and-acl-file', severity: 'warning', file: 'acl_file', line: 1, message };
}

function patienceFor(rules = 0): Patience {
  return new Patience(MOST_STEPS + MOST_STEPS_FOR_A_RULE * rules);
}

function notCompared(file: LintedFile): Finding {
  const message =
    'There are so many rules with wildcards that not all of them were compared with each other. Needless ones can be missing here.';
  return { rule: 'not-compared', severity: 'notice', file, line: 1, message };
}

function listed(all: Iterable<Finding>): Finding[] {
  const found: Finding[] = [];
  const counts = new Map<LintRule, number>();
  const last = new Map<LintRule, Finding>();
  for (const finding of all) {
    const count = (counts.get(finding.rule) ?? 0) + 1;
    counts.set(finding.rule, count);
    if (count <= MOST_OF_A_KIND) found.push(finding);
    else if (count === MOST_OF_A_KIND + 1) last.set(finding.rule, finding);
  }
  for (const [rule, { severity, file, line }] of last) {
    const more = (counts.get(rule) ?? 0) - MOST_OF_A_KIND;
    const message = `There are ${more} more findings of this kind, which are not listed.`;
    found.push({ rule, severity, file, line, message });
  }
  return found;
}

const FILES: readonly LintedFile[] = ['acl_file', 'password_file', 'dynamic-security'];

function byPlace(a: Finding, b: Finding): number {
  return FILES.indexOf(a.file) - FILES.indexOf(b.file) || a.line - b.line;
}
