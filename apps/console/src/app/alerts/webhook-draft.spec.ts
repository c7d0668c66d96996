import { describe, expect, it } from '@jest/globals';
import type { Webhook } from '../api/models';
import {
  NEW_WEBHOOK,
  webhookDraftOf,
  webhookFaults,
  webhookRequestOf,
  type WebhookDraft,
} from './webhook-draft';

const kept = { id: 1, createdAt: '', updatedAt: '' };
const own = { name: 'Node-RED', url: 'https://red.example/hook', enabled: true } as const;
const faultsOf = (change: Partial<WebhookDraft>) =>
  Object.fromEntries(webhookFaults({ ...NEW_WEBHOOK, ...own, ...change }));

describe('an endpoint in the form', () => {
  it.each<Webhook['filters']>([
    {},
    {
      ...{ minSeverity: 'critical', events: ['firing'], ruleIds: [3], labels: { hall: 'B' } },
    },
  ])('comes out as it went in: %j', (filters) => {
    const draft = webhookDraftOf({ ...kept, ...own, filters });
    expect(webhookRequestOf(draft)).toEqual({ ...own, filters });
  });

  it('says what is wrong, at its field', () => {
    expect(faultsOf({})).toEqual({});
    expect(faultsOf({ name: '', url: 'red.example', events: [] })).toEqual({
      '/name': 'Give it a name.',
      '/url': 'A URL that begins with https:// or http://.',
      '/filters/events': 'Choose one at least.',
    });
    expect(faultsOf({ labels: [{ key: 0, name: 'a b', value: 'x' }] })).toEqual({
      '/filters/labels': expect.stringMatching(/^a b is no name of a label/),
    });
  });
});
