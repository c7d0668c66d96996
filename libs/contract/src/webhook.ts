/** What a webhook can be about; also its `X-MCM-Event`. */
export const WEBHOOK_TYPES = ['alert_firing', 'alert_resolved', 'alert_reminder', 'test'] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** Where a delivery stands. */
export const DELIVERY_STATES = ['queued', 'delivered', 'given_up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What part of the plant a rule looks at. */
export const WEBHOOK_SOURCES = [
  'broker',
  'topics',
  'schemas',
  'sparkplug',
  'access',
  'host',
  'mcm',
] as const;
export type WebhookSource = (typeof WEBHOOK_SOURCES)[number];

/** One instance of a rule, as a webhook tells of it. Times are RFC 3339 in UTC. */
export interface WebhookInstance {
  /** Of the rule and of the instance. */
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'firing' | 'resolved';
  /** The time from firing to resolved has one name, in all webhooks about it. */
  readonly incident: string;
  readonly value?: number;
  readonly text: string;
  /** Since when the condition was seen to hold. */
  readonly since: string;
}

export interface WebhookRule {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly labels: Readonly<Record<string, string>>;
}

/** What all attempts of a delivery say alike. */
export interface WebhookContent {
  readonly type: WebhookType;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly source: WebhookSource;
  /** A sentence for people. */
  readonly message: string;
  /** When it was noticed. */
  readonly observedAt: string;
  /** Absent in a test, as are all that follow. */
  readonly rule?: WebhookRule;
  readonly instances?: readonly WebhookInstance[];
  /** When the first of the instances began to fire. */
  readonly startedAt?: string;
  /** When the last of the instances was resolved. */
  readonly resolvedAt?: string;
  readonly incidents?: readonly string[];
}

/** The body of a webhook: described by docs/webhook-v1.schema.json. */
export interface WebhookBody extends WebhookContent {
  readonly version: 1;
  /** Of the delivery: the same in each attempt, and the same as `X-MCM-Delivery`. */
  readonly id: string;
  /** Of this attempt, in seconds since 1970: the same as `X-MCM-Timestamp`. */
  readonly timestamp: number;
}
