import type { AclAccess, AclFile, BrokerVersion } from '#domain/mosquitto';
import type { Condition, Test } from './decision-list.js';
import type { Client } from './policy.js';
import type { Ruling } from './ruling.js';
import { substituted } from './substitution.js';

type Section = Extract<Ruling, { kind: 'acl-line' }>['section'];

/** A rule of an acl_file with the user for whom it is. */
export interface AclRule {
  readonly line: number;
  readonly section: Section;
  readonly access: AclAccess;
  readonly filter: string;
}

/** The rules of an acl_file by whom they are for, in the order of the lines. */
export interface AclSections {
  readonly anonymous: readonly AclRule[];
  readonly users: ReadonlyMap<string, readonly AclRule[]>;
  readonly patterns: readonly AclRule[];
}

const known = new WeakMap<AclFile, AclSections>();

/** The sections of the file; those of the same user are one, wherever they stand. */
export function aclSections(file: AclFile): AclSections {
  const found = known.get(file) ?? sorted(file);
  known.set(file, found);
  return found;
}

function sorted({ lines }: AclFile): AclSections {
  const anonymous: AclRule[] = [];
  const users = new Map<string, AclRule[]>();
  const patterns: AclRule[] = [];
  let current: AclRule[] = anonymous;
  let section: Section = 'anonymous';
  for (const line of lines) {
    if (line.kind === 'user') {
      current = users.get(line.name) ?? [];
      users.set(line.name, current);
      section = 'user';
    } else if (line.kind === 'topic' || line.kind === 'pattern') {
      const { number, access, filter } = line;
      if (line.kind === 'topic') current.push({ line: number, section, access, filter });
      else patterns.push({ line: number, section: 'pattern', access, filter });
    }
  }
  return { anonymous, users, patterns };
}

/**
 * What an acl_file goes through for a client: the denials of its section, the last line first, then what the section
 * gives; then the same with the patterns. (`security_default.c` of 2.0, `acl_check.c` of 2.1.)
 */
export function aclFileTests(
  file: AclFile,
  client: Client,
  action: 'publish' | 'receive',
  broker: BrokerVersion,
): Test[] {
  const { anonymous, users, patterns } = aclSections(file);
  const own = client.username === undefined ? anonymous : (users.get(client.username) ?? []);
  const tests = inOrder(own).map((rule) =>
    test(rule, { kind: 'selected', filter: rule.filter }, action),
  );
  if (patterns.length > 0 && /[+#]/.test(`${client.username ?? ''}${client.clientId}`)) {
    tests.push({
      by: { kind: 'broker', rule: 'wildcard-in-name' },
      when: { kind: 'always' },
      then: 'deny',
    });
  }
  for (const rule of inOrder(patterns)) {
    tests.push(test(rule, substituted(rule.filter, client, broker.substitutes), action));
  }
  return tests;
}

/** Each denial is put before all others as it is read, each grant behind them. */
function inOrder(rules: readonly AclRule[]): AclRule[] {
  const denials = rules.filter(({ access }) => access === 'deny').reverse();
  return [...denials, ...rules.filter(({ access }) => access !== 'deny')];
}

function test(rule: AclRule, when: Condition, action: 'publish' | 'receive'): Test {
  return { by: { kind: 'acl-line', ...rule }, when, then: effect(rule.access, action) };
}

function effect(access: AclAccess, action: 'publish' | 'receive'): Test['then'] {
  if (access === 'deny') return 'deny';
  if (access === 'readwrite') return 'allow';
  return (access === 'write') === (action === 'publish') ? 'allow' : 'pass';
}
