import { describe, expect, it } from '@jest/globals';
import { endsSoon } from './reach-stages.js';

const DAY = 86_400_000;
const certificate = (life: number) => ({
  validFromDate: new Date(0),
  validToDate: new Date(life * DAY),
});

describe('a certificate ends soon', () => {
  it.each([
    ['a year', 365, 30],
    ['ten years', 3_650, 30],
    ['90 days', 90, 15],
    ['6 days', 6, 1],
  ])('when it was made for %s, in time to renew it', (_, life, notice) => {
    const at = (left: number) => endsSoon(certificate(life), (life - left) * DAY);
    expect([at(notice + 0.01), at(notice - 0.01), at(-1)]).toEqual([false, true, true]);
  });
});
