import { describe, expect, it } from '@jest/globals';
import { fromLocal, readSpan, spanParams, spanQuery, toLocal } from './span';

const now = Date.parse('2026-11-25T14:00:00.000Z');

describe('a span of time', () => {
  it.each([
    [{}, {}],
    [{ range: '24h' }, { range: '24h' }],
    [{ range: '5 years' }, {}],
    [{ range: '7d', since: '2026-11-01T00:00:00Z' }, { range: '7d' }],
    [{ since: '2026-11-01T00:00:00Z' }, { since: '2026-11-01T00:00:00.000Z' }],
    [
      { since: 'yesterday', until: '2026-11-02T01:00:00+01:00' },
      { until: '2026-11-02T00:00:00.000Z' },
    ],
  ])('is read out of the address: %j is %j', (params, span) => {
    expect(readSpan(params)).toEqual(span);
  });

  it('is asked for by the clock of the server', () => {
    expect(spanQuery({ range: '1h' }, now)).toEqual({ since: '2026-11-25T13:00:00.000Z' });
    expect(spanQuery({ until: '2026-11-02T00:00:00.000Z' }, now)).toEqual({
      until: '2026-11-02T00:00:00.000Z',
    });
    expect(spanQuery({}, now)).toEqual({});
  });

  it('takes out of the address what it does not have', () => {
    expect(spanParams({ range: '7d' })).toEqual({ range: '7d', since: null, until: null });
    expect(spanParams({})).toEqual({ range: null, since: null, until: null });
  });

  it('survives being typed by the clock of this place', () => {
    const at = '2026-11-02T00:00:05.000Z';
    expect(fromLocal(toLocal(at))).toBe(at);
    expect(toLocal(undefined)).toBe('');
    expect(fromLocal('')).toBeUndefined();
  });
});
