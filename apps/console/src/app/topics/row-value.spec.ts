import { describe, expect, it } from '@jest/globals';
import { rowOf } from '../../testing/topics';
import { measureWords, valueWords } from './row-value';

describe('the value of a row', () => {
  it.each([
    [{ payloadPreview: '{"a":\n  1}', payloadBytes: 9 }, '{"a": 1}'],
    [{ payloadFormat: 'binary', payloadPreview: '', payloadBytes: 256 }, '256 B, binary'],
    [{ payloadPreview: '', payloadBytes: 0 }, '0 bytes'],
    [{ payloadEvicted: true }, 'value let go'],
    [{ isTopic: false }, ''],
  ] as const)('is on one line: %j', (change, words) => {
    expect(valueWords(rowOf('a', change))).toBe(words);
  });
});

describe('the figure of a row', () => {
  const now = Date.UTC(2026, 10, 23, 14, 20);
  const row = rowOf('a', {
    ...{ rate: 120.4, ownRate: 2, messages: 1_204_118, bytes: 38_200_000 },
    lastSeenAt: new Date(now - 125_000).toISOString(),
  });

  it('is what the list is sorted by', () => {
    const sorts = ['tree', 'name', 'rate', 'messages', 'bytes', 'last-seen'] as const;
    expect(sorts.map((sort) => measureWords(row, sort, now))).toEqual([
      ...['120', '2.0', '2.0', '1,204,118', '38.2 MB', '2 min'],
    ]);
  });

  it('is a dash for what does not move, or was never seen', () => {
    expect(measureWords(rowOf('a'), 'rate', now)).toBe('–');
    expect(measureWords(rowOf('a'), 'last-seen', now)).toBe('–');
    const lastSeenAt = new Date(now - 300).toISOString();
    expect(measureWords(rowOf('a', { lastSeenAt }), 'last-seen', now)).toBe('now');
  });
});
