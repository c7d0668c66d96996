import { describe, expect, it } from '@jest/globals';
import { RULE_KINDS, type AlertCondition } from '#domain/alert';
import { conditionText, conditionWords, KIND_HINTS, KIND_WORDS } from './condition-words';

const CASES: readonly (readonly [AlertCondition, string])[] = [
  [{ kind: 'broker_down' }, 'Broker not connected'],
  [
    { kind: 'topic_silent', filter: 'line/+/temp', seconds: 300 },
    'Topic silent for 5 min: line/+/temp',
  ],
  [
    { kind: 'field_threshold', filter: 'oven/+', pointer: '/temp', above: 80.5, clearAt: 75 },
    '/temp over 80.5, until it is back at 75: oven/+',
  ],
  [
    { kind: 'field_threshold', filter: 'tank/level', pointer: '', below: 10 },
    'Value under 10: tank/level',
  ],
  [
    { kind: 'sys_figure', topic: '$SYS/broker/clients/connected', below: 3 },
    '$SYS/broker/clients/connected under 3',
  ],
  [{ kind: 'schema_violations', perMinute: 1 }, 'More than 1 violation a minute of any schema'],
  [
    { kind: 'schema_violations', perMinute: 0, schemaId: 4 },
    'More than 0 violations a minute of the schema oven',
  ],
  [
    { kind: 'schema_violations', perMinute: 0, schemaId: 9 },
    'More than 0 violations a minute of schema 9',
  ],
  [
    { kind: 'login_failures', door: 'broker', count: 5, minutes: 90 },
    '5 failed log-ins to the broker within 1 h 30 min',
  ],
  [{ kind: 'login_failures', door: 'any', count: 1, minutes: 1 }, '1 failed log-in within 1 min'],
  [{ kind: 'access_drift' }, 'Access changed behind MCM’s back'],
  [{ kind: 'certificate_expiring', days: 30 }, 'A certificate ends in less than 30 d'],
  [{ kind: 'disk_low', freePercent: 2.5 }, 'Less than 2.5 % of the disk free'],
  [{ kind: 'sparkplug_node_dead' }, 'Any Sparkplug node dead'],
  [{ kind: 'sparkplug_node_dead', group: 'hall' }, 'Any Sparkplug node dead of the group hall'],
  [{ kind: 'sparkplug_node_dead', group: 'hall', node: 'plc' }, 'Sparkplug node dead: hall/plc'],
];

describe('what a rule asks', () => {
  it.each(CASES)('%j is said in words', (condition, words) => {
    expect(conditionText(condition, new Map([[4, 'oven']]))).toBe(words);
  });

  it('has names and filters as code', () => {
    expect(conditionWords({ kind: 'topic_silent', filter: 'a/#', seconds: 1 })).toEqual([
      { text: 'Topic silent for 1 s: ', code: false },
      { text: 'a/#', code: true },
    ]);
  });

  it('has words for each kind there is', () => {
    const sorted = [...RULE_KINDS].sort();
    expect(Object.keys(KIND_WORDS).sort()).toEqual(sorted);
    expect(Object.keys(KIND_HINTS).sort()).toEqual(sorted);
  });
});
