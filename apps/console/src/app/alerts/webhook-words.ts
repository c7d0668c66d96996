import type { DeliveryState, WebhookType } from '#contract';
import { NOTICE_EVENTS, type NoticeEvent } from '#domain/alert';
import type { AlertRule, WebhookDelivery, WebhookFilters } from '../api/models';
import type { IconName } from '../ui/icons';
import { SEVERITY_WORDS } from './severity-words';

const EVENT_WORDS: Readonly<Record<NoticeEvent, string>> = {
  firing: 'Firing',
  resolved: 'Resolved',
  reminder: 'Fires still',
};

export const TYPE_WORDS: Readonly<Record<WebhookType, string>> = {
  alert_firing: 'Firing',
  alert_resolved: 'Resolved',
  alert_reminder: 'Fires still',
  test: 'Test',
};

export interface StateWords {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: string;
}

export const STATE_WORDS: Readonly<Record<DeliveryState, StateWords>> = {
  queued: { word: 'Waiting', icon: 'running', tone: 'warning' },
  delivered: { word: 'Delivered', icon: 'ok', tone: 'ok' },
  given_up: { word: 'Given up', icon: 'fault', tone: 'fault' },
};

/** What the receiver said, or why there was no answer: "200", "503", "connect ECONNREFUSED". */
export function resultOf({ attempts, lastStatus, lastError }: WebhookDelivery): string {
  if (lastError !== undefined) return lastError;
  if (lastStatus !== undefined) return `Answered ${lastStatus}`;
  return attempts === 0 ? 'Not tried yet' : 'No answer';
}

/** What an endpoint is told of: "Everything", "Firing, from Warning up, of Oven". */
export function filterWords(
  { minSeverity, ruleIds, labels, events }: WebhookFilters,
  rules: readonly Pick<AlertRule, 'id' | 'name'>[],
): string {
  const names = ruleIds?.map((id) => rules.find((rule) => rule.id === id)?.name ?? `rule ${id}`);
  const given = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
  const chosen = NOTICE_EVENTS.filter((event) => events?.includes(event));
  const parts = [
    ...(events === undefined ? [] : [chosen.map((event) => EVENT_WORDS[event]).join(', ')]),
    ...(minSeverity === undefined || minSeverity === 'info' ? [] : [leastWords(minSeverity)]),
    ...(names === undefined ? [] : [`of ${names.join(', ')}`]),
    ...(given.length === 0 ? [] : [`with ${given.join(', ')}`]),
  ];
  return parts.length === 0 ? 'Everything' : parts.join('; ');
}

const leastWords = (least: 'warning' | 'critical') =>
  least === 'critical' ? 'Critical only' : `${SEVERITY_WORDS[least].word} and above`;
