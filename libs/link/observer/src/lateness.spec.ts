import { expect, it } from '@jest/globals';
import { Lateness } from './lateness.js';

it('is the worst since it was last asked for, and nothing for what comes early', () => {
  const lateness = new Lateness();
  for (const [expected, came] of [
    [100, 100],
    [200, 250],
    [300, 299],
    [400, 410],
  ] as const) {
    lateness.expect(expected);
    lateness.came(came);
  }
  expect([lateness.take(), lateness.take()]).toEqual([50, 0]);
});
