import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Every figure that `/metrics` shows, in one registry of its own. Labels are bounded: routes are
 * patterns, never addresses; topics and names are no labels.
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
