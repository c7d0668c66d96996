import { describe, expect, it } from '@jest/globals';
import { ActLimit } from './act-limit.js';

const repeat = (times: number, act: (i: number) => void) => {
  for (let i = 0; i < times; i += 1) act(i);
};

describe('the limit of acts', () => {
  it('lets as many happen as were a minute ago', () => {
    let now = 0;
    const limit = new ActLimit(() => now);
    repeat(60, (i) => {
      now = i * 500;
      limit.check('1');
      limit.count('1');
    });
    expect(() => limit.check('1')).toThrow('More than 60 changes in a minute');
    now = 60_000 + 499;
    limit.check('1');
    limit.count('1');
    expect(() => limit.check('1')).toThrow('More than 60 changes in a minute');
  });

  it('forgets what seems to come later, when the clock is set back', () => {
    let now = 3_600_000;
    const limit = new ActLimit(() => now);
    repeat(60, () => limit.count('1'));
    now = 0;
    expect(() => limit.check('1')).not.toThrow();
  });

  it('remembers a thousand sessions, and forgets those that were quiet for longest', () => {
    const limit = new ActLimit(() => 0);
    repeat(60, () => limit.count('0'));
    repeat(999, (i) => limit.count(String(i + 1)));
    expect(() => limit.check('0')).toThrow();
    limit.count('1000');
    expect(() => limit.check('0')).not.toThrow();
  });
});
