import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Histogram } from 'prom-client';
import { Metrics } from '#platform';
import { dashboard, prometheusRules, queriesOf } from './monitoring.js';

/** Labels that Prometheus itself gives. */
const GIVEN = ['job', 'instance', 'le'];
/** Of a histogram. */
const PART = /_(?:bucket|sum|count)$/;

/** Of each family, its labels. A histogram has three series, a counter one. */
function families(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>([['up', []]]);
  for (const metric of new Metrics().registry.getMetricsAsArray()) {
    // The types do not say that a metric knows its labels.
    const { name, labelNames } = metric as typeof metric & {
      readonly labelNames: readonly string[];
    };
    found.set(name, labelNames);
    if (!(metric instanceof Histogram)) continue;
    for (const part of ['bucket', 'sum', 'count']) found.set(`${name}_${part}`, labelNames);
  }
  return found;
}

/** What a query names: families, and the labels that it selects or groups by. */
function named(query: string): {
  readonly names: readonly string[];
  readonly labels: readonly string[];
} {
  const names = [...query.matchAll(/\b(?:mcm_\w+|process_\w+|up)\b(?=[{[ ]|$)/g)].map(
    ([name]) => name,
  );
  const selected = [...query.matchAll(/(\w+)\s*(?:=~|!=|!~|=)\s*"/g)].map(
    ([, label = '']) => label,
  );
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(', '),
  );
  return { names, labels: [...selected, ...grouped] };
}

function strangers(query: string): readonly string[] {
  const known = families();
  const { names, labels } = named(query);
  const allowed = new Set([...GIVEN, ...names.flatMap((name) => known.get(name) ?? [])]);
  return [
    ...(names.length === 0 ? ['no family'] : []),
    ...names.filter((name) => !known.has(name)),
    ...labels.filter((label) => !allowed.has(label)),
  ];
}

describe('the dashboard for Grafana', () => {
  it('asks for families and labels that MCM has, in every query', async () => {
    for (const [title, expr] of queriesOf(await dashboard())) {
      expect([title, strangers(expr)]).toEqual([title, []]);
    }
  });

  it.each([
    ['Broker', /^mcm_broker_status/],
    ['Connections lost', /increase\(mcm_broker_reconnects_total/],
    ['Messages', /rate\(mcm_broker_messages_total/],
    ['HTTP requests', /by \(route, status\) \(rate\(mcm_http_requests_total/],
    [
      'HTTP latency, 95th percentile',
      /quantile\(0\.95, .*route.*mcm_http_request_duration_seconds_bucket/,
    ],
    ['Log-ins to MCM', /by \(result\) .*mcm_login_attempts_total/],
    ['Security events', /by \(category\) .*mcm_security_events_total/],
    ['Audited acts', /by \(result\) .*mcm_audit_events_total/],
  ])('has the panel %s', async (title, query) => {
    const queries = queriesOf(await dashboard()).filter(([panel]) => panel === title);
    expect(queries.map(([, expr]) => expr)).toEqual(
      expect.arrayContaining([expect.stringMatching(query)]),
    );
  });

  it('leaves the data source to be chosen, and names none itself', async () => {
    const { uid, templating, panels } = await dashboard();
    expect(uid).toBe('mcm-overview');
    expect(templating.list.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      ...['DS_PROMETHEUS: datasource', 'job: query', 'instance: query'],
    ]);
    const sources = panels.flatMap(({ datasource, targets = [] }) => [
      ...(datasource ? [datasource.uid] : []),
      ...targets.map((target) => target.datasource.uid),
    ]);
    expect(new Set(sources)).toEqual(new Set(['${DS_PROMETHEUS}']));
  });

  it('has panels that do not lie on each other', async () => {
    const taken = new Set<string>();
    for (const { gridPos } of (await dashboard()).panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  it('shows every family that MCM has of its own', async () => {
    const shown = queriesOf(await dashboard()).flatMap(([, expr]) => named(expr).names);
    const own = [...families().keys()].filter(
      (name) => name.startsWith('mcm_') && !PART.test(name),
    );
    const missing = own.filter((name) => !shown.some((one) => one.startsWith(name)));
    // What was let go within the topics that are still held is of little use beside the topics let go.
    expect(missing).toEqual([
      ...['mcm_broker_evicted_payloads_total', 'mcm_broker_evicted_history_total'],
    ]);
  });
});

describe('the rules for Prometheus', () => {
  it('ask for families and labels that MCM has', async () => {
    for (const { rules } of (await prometheusRules()).groups) {
      for (const { alert, expr } of rules) {
        expect([alert, strangers(expr)]).toEqual([alert, []]);
      }
    }
  });
});

describe('docs/operations.md', () => {
  it('lists every family with its labels', async () => {
    const page = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(mcm_\w+)(?:\{([^}]*)\})?`/gm)];
    const documented = new Map(listed.map(([, name = '', labels]) => [name, labels ?? '']));
    const own = [...families()].filter(([name]) => name.startsWith('mcm_') && !PART.test(name));
    expect(own.map(([name]) => name)).toEqual([...documented.keys()]);
    expect(own.map(([name, labels]) => [name, labels.join(',')])).toEqual([...documented]);
  });
});
