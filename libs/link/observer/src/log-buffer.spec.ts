import { describe, expect, it } from '@jest/globals';
import { LogBuffer } from './log-buffer.js';
import type { LogEntry } from './snapshot.js';

const entry = (number: number): LogEntry => ({
  ...{ source: 'broker', severity: 'info', message: `line ${number}`, at: number },
});

describe('LogBuffer', () => {
  it('gives each line once', () => {
    const logs = new LogBuffer();
    logs.add(entry(1));
    logs.add(entry(2));
    expect(logs.take(3).map(({ message }) => message)).toEqual(['line 1', 'line 2']);
    expect(logs.take(3)).toEqual([]);
  });

  it.each([101, 199, 200, 1_000, 1_234])(
    'keeps the latest hundred of %i and says how many it left out',
    (count) => {
      const logs = new LogBuffer();
      for (let i = 1; i <= count; i++) logs.add(entry(i));
      const taken = logs.take(7);
      expect(taken).toHaveLength(101);
      expect(taken[0]).toMatchObject({ source: 'mcm', severity: 'notice', at: 7 });
      expect(taken[0]?.message).toMatch(`${count - 100} lines were left out`);
      expect(taken.at(-1)).toEqual(entry(count));
    },
  );
});
