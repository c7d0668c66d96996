import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from './log-store';
import { logText, missingWords } from './log-words';

const at = Date.parse('2026-11-23T14:20:31.000Z');

function line(message: string): LogEntry {
  const observedAt = '2026-11-23T14:20:31.204Z';
  const told = { type: 'broker_log', source: 'broker', severity: 'notice' } as const;
  return { kind: 'line', id: 1, line: { ...told, message, observedAt } };
}

describe('where lines are missing', () => {
  it.each([
    ['lost', true, 'The stream was lost for 12 s. Lines from that time may be missing.'],
    [
      'hidden',
      false,
      'This tab was hidden for 12 s. The lines from that time were told afterwards.',
    ],
  ] as const)('it says that and why: %s', (reason, missing, words) => {
    const gap = { since: at, until: at + 12_000, reason };
    expect(missingWords({ kind: 'gap', id: 1, gap, missing })).toBe(words);
  });

  it('counts what the server left out', () => {
    expect(missingWords({ kind: 'lagged', id: 1, dropped: 1, at })).toContain('1 event was left');
    expect(missingWords({ kind: 'lagged', id: 1, dropped: 1204, at })).toMatch(/1.204 events were/);
  });
});

describe('the log as a file', () => {
  it('has a line for each, with the exact time, and says where some are missing', () => {
    const lagged: LogEntry = { kind: 'lagged', id: 2, dropped: 3, at };
    expect(logText([line('New client'), lagged, line('two\nlines')])).toBe(
      [
        '2026-11-23T14:20:31.204Z broker notice New client',
        '# 2026-11-23T14:20:31.000Z This browser read too slowly: 3 events were left out. Lines may be among them.',
        '2026-11-23T14:20:31.204Z broker notice two',
        '    lines',
        '',
      ].join('\n'),
    );
    expect(logText([])).toBe('');
  });
});
