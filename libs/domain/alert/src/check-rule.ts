import { filterProblem, topicNameProblem } from '#domain/mqtt';
import { isPointer } from './pointer.js';
import { labelFaults } from './check-labels.js';
import type { Fault } from './fault.js';
import type { AlertCondition, AlertRule, RuleKind, Threshold } from './rule.js';

const DAY_SECONDS = 86_400;

/** For how long at most a rule waits, is silent, or goes without a reminder. */
const LONGEST_SECONDS = 30 * DAY_SECONDS;

/** Which members each kind has, and which of them may be left out. */
const MEMBERS: Readonly<Record<RuleKind, Readonly<Record<string, 'needed' | 'optional'>>>> = {
  broker_down: {},
  topic_silent: { filter: 'needed', seconds: 'needed' },
  field_threshold: {
    ...{ filter: 'needed', pointer: 'needed' },
    ...{ above: 'optional', below: 'optional', clearAt: 'optional' },
  },
  schema_violations: { perMinute: 'needed', schemaId: 'optional' },
  sys_figure: { topic: 'needed', above: 'optional', below: 'optional', clearAt: 'optional' },
  login_failures: { door: 'needed', count: 'needed', minutes: 'needed' },
  access_drift: {},
  certificate_expiring: { days: 'needed' },
  disk_low: { freePercent: 'needed' },
  sparkplug_node_dead: { group: 'optional', node: 'optional' },
};

/** What is wrong with a rule whose members have the right types; pointers into the rule. */
export function checkRule(rule: Omit<AlertRule, 'id'>): readonly Fault[] {
  return [
    ...(rule.name.trim() === '' ? [{ pointer: '/name', detail: 'must not be empty' }] : []),
    ...labelFaults(rule.labels, '/labels'),
    ...between('/forSeconds', rule.forSeconds, 0, LONGEST_SECONDS),
    ...(rule.renoticeSeconds === 0
      ? []
      : between('/renoticeSeconds', rule.renoticeSeconds, 60, LONGEST_SECONDS)),
    ...checkCondition(rule.condition),
  ];
}

function checkCondition(condition: AlertCondition): readonly Fault[] {
  const odd = memberFaults(condition);
  return odd.length > 0 ? odd : valueFaults(condition);
}

function memberFaults(condition: AlertCondition): readonly Fault[] {
  const known = MEMBERS[condition.kind];
  const given = new Set(Object.keys(condition));
  const missing = Object.keys(known).filter((name) => known[name] === 'needed' && !given.has(name));
  const unknown = [...given].filter((name) => name !== 'kind' && !(name in known));
  return [
    ...missing.map((name) => at(name, `is needed for ${condition.kind}`)),
    ...unknown.map((name) => at(name, `is not known for ${condition.kind}`)),
  ];
}

function valueFaults(condition: AlertCondition): readonly Fault[] {
  switch (condition.kind) {
    case 'broker_down':
    case 'access_drift':
      return [];
    case 'topic_silent':
      return [
        ...filterFaults(condition.filter),
        ...between('/condition/seconds', condition.seconds, 1, LONGEST_SECONDS),
      ];
    case 'field_threshold':
      return [
        ...filterFaults(condition.filter),
        ...(isPointer(condition.pointer)
          ? []
          : [at('pointer', 'must be a JSON pointer such as /temperature (RFC 6901), or empty')]),
        ...thresholdFaults(condition),
      ];
    case 'sys_figure':
      return [...figureFaults(condition.topic), ...thresholdFaults(condition)];
    case 'schema_violations':
      return between('/condition/perMinute', condition.perMinute, 0, 1_000_000);
    case 'login_failures':
      return [
        ...between('/condition/count', condition.count, 1, 1_000_000),
        ...between('/condition/minutes', condition.minutes, 1, 1_440),
      ];
    case 'certificate_expiring':
      return between('/condition/days', condition.days, 1, 3_650);
    case 'disk_low':
      return between('/condition/freePercent', condition.freePercent, 0.1, 99);
    case 'sparkplug_node_dead':
      return condition.node !== undefined && condition.group === undefined
        ? [at('group', 'is needed where node is given: a node is known by both')]
        : [];
  }
}

function filterFaults(filter: string): readonly Fault[] {
  const problem = filterProblem(filter);
  if (problem !== undefined) return [at('filter', problem)];
  return filter.startsWith('$')
    ? [at('filter', 'cannot begin with $: those topics are no traffic; use sys_figure for $SYS')]
    : [];
}

function figureFaults(topic: string): readonly Fault[] {
  const problem = topicNameProblem(topic);
  if (problem !== undefined) return [at('topic', problem)];
  return topic.startsWith('$SYS/') ? [] : [at('topic', 'must begin with $SYS/')];
}

function thresholdFaults({ above, below, clearAt }: Threshold): readonly Fault[] {
  if ((above === undefined) === (below === undefined)) {
    return [at('above', 'exactly one of above and below is needed')];
  }
  const numbers = Object.entries({ above, below, clearAt });
  const odd = numbers.filter(([, value]) => value !== undefined && !Number.isFinite(value));
  if (odd.length > 0) return odd.map(([name]) => at(name, 'must be a finite number'));
  if (clearAt === undefined) return [];
  if (above !== undefined && clearAt > above)
    return [at('clearAt', 'cannot be greater than above')];
  if (below !== undefined && clearAt < below) return [at('clearAt', 'cannot be less than below')];
  return [];
}

function between(pointer: string, value: number, least: number, most: number): readonly Fault[] {
  return value >= least && value <= most
    ? []
    : [{ pointer, detail: `must be between ${least} and ${most}` }];
}

const at = (name: string, detail: string): Fault => ({ pointer: `/condition/${name}`, detail });
