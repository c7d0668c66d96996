import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { SECURITY_CATEGORIES } from '#contract';

/**
 * Every figure that `/metrics` shows, in one registry of its own. Labels are bounded: routes are
 * patterns, never addresses; topics and names are no labels,
 * but for those of JSON Schemas, of which there are few.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly httpRequests = new Counter({
    name: 'mcm_http_requests_total',
    help: 'HTTP requests, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });

  readonly httpDuration = new Histogram({
    name: 'mcm_http_request_duration_seconds',
    help: 'Time to answer an HTTP request, by method and route pattern.',
    labelNames: ['method', 'route'],
    registers: [this.registry],
  });

  readonly brokerStatus = new Gauge({
    name: 'mcm_broker_status',
    help: '1 while MCM is connected to the broker, else 0.',
    registers: [this.registry],
  });

  readonly brokerReconnects = new Counter({
    name: 'mcm_broker_reconnects_total',
    help: 'Times the connection to the broker was lost.',
    registers: [this.registry],
  });

  readonly brokerMessages = new Counter({
    name: 'mcm_broker_messages_total',
    help: 'MQTT messages observed.',
    registers: [this.registry],
  });

  readonly brokerPayloadBytes = new Counter({
    name: 'mcm_broker_payload_bytes_total',
    help: 'Payload bytes of the MQTT messages observed.',
    registers: [this.registry],
  });

  readonly brokerMissed = new Counter({
    name: 'mcm_broker_missed_messages_total',
    help: 'MQTT messages that the broker dropped while it was observed, for all its clients together: MCM missed at most so many.',
    registers: [this.registry],
  });

  readonly brokerTopics = new Gauge({
    name: 'mcm_broker_topics',
    help: 'Topics held.',
    registers: [this.registry],
  });

  readonly brokerRetainedTopics = new Gauge({
    name: 'mcm_broker_retained_topics',
    help: 'Topics held of which the broker has a retained message, as far as MCM has seen.',
    registers: [this.registry],
  });

  readonly evictedTopics = new Counter({
    name: 'mcm_broker_evicted_topics_total',
    help: 'Topics let go to stay within the memory budget.',
    registers: [this.registry],
  });

  readonly evictedPayloads = new Counter({
    name: 'mcm_broker_evicted_payloads_total',
    help: 'Last payloads let go, or cut, to stay within the memory budget.',
    registers: [this.registry],
  });

  readonly evictedHistory = new Counter({
    name: 'mcm_broker_evicted_history_total',
    help: 'Earlier messages of silent topics let go to stay within the memory budget.',
    registers: [this.registry],
  });

  readonly observerMemory = new Gauge({
    name: 'mcm_observer_memory_bytes',
    help: 'Memory used for topics and their messages.',
    registers: [this.registry],
  });

  readonly observerMemoryBudget = new Gauge({
    name: 'mcm_observer_memory_budget_bytes',
    help: 'Memory that may be used for topics and their messages.',
    registers: [this.registry],
  });

  readonly observerLateness = new Histogram({
    name: 'mcm_observer_tick_lateness_seconds',
    help: "How long after their time the ticks of the observer's thread came: how busy it is.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  readonly observerRestarts = new Counter({
    name: 'mcm_observer_restarts_total',
    help: "Times the observer's thread died and was started again.",
    registers: [this.registry],
  });

  readonly schemaMessages = new Counter({
    name: 'mcm_schema_messages_total',
    help: 'MQTT messages by JSON Schema (at most 200) and result: valid, invalid, or skipped, which is at most so many.',
    labelNames: ['schema', 'result'],
    registers: [this.registry],
  });

  readonly schemaSkipped = new Counter({
    name: 'mcm_schema_skipped_total',
    help: 'MQTT messages that no JSON Schema judged though one should have, by reason.',
    labelNames: ['reason'],
    registers: [this.registry],
  });

  readonly sparkplugNodes = new Gauge({
    name: 'mcm_sparkplug_nodes',
    help: 'Sparkplug nodes held, by state.',
    labelNames: ['state'],
    registers: [this.registry],
  });

  readonly sparkplugDevices = new Gauge({
    name: 'mcm_sparkplug_devices',
    help: 'Devices of the Sparkplug nodes held, by state.',
    labelNames: ['state'],
    registers: [this.registry],
  });

  readonly sparkplugMessages = new Counter({
    name: 'mcm_sparkplug_messages_total',
    help: 'Sparkplug messages observed, by type.',
    labelNames: ['type'],
    registers: [this.registry],
  });

  readonly sparkplugFaults = new Counter({
    name: 'mcm_sparkplug_faults_total',
    help: 'Times that Sparkplug nodes did not keep to the specification, by kind.',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  readonly sparkplugMissed = new Counter({
    name: 'mcm_sparkplug_missed_messages_total',
    help: 'Sparkplug messages that were observed and not followed: they came too fast, or were too large.',
    registers: [this.registry],
  });

  readonly sparkplugRestarts = new Counter({
    name: 'mcm_sparkplug_restarts_total',
    help: 'Times the Sparkplug thread died and was started again.',
    registers: [this.registry],
  });

  readonly streams = new Gauge({
    name: 'mcm_streams_open',
    help: 'Event streams open.',
    registers: [this.registry],
  });

  readonly loginAttempts = new Counter({
    name: 'mcm_login_attempts_total',
    help: 'Log-ins, by result: success when a token was given out, failure for each refusal.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly auditEvents = new Counter({
    name: 'mcm_audit_events_total',
    help: 'Audited acts that ended, by result.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly securityEvents = new Counter({
    name: 'mcm_security_events_total',
    help: 'Security events, by category.',
    labelNames: ['category'],
    registers: [this.registry],
  });

  readonly alerts = new Gauge({
    name: 'mcm_alerts',
    help: 'Alerts, by severity of the rule and state: pending or firing.',
    labelNames: ['severity', 'state'],
    registers: [this.registry],
  });

  readonly alertNotices = new Counter({
    name: 'mcm_alert_notices_total',
    help: 'Notices of alerts, by event: firing, resolved or reminder; one for all that changed at once.',
    labelNames: ['event'],
    registers: [this.registry],
  });

  readonly webhookDeliveries = new Counter({
    name: 'mcm_webhook_deliveries_total',
    help: 'Attempts to deliver a webhook, by result: delivered, retried (failed, to be tried again) or given_up.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly webhookQueue = new Gauge({
    name: 'mcm_webhook_queue',
    help: 'Webhook deliveries that wait for an attempt.',
    registers: [this.registry],
  });

  readonly backupLastSuccess = new Gauge({
    name: 'mcm_backup_last_success_timestamp_seconds',
    help: 'When the last scheduled backup was begun, as Unix time; 0 when there is none.',
    registers: [this.registry],
  });

  readonly backupFailures = new Counter({
    name: 'mcm_backup_failures_total',
    help: 'Scheduled backups that could not be made.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Of a series that is not there yet, Prometheus would not see the first increase.
    for (const category of SECURITY_CATEGORIES) this.securityEvents.inc({ category }, 0);
    for (const result of ['success', 'failure']) this.loginAttempts.inc({ result }, 0);
    for (const result of ['success', 'failure', 'interrupted']) this.auditEvents.inc({ result }, 0);
    for (const result of ['delivered', 'retried', 'given_up'])
      this.webhookDeliveries.inc({ result }, 0);
  }
}
