import { dynsecClient } from './dynsec-roles.js';
import type { Explanation, Step } from './explanation.js';
import type { Client, Policy } from './policy.js';
import type { BrokerRule } from './ruling.js';

/**
 * Whether a client may log in, given the right password: who is known where, and what happens with those who are
 * not. Asked in this order: the plugin, the password_file; each leaves to the next whom it does not know.
 */
export function explainLogin(policy: Policy, client: Client): Explanation {
  const { passwordFile, dynsec, allowAnonymous } = policy;
  if (client.username === undefined) {
    return decided(allowAnonymous ? 'anonymous-allowed' : 'anonymous-refused', allowAnonymous);
  }
  const steps: Step[] = [];
  if (dynsec !== undefined) {
    const answer = pluginAnswer(policy, client.username, client.clientId);
    if (answer.allowed !== undefined) return decided(answer.rule, answer.allowed);
    steps.push(step(answer.rule, 'no-match'));
  }
  if (passwordFile !== undefined) {
    const known = namesOf(passwordFile).has(client.username);
    return decided(known ? 'in-password-file' : 'not-in-password-file', known, steps);
  }
  if (dynsec !== undefined) return decided('nobody-knows-the-name', false, steps);
  return decided(allowAnonymous ? 'any-name-allowed' : 'nobody-knows-the-name', allowAnonymous);
}

const names = new WeakMap<Passwords, ReadonlySet<string>>();

type Passwords = NonNullable<Policy['passwordFile']>;

/** Kept for as long as the file is, for questions about many clients. */
function namesOf(file: Passwords): ReadonlySet<string> {
  const found = names.get(file) ?? new Set(file.users.map(({ username }) => username));
  names.set(file, found);
  return found;
}

interface PluginAnswer {
  readonly rule: BrokerRule;
  /** Absent when the plugin leaves it to the password_file. */
  readonly allowed?: boolean;
}

function pluginAnswer(policy: Policy, username: string, clientId: string): PluginAnswer {
  const { dynsec, broker } = policy;
  const known = dynsec && dynsecClient(dynsec, username, broker);
  if (known === undefined) return { rule: 'unknown-to-plugin' };
  if (known.disabled) return { rule: 'plugin-client-disabled', allowed: false };
  // An id that the broker makes up is nobody's.
  if (known.clientId !== undefined && (known.clientId !== clientId || clientId === '')) {
    return { rule: 'plugin-client-other-id', allowed: false };
  }
  const { hasPassword, passwordOnlyFor = broker.line } = known;
  if (hasPassword && passwordOnlyFor === broker.line)
    return { rule: 'plugin-client', allowed: true };
  // 2.1 answers for whom it knows, 2.0 leaves a client without a password to the password_file.
  const refused = broker.line === '2.0' ? {} : { allowed: false };
  return { rule: 'plugin-client-without-password', ...refused };
}

function decided(rule: BrokerRule, allowed: boolean, before: readonly Step[] = []): Explanation {
  const because = { kind: 'broker', rule } as const;
  return { allowed, because, trail: [...before, step(rule, 'decides')] };
}

function step(rule: BrokerRule, outcome: Step['outcome']): Step {
  return { by: { kind: 'broker', rule }, outcome };
}
