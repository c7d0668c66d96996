import type { BrokerVersion } from '#domain/mosquitto';
import { filterProblem, textProblem, topicNameProblem } from '#domain/mqtt';
import { holds } from './condition.js';
import { decisionList, named } from './decide.js';
import type { DecisionList, Test } from './decision-list.js';
import type { Explanation, Question, Step } from './explanation.js';
import { explainLogin } from './login.js';
import type { Client, Policy, TopicAction } from './policy.js';
import type { BrokerRule, Ruling } from './ruling.js';

/** What the broker answers to the question, the rule that decides, and the way there. */
export function explain(policy: Policy, { client, action, topic }: Question): Explanation {
  const person = named(client);
  if (isUnfit(person)) return refused('malformed-name');
  if (action === 'login') return explainLogin(policy, person);
  if (isMalformed(action, topic, policy.broker)) return refused('malformed-topic');

  const list = decisionList(policy, person, action);
  const at = decidingIndex(list, topic);
  const because = byOf(list, at);
  const otherwise = withoutRuling(
    policy,
    { client: person, action, topic },
    because,
    list.slice(at + 1),
  );
  return {
    allowed: list[at]?.then === 'allow',
    because,
    ...(otherwise && { otherwise }),
    trail: trail(list, at, topic),
  };
}

export function isUnfit({ username, clientId }: Client): boolean {
  return [username, clientId].some(
    (name) => name !== undefined && textProblem(name, 'name') !== undefined,
  );
}

export function isMalformed(action: TopicAction, topic: string, broker: BrokerVersion): boolean {
  if (action === 'publish' || action === 'receive') return topicNameProblem(topic) !== undefined;
  if (!topic.startsWith('$share/')) return filterProblem(topic) !== undefined;
  // Mosquitto is less strict than the specification about what follows (MQTT 5.0 section 4.8.2; measured).
  const isFilter = filterProblem(`x${topic.slice(1)}`) === undefined;
  return !(isFilter && SHARED[broker.sharedNeeds].test(topic));
}

const SHARED: Readonly<Record<BrokerVersion['sharedNeeds'], RegExp>> = {
  nothing: /^/,
  filter: /^\$share\/[^/]*\/./s,
  'filter-and-plain-name': /^\$share\/[^/+#]*\/./s,
};

function refused(rule: BrokerRule): Explanation {
  const because = { kind: 'broker', rule } as const;
  return { allowed: false, because, trail: [{ by: because, outcome: 'decides' }] };
}

/** The first test that holds and decides; a list ends with one that does. */
function decidingIndex(list: DecisionList, topic: string): number {
  return list.findIndex(({ when, then }) => then !== 'pass' && holds(when, topic));
}

function byOf(list: DecisionList, at: number): Ruling {
  const test = list[at];
  if (test === undefined) throw new Error('A decision list without a last word.');
  return test.by;
}

/** What would decide if the rule were taken out of its file; the broker's own rules cannot be. */
function withoutRuling(
  policy: Policy,
  { client, action, topic }: Question & { readonly action: TopicAction },
  because: Ruling,
  rest: DecisionList,
): Explanation['otherwise'] {
  if (because.kind === 'broker' || because.kind === 'dynsec-default') return undefined;
  // Without an entry, another one of the same topic can count that did not before.
  const list =
    because.kind === 'role-acl'
      ? decisionList(policy, client, action, because)
      : rest.filter(({ by }) => !isSameSetting(by, because));
  const at = decidingIndex(list, topic);
  return { by: byOf(list, at), allowed: list[at]?.then === 'allow' };
}

/** A role that a client has in two ways has its setting once. */
function isSameSetting(one: Ruling, other: Ruling): boolean {
  return (
    one.kind === 'role-wildcards' && other.kind === 'role-wildcards' && one.role === other.role
  );
}

/** A rule of two tests, such as a default that is the last word as well, is one step: what came of the test that held. */
function trail(list: DecisionList, at: number, topic: string): Step[] {
  const steps: Step[] = [];
  for (const [index, test] of list.entries()) {
    const step = { by: test.by, outcome: outcome(test, index - at, topic) };
    if (steps.at(-1)?.by !== test.by) steps.push(step);
    else if (step.outcome !== 'no-match' && step.outcome !== 'not-tried') {
      steps[steps.length - 1] = step;
    }
  }
  return steps;
}

/** What came of a test that stands so many places behind the deciding one. */
function outcome({ by, when, then }: Test, distance: number, topic: string): Step['outcome'] {
  if (distance === 0) return 'decides';
  const matches = by.kind !== 'broker' && holds(when, topic);
  if (distance < 0) return then === 'pass' && matches ? 'other-action' : 'no-match';
  if (!matches || then === 'pass') return 'not-tried';
  return then === 'allow' ? 'would-allow' : 'would-deny';
}
