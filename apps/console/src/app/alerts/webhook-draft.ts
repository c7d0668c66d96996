import { labelFaults, NOTICE_EVENTS, type NoticeEvent, type Severity } from '#domain/alert';
import type { Webhook, WebhookRequest } from '../api/models';
import { doubled, labelsOf, rowsOf, type LabelRow } from './labels-draft';

/** A webhook endpoint as somebody is filling it in. */
export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly minSeverity: Severity;
  readonly events: readonly NoticeEvent[];
  readonly ruleIds: readonly number[];
  readonly labels: readonly LabelRow[];
}

export const NEW_WEBHOOK: WebhookDraft = {
  ...{ name: '', url: '', enabled: true, minSeverity: 'info', events: NOTICE_EVENTS },
  ...{ ruleIds: [], labels: [] },
};

export function webhookDraftOf({ name, url, enabled, filters }: Webhook): WebhookDraft {
  const { minSeverity = 'info', events = NOTICE_EVENTS, ruleIds = [], labels } = filters;
  return { name, url, enabled, minSeverity, events, ruleIds, labels: rowsOf(labels) };
}

/** What leaves nothing out is no filter. */
export function webhookRequestOf(draft: WebhookDraft): WebhookRequest {
  const { enabled, minSeverity, events, ruleIds } = draft;
  const labels = labelsOf(draft.labels);
  return {
    ...{ name: draft.name.trim(), url: draft.url.trim(), enabled },
    filters: {
      ...(minSeverity !== 'info' && { minSeverity }),
      ...(events.length < NOTICE_EVENTS.length && { events: [...events] }),
      ...(ruleIds.length > 0 && { ruleIds: [...ruleIds] }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
  };
}

/** What is wrong with a draft; where a URL may lead, the server alone knows. */
export function webhookFaults(draft: WebhookDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  if (draft.name.trim() === '') faults.set('/name', 'Give it a name.');
  if (!/^https?:\/\/[^/]/.test(draft.url.trim())) {
    faults.set('/url', 'A URL that begins with https:// or http://.');
  }
  if (draft.events.length === 0) faults.set('/filters/events', 'Choose one at least.');
  const [fault] = labelFaults(labelsOf(draft.labels), '');
  if (fault) faults.set('/filters/labels', `${fault.pointer.slice(1)} ${fault.detail}.`.trim());
  const twice = doubled(draft.labels);
  if (twice !== undefined) faults.set('/filters/labels', `The label ${twice} stands there twice.`);
  return faults;
}
