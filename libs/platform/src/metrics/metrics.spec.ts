import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

/** What dashboards and alert rules of others rest on: these names and labels stay. */
const PROMISED = [
  'counter mcm_http_requests_total{method,route,status}',
  'histogram mcm_http_request_duration_seconds{method,route}',
  'gauge mcm_broker_status{}',
  'counter mcm_broker_reconnects_total{}',
  'counter mcm_broker_messages_total{}',
  'counter mcm_broker_payload_bytes_total{}',
  'counter mcm_login_attempts_total{result}',
  'counter mcm_audit_events_total{result}',
  'counter mcm_security_events_total{category}',
];

describe('the figures for Prometheus', () => {
  it('have the families that were promised, with their types and labels', () => {
    const families = new Metrics().registry.getMetricsAsArray().map((metric) => {
      // The types do not say that a metric knows its labels and its type.
      const { name, labelNames, type } = metric as unknown as {
        readonly name: string;
        readonly labelNames: readonly string[];
        readonly type: string;
      };
      return `${type} ${name}{${labelNames.join(',')}}`;
    });
    expect(families.filter((family) => PROMISED.includes(family))).toEqual(PROMISED);
  });

  it('that count by kind begin at nought, so that the first of a kind is an increase', async () => {
    const text = await new Metrics().registry.metrics();
    for (const series of [
      ...[
        'mcm_login_attempts_total{result="success"}',
        'mcm_login_attempts_total{result="failure"}',
      ],
      ...[
        'mcm_audit_events_total{result="failure"}',
        'mcm_audit_events_total{result="interrupted"}',
      ],
      'mcm_security_events_total{category="admin_login_rate_limited"}',
      'mcm_webhook_deliveries_total{result="given_up"}',
    ]) {
      expect(text).toContain(`\n${series} 0\n`);
    }
  });

  it('time requests in the buckets that Prometheus clients have by default', async () => {
    const { httpDuration, registry } = new Metrics();
    httpDuration.observe({ method: 'GET', route: 'GET /healthz' }, 0.02);
    const text = await registry.getSingleMetricAsString('mcm_http_request_duration_seconds');
    const bounds = [...text.matchAll(/_bucket\{le="([^"]+)"/g)].map(([, bound]) => bound);
    expect(bounds).toEqual([
      ...['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'],
    ]);
  });
});
