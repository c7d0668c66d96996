import { describe, expect, it } from '@jest/globals';
import type { Alert } from '../api/models';
import { alertAttention } from './alert-attention';

const AT = '2026-11-23T14:20:31.000Z';
const alertOf = (ruleId: number, rest: Partial<Alert> = {}): Alert => ({
  ...{ ruleId, ruleName: `Rule ${ruleId}`, kind: 'topic_silent', severity: 'warning' },
  ...{ state: 'firing', labels: {}, text: 'It is silent.', since: AT, firedAt: AT, ...rest },
});

describe('what of the alerts needs attention', () => {
  it('is nothing while nothing fires', () => {
    expect(alertAttention([])).toEqual([]);
  });

  it('is each rule that fires, with the way to it, the gravest first', () => {
    const critical = alertOf(2, { severity: 'critical', text: 'Too hot.' });
    expect(alertAttention([alertOf(1), critical])).toEqual([
      {
        ...{ kind: 'fault', title: 'Rule 2', detail: 'Too hot.', about: 'Alert' },
        ...{ since: Date.parse(AT), link: '/alerts' },
      },
      expect.objectContaining({ kind: 'warning', title: 'Rule 1' }),
    ]);
  });

  it('is one thing when a rule fires for many topics, since the first of them', () => {
    const later = { firedAt: '2026-11-23T14:21:00.000Z' };
    const [item, ...others] = alertAttention([alertOf(1, later), alertOf(1), alertOf(1, later)]);
    expect(item).toMatchObject({ detail: 'It is silent. And 2 more.', since: Date.parse(AT) });
    expect(others).toEqual([]);
  });

  it('is not a list of everything', () => {
    const items = alertAttention([1, 2, 3, 4, 5, 6, 7].map((id) => alertOf(id)));
    expect(items).toHaveLength(6);
    expect(items.at(-1)).toMatchObject({ title: '2 more rules fire', detail: 'Rule 6, Rule 7' });
  });
});
