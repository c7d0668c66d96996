import { describe, expect, it } from '@jest/globals';
import { type AlertCondition, RULE_KINDS } from '#domain/alert';
import {
  NEW_RULE,
  ruleDraftOf,
  ruleFaults,
  ruleOf,
  type AlertRuleDraft,
  type RuleWish,
} from './alert-rule-draft';
import { NEW_CONDITION, OFFERED_KINDS, type ConditionDraft } from './condition-draft';

const CONDITIONS: readonly AlertCondition[] = [
  { kind: 'broker_down' },
  { kind: 'access_drift' },
  { kind: 'topic_silent', filter: 'line/+/temp', seconds: 90 },
  { kind: 'field_threshold', filter: 'a', pointer: '/t', above: 1.5, clearAt: -1 },
  { kind: 'field_threshold', filter: 'a', pointer: '', below: 0 },
  { kind: 'sys_figure', topic: '$SYS/broker/clients/connected', below: 3, clearAt: 4 },
  { kind: 'schema_violations', perMinute: 10, schemaId: 4 },
  { kind: 'schema_violations', perMinute: 0 },
  { kind: 'login_failures', door: 'mcm', count: 3, minutes: 5 },
  { kind: 'certificate_expiring', days: 14 },
  { kind: 'disk_low', freePercent: 2.5 },
  { kind: 'sparkplug_node_dead' },
  { kind: 'sparkplug_node_dead', group: 'hall', node: 'plc' },
];

const ruleWith = (condition: AlertCondition): RuleWish => ({
  ...{
    name: 'Oven',
    description: 'Too hot',
    severity: 'critical' as const,
    labels: { team: 'ovens' },
  },
  ...{ condition, forSeconds: 60, renoticeSeconds: 3_600, enabled: false },
});

const draft = (condition: Partial<ConditionDraft>, rest: Partial<AlertRuleDraft> = {}) => ({
  ...{ ...NEW_RULE, name: 'Oven', ...rest },
  condition: { ...NEW_CONDITION, ...condition },
});

const faultsOf = (...given: Parameters<typeof draft>) =>
  Object.fromEntries(ruleFaults(draft(...given)));

describe('a rule in the form', () => {
  it.each(CONDITIONS)('comes out as it went in: %j', (condition) => {
    expect(ruleOf(ruleDraftOf(ruleWith(condition)))).toEqual(ruleWith(condition));
  });

  it('can be of every kind there is', () => {
    expect([...OFFERED_KINDS].sort()).toEqual([...RULE_KINDS].sort());
  });

  it('needs a name', () => {
    expect(faultsOf({ kind: 'broker_down' }, { name: ' ' })).toEqual({
      '/name': 'Give it a name.',
    });
  });

  it('needs a number for its threshold', () => {
    const condition = { kind: 'field_threshold', filter: 'a' } as const;
    expect(faultsOf(condition)).toEqual({ '/condition/above': 'Enter a number.' });
    expect(faultsOf({ ...condition, side: 'below' })).toEqual({
      '/condition/below': 'Enter a number.',
    });
    expect(faultsOf({ ...condition, threshold: '1,5' })).toEqual({
      '/condition/above': 'It must be a finite number.',
    });
  });

  it('clears on the side where it does not hold', () => {
    const condition = { kind: 'field_threshold', filter: 'a', threshold: '80', clearAt: '90' };
    expect(faultsOf(condition as Partial<ConditionDraft>)).toEqual({
      '/condition/clearAt': 'It cannot be greater than above.',
    });
  });

  it('says the bounds of its numbers', () => {
    expect(faultsOf({ kind: 'login_failures', minutes: '2000', count: '' })).toEqual({
      '/condition/count': 'A number from 1 to 1,000,000.',
      '/condition/minutes': 'A number from 1 to 1,440.',
    });
    expect(faultsOf({ kind: 'topic_silent', filter: 'a', seconds: Number.NaN })).toEqual({
      '/condition/seconds': 'At least 1 s, at most 30 d.',
    });
  });

  it('has labels as Prometheus writes them, each once', () => {
    const labels = [
      { key: 0, name: 'te am', value: 'x' },
      { key: 1, name: '', value: '' },
    ];
    expect(faultsOf({ kind: 'broker_down' }, { labels })).toEqual({
      '/labels': expect.stringMatching(/^The label te am is no name of a label/),
    });
    const twice = [0, 1].map((key) => ({ key, name: 'team', value: String(key) }));
    expect(faultsOf({ kind: 'broker_down' }, { labels: twice })).toEqual({
      '/labels': 'The label team stands there twice.',
    });
  });
});
