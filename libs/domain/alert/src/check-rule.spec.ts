import { describe, expect, it } from '@jest/globals';
import { RULE } from '../test/rule-watch.js';
import { checkRule } from './check-rule.js';
import type { AlertCondition, AlertRule } from './rule.js';

const pointers = (rule: Partial<AlertRule>) =>
  checkRule({ ...RULE, ...rule }).map(({ pointer }) => pointer);
const ofCondition = (condition: object) => pointers({ condition: condition as AlertCondition });

const SOUND: readonly AlertCondition[] = [
  { kind: 'broker_down' },
  { kind: 'access_drift' },
  { kind: 'topic_silent', filter: 'line/+/temp', seconds: 60 },
  { kind: 'field_threshold', filter: 'line/#', pointer: '/values/0', above: 80, clearAt: 75 },
  { kind: 'field_threshold', filter: 'level', pointer: '', below: 0.5, clearAt: 0.5 },
  { kind: 'sys_figure', topic: '$SYS/broker/clients/connected', below: 3 },
  { kind: 'schema_violations', perMinute: 0 },
  { kind: 'schema_violations', schemaId: 4, perMinute: 10 },
  { kind: 'login_failures', door: 'any', count: 5, minutes: 10 },
  { kind: 'certificate_expiring', days: 30 },
  { kind: 'disk_low', freePercent: 10 },
  { kind: 'sparkplug_node_dead' },
  { kind: 'sparkplug_node_dead', group: 'plant', node: 'press' },
];

describe('a rule', () => {
  it.each(SOUND)('with %j is in order', (condition) => {
    expect(checkRule({ ...RULE, condition })).toEqual([]);
  });

  it.each([
    [{ kind: 'broker_down', filter: '#' }, '/condition/filter'],
    [{ kind: 'topic_silent', filter: 'a' }, '/condition/seconds'],
    [{ kind: 'topic_silent', filter: 'a/#/b', seconds: 1 }, '/condition/filter'],
    [{ kind: 'topic_silent', filter: '$SYS/#', seconds: 1 }, '/condition/filter'],
    [{ kind: 'topic_silent', filter: 'a', seconds: 0 }, '/condition/seconds'],
    [{ kind: 'field_threshold', filter: 'a', pointer: 'b', above: 1 }, '/condition/pointer'],
    [{ kind: 'field_threshold', filter: 'a', pointer: '/~2', above: 1 }, '/condition/pointer'],
    [{ kind: 'field_threshold', filter: 'a', pointer: '' }, '/condition/above'],
    [{ kind: 'field_threshold', filter: 'a', pointer: '', above: 1, below: 2 }, '/condition/above'],
    [
      { kind: 'field_threshold', filter: 'a', pointer: '', above: 1, clearAt: 2 },
      '/condition/clearAt',
    ],
    [
      { kind: 'field_threshold', filter: 'a', pointer: '', below: 1, clearAt: 0 },
      '/condition/clearAt',
    ],
    [{ kind: 'field_threshold', filter: 'a', pointer: '', above: NaN }, '/condition/above'],
    [{ kind: 'sys_figure', topic: 'broker/uptime', above: 1 }, '/condition/topic'],
    [{ kind: 'sys_figure', topic: '$SYS/#', above: 1 }, '/condition/topic'],
    [{ kind: 'login_failures', door: 'mcm', count: 0, minutes: 1 }, '/condition/count'],
    [{ kind: 'login_failures', door: 'mcm', count: 1, minutes: 1_441 }, '/condition/minutes'],
    [{ kind: 'certificate_expiring', days: 0 }, '/condition/days'],
    [{ kind: 'disk_low', freePercent: 100 }, '/condition/freePercent'],
    [{ kind: 'sparkplug_node_dead', node: 'n' }, '/condition/group'],
  ])('with %j is refused for %s', (condition, pointer) => {
    expect(ofCondition(condition)).toEqual([pointer]);
  });

  it.each([
    [{ name: ' ' }, '/name'],
    [{ forSeconds: -1 }, '/forSeconds'],
    [{ renoticeSeconds: 59 }, '/renoticeSeconds'],
    [{ labels: { '1a': 'x' } }, '/labels/1a'],
    [{ labels: { 'a/b': 'x' } }, '/labels/a~1b'],
    [{ labels: { a: '' } }, '/labels/a'],
    [{ labels: { a: 'x'.repeat(129) } }, '/labels/a'],
    [
      { labels: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`l${i}`, 'x'])) },
      '/labels',
    ],
  ])('with %j is refused for %s', (rule, pointer) => {
    expect(pointers(rule)).toEqual([pointer]);
  });
});
