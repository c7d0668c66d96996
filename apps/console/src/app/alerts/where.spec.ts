import { describe, expect, it } from '@jest/globals';
import { whereOf } from './where';

describe('an alert leads', () => {
  it.each([
    ['topic_silent', { topic: 'a/b' }, { path: ['/topics'], query: { q: 'a/b', mode: 'filter' } }],
    ['field_threshold', { topic: 'a' }, { path: ['/topics'], query: { q: 'a', mode: 'filter' } }],
    ['schema_violations', { schema: 'oven' }, { path: ['/schemas'], query: { search: 'oven' } }],
    [
      'sparkplug_node_dead',
      { group: 'hall', node: 'plc' },
      { path: ['/sparkplug'], query: { search: 'hall/plc' } },
    ],
    ['access_drift', {}, { path: ['/changes'], query: { drift: 'shown' } }],
    ['login_failures', {}, { path: ['/security'] }],
    ['broker_down', {}, { path: ['/log'] }],
    ['sys_figure', {}, { path: ['/overview'] }],
  ] as const)('of the kind %s to where it is', (kind, labels, where) => {
    expect(whereOf({ kind, labels })).toEqual({ label: expect.any(String), ...where });
  });

  it.each(['certificate_expiring', 'disk_low'] as const)('of the kind %s nowhere', (kind) => {
    expect(whereOf({ kind, labels: {} })).toBeUndefined();
  });

  it('nowhere when its rule gave the topic away', () => {
    expect(whereOf({ kind: 'topic_silent', labels: {} })).toBeUndefined();
  });
});
