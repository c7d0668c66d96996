import { brokerVersion, parseAclFile, parsePasswordFile } from '#domain/mosquitto';
import type { LintRule } from '../src/lint-finding.js';
import { lint } from '../src/lint.js';
import type { Policy } from '../src/policy.js';

export const LINES = ['2.0', '2.1'] as const;
export const bytes = (text: string) => new TextEncoder().encode(text);

const HASH =
  '$7$101$MDEyMzQ1Njc4OWFi$K4XlRDmnl1jJL8hDMsaYzwTgbNnwMjbRqpLN3CIw3RGcWj7SIXlWLKzDs1y601BCf6mNEMUmGcJ3s1Q0Wgp7Qg==';

export function policyOf(rules: string, version = '2.0', rest: Partial<Policy> = {}): Policy {
  const broker = brokerVersion(version);
  if (broker === undefined) throw new Error(`No broker ${version}.`);
  const aclFile = parseAclFile(bytes(rules));
  const passwordFile = passwords('ann', 'bob');
  return { broker, allowAnonymous: false, aclFile, passwordFile, ...rest };
}

/** A password_file with these names, a line each. */
export function passwords(...names: readonly string[]) {
  const broker = brokerVersion('2.0.22');
  if (broker === undefined) throw new Error('No broker.');
  return parsePasswordFile(bytes(names.map((name) => `${name}:${HASH}\n`).join('')), broker);
}

/** The findings of these kinds, each as its line and kind. */
export function found(policy: Policy, ...rules: readonly LintRule[]): readonly string[] {
  return lint(policy)
    .filter(({ rule }) => rules.length === 0 || rules.includes(rule))
    .map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
}

/** What the first finding of the kind says. */
export function message(policy: Policy, rule: LintRule): string | undefined {
  return lint(policy).find((finding) => finding.rule === rule)?.message;
}

export const aclFile = (...lines: readonly string[]) => lines.join('\n');
