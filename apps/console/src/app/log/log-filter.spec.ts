import { describe, expect, it } from '@jest/globals';
import type { BrokerLogEvent } from '#contract';
import { passes, readFilter } from './log-filter';
import type { LogEntry } from './log-store';

function entry(change: Partial<BrokerLogEvent>): LogEntry {
  const line: BrokerLogEvent = {
    type: 'broker_log',
    source: 'broker',
    severity: 'notice',
    message: 'New connection from 10.0.7.3',
    observedAt: '2026-11-23T14:20:31.000Z',
    ...change,
  };
  return { kind: 'line', id: 1, line };
}

describe('the filter of the log', () => {
  it('reads what the address says and takes no notice of what it does not know', () => {
    expect(readFilter('warning', 'mcm', 'plc')).toEqual({
      atLeast: 'warning',
      source: 'mcm',
      text: 'plc',
    });
    expect(readFilter('loud', 'moon')).toEqual({ atLeast: 'debug', text: '' });
  });

  it('shows a severity and graver ones', () => {
    const filter = readFilter('warning');
    expect(passes(entry({ severity: 'notice' }), filter)).toBe(false);
    expect(passes(entry({ severity: 'warning' }), filter)).toBe(true);
    expect(passes(entry({ severity: 'error' }), filter)).toBe(true);
  });

  it('finds text whatever its case, and one source', () => {
    expect(passes(entry({}), readFilter(undefined, undefined, 'new CONN'))).toBe(true);
    expect(passes(entry({}), readFilter(undefined, undefined, 'gone'))).toBe(false);
    expect(passes(entry({}), readFilter(undefined, 'mcm'))).toBe(false);
  });

  it('always shows gaps: what is not known is not known under any filter', () => {
    const gap = { since: 0, until: 1, reason: 'lost' } as const;
    expect(
      passes({ kind: 'gap', id: 1, gap, missing: true }, readFilter('error', 'mcm', 'x')),
    ).toBe(true);
    const lagged = { kind: 'lagged', id: 2, dropped: 9, at: 0 } as const;
    expect(passes(lagged, readFilter('error', 'mcm', 'x'))).toBe(true);
  });
});
