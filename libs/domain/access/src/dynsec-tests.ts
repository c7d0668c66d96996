import type { AclType, BrokerVersion, DynsecState } from '#domain/mosquitto';
import type { Condition, Test } from './decision-list.js';
import {
  entriesInOrder,
  heldRoles,
  literalEntries,
  type Entry,
  type HeldRole,
} from './dynsec-roles.js';
import type { Client, TopicAction } from './policy.js';
import type { DefaultType } from './ruling.js';
import { namesOf, substitutedLevels } from './substitution.js';

const DEFAULTS: Readonly<Record<TopicAction, DefaultType>> = {
  publish: 'publishClientSend',
  receive: 'publishClientReceive',
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
};

/** An entry to think away: of this role, the how-many-eth. */
export interface Without {
  readonly role: string;
  readonly entry: number;
}

/** Who asks what of which broker. */
export interface Asked {
  readonly client: Client;
  readonly action: TopicAction;
  readonly broker: BrokerVersion;
  readonly without?: Without | undefined;
}

/**
 * What the dynamic-security plugin goes through for a client: its roles and those of its groups by priority, in each
 * the entries by priority, then the default (`acl.c` of the plugin). What it does not grant it leaves to the
 * acl_file, where there is one.
 */
export function dynsecTests(state: DynsecState, asked: Asked): Test[] {
  const { client, action, broker } = asked;
  const roles = heldRoles(state, client, broker);
  if (roles === undefined) {
    const by = { kind: 'broker', rule: 'unknown-to-plugin' } as const;
    return [{ by, when: { kind: 'always' }, then: 'pass' }];
  }
  const tests = roles.flatMap((held) => roleTests(held, asked));
  const type = DEFAULTS[action];
  const allow = state.defaults[type];
  tests.push({
    by: { kind: 'dynsec-default', type, allow },
    when: allow ? { kind: 'begins-not', prefix: '$CONTROL' } : { kind: 'always' },
    then: allow ? 'allow' : 'pass',
  });
  return tests;
}

function roleTests(held: HeldRole, { client, action, broker, without }: Asked): Test[] {
  const { role } = held;
  const skip = without?.role === role.name ? without.entry : undefined;
  if (action === 'publish' || action === 'receive') {
    return entriesInOrder(role, DEFAULTS[action] as AclType, broker, skip).flatMap((entry) =>
      entryTests(held, entry, topicConditions(entry.acl.topic, client, broker)),
    );
  }
  const tests: Test[] = [];
  if (
    action === 'subscribe' &&
    broker.pluginForbidsWildcards &&
    !role.allowsWildcardSubscriptions
  ) {
    const by = {
      kind: 'role-wildcards',
      role: role.name,
      ...groupOf(held),
      line: role.line,
    } as const;
    tests.push({ by, when: { kind: 'wildcard' }, then: 'deny' });
  }
  for (const entry of literalEntries(role, `${action}Literal`, broker, skip)) {
    tests.push(...entryTests(held, entry, [{ kind: 'literal', topic: entry.acl.topic }]));
  }
  for (const entry of entriesInOrder(role, `${action}Pattern`, broker, skip)) {
    tests.push(...entryTests(held, entry, subscriptionConditions(entry.acl.topic, client, broker)));
  }
  return tests;
}

/** When the entry decides as it says; and, second, when the fault in its filter denies. */
type Conditions = readonly [Condition, Condition?];

function entryTests(held: HeldRole, { acl, entry }: Entry, [says, faulty]: Conditions): Test[] {
  const { type, topic, priority, allow, line } = acl;
  const role = { role: held.role.name, ...groupOf(held) };
  const by = { kind: 'role-acl', ...role, type, topic, priority, allow, entry, line } as const;
  const test: Test = { by, when: says, then: allow ? 'allow' : 'deny' };
  return faulty === undefined ? [test] : [{ by, when: faulty, then: 'deny' }, test];
}

function groupOf({ group }: HeldRole): { readonly group?: string } {
  return group === undefined ? {} : { group };
}

function topicConditions(topic: string, client: Client, broker: BrokerVersion): Conditions {
  if (isFaulty(topic)) return oddConditions(topic, 'topic', client, broker);
  return [
    broker.pluginSubstitutes
      ? substitutedLevels(topic, client)
      : { kind: 'selected', filter: topic },
  ];
}

function subscriptionConditions(topic: string, client: Client, broker: BrokerVersion): Conditions {
  const compares = broker.comparesSubscriptions;
  if (compares === 'levels') return [{ kind: 'within', filter: topic, compares }];
  if (isFaulty(topic)) return oddConditions(topic, 'subscription', client, broker);
  const filled = broker.pluginSubstitutes
    ? substitutedLevels(topic, client)
    : ({ kind: 'selected', filter: topic } as const);
  return [
    filled.kind === 'selected' ? { kind: 'within', filter: filled.filter, compares } : filled,
  ];
}

function oddConditions(
  filter: string,
  of: 'topic' | 'subscription',
  client: Client,
  { invalidFilter, pluginSubstitutes }: BrokerVersion,
): Conditions {
  const names = pluginSubstitutes && filter.includes('%') ? { names: namesOf(client) } : {};
  const says = { kind: 'odd', filter, of, outcome: 'yes', ...names } as const;
  return invalidFilter === 'deny' ? [says, { ...says, outcome: 'invalid' }] : [says];
}

/** Whether the wildcards stand where they cannot; all else that is wrong with a filter the plugin does not mind. */
export function isFaulty(filter: string): boolean {
  return filter === '' || /#.|[^/][+#]|\+[^/]/s.test(filter);
}
