import type { WebhookContent, WebhookInstance, WebhookSource, WebhookType } from '#contract';
import type { Labels, Notice, NoticeEvent, RuleKind } from '#domain/alert';
import { timestamp } from '#platform';
import type { StoredRule } from '../store/alert-rules.js';

const TYPES: Readonly<Record<NoticeEvent, WebhookType>> = {
  firing: 'alert_firing',
  resolved: 'alert_resolved',
  reminder: 'alert_reminder',
};

const BEGINNINGS: Readonly<Record<NoticeEvent, string>> = {
  firing: 'Firing',
  resolved: 'Resolved',
  reminder: 'Still firing',
};

const SOURCES: Readonly<Record<RuleKind, WebhookSource>> = {
  broker_down: 'broker',
  sys_figure: 'broker',
  topic_silent: 'topics',
  field_threshold: 'topics',
  schema_violations: 'schemas',
  sparkplug_node_dead: 'sparkplug',
  login_failures: 'access',
  access_drift: 'access',
  certificate_expiring: 'host',
  disk_low: 'host',
};

type Instance = Notice['instances'][number];

/** What is told of a notice: of all its instances, or of those among them that somebody wants to hear of. */
export function contentOf(
  rule: StoredRule,
  event: NoticeEvent,
  instances: readonly Instance[],
  at: number,
): WebhookContent {
  const { id, name, description, severity, labels, condition } = rule;
  const [first, ...others] = instances;
  const more = others.length > 0 ? ` And ${others.length} more.` : '';
  const ends = instances.flatMap((one) => (one.phase === 'resolved' ? [one.resolvedAt] : []));
  return {
    ...{ type: TYPES[event], severity, source: SOURCES[condition.kind] },
    message: `${BEGINNINGS[event]}: ${name}. ${first?.text ?? ''}${more}`,
    observedAt: timestamp(at),
    rule: {
      ...{ id, name, ...(description !== undefined && { description }) },
      ...{ kind: condition.kind, severity, labels },
    },
    instances: instances.map((instance) => told(instance, labels)),
    startedAt: timestamp(Math.min(...instances.map(({ firedAt }) => firedAt))),
    ...(ends.length > 0 && { resolvedAt: timestamp(Math.max(...ends)) }),
    incidents: instances.map(({ incident }) => incident),
  };
}

/** What a test says: that it got there. */
export function testContent(endpoint: string, at: number): WebhookContent {
  return {
    ...{ type: 'test', severity: 'info', source: 'mcm' },
    message: `A test of the webhook endpoint ${endpoint}: alerts would arrive here.`,
    observedAt: timestamp(at),
  };
}

function told(
  { phase, labels, incident, value, text, since }: Instance,
  ofRule: Labels,
): WebhookInstance {
  return {
    ...{ labels: { ...ofRule, ...labels }, state: phase, incident, text },
    ...(value !== undefined && Number.isFinite(value) && { value }),
    since: timestamp(since),
  };
}
