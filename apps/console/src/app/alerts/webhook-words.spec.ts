import { describe, expect, it } from '@jest/globals';
import type { WebhookDelivery, WebhookFilters } from '../api/models';
import { filterWords, resultOf } from './webhook-words';

const delivery: WebhookDelivery = {
  ...{ id: 'a', endpointId: 1, type: 'alert_firing', message: '', state: 'queued', attempts: 0 },
  createdAt: '',
};

describe('an endpoint', () => {
  it('is told of everything, or of what passes its filters', () => {
    expect(filterWords({}, [])).toBe('Everything');
    expect(filterWords({ minSeverity: 'info' }, [])).toBe('Everything');
    const filters: WebhookFilters = {
      ...{ ruleIds: [7, 8], labels: { hall: 'B' }, minSeverity: 'warning' as const },
      events: ['resolved', 'firing'],
    };
    expect(filterWords(filters, [{ id: 7, name: 'Oven' }])).toBe(
      'Firing, Resolved; Warning and above; of Oven, rule 8; with hall=B',
    );
    expect(filterWords({ minSeverity: 'critical' }, [])).toBe('Critical only');
  });
});

describe('a delivery', () => {
  it.each([
    [delivery, 'Not tried yet'],
    [{ ...delivery, attempts: 1, lastStatus: 204 }, 'Answered 204'],
    [
      { ...delivery, attempts: 2, lastStatus: 503, lastError: 'It answered 503.' },
      'It answered 503.',
    ],
    [{ ...delivery, attempts: 1 }, 'No answer'],
  ])('says what came of it', (one, words) => {
    expect(resultOf(one)).toBe(words);
  });
});
