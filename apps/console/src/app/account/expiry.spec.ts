import { describe, expect, it } from '@jest/globals';
import { daysFor, expiryOf } from './expiry';

const NOW = Date.parse('2026-11-23T14:20:31Z');
const DAY = 86_400_000;

describe('the end of an API token', () => {
  it('is so many days from now, and never more than the server takes', () => {
    expect(expiryOf('7', '', NOW)).toBe(NOW + 7 * DAY);
    expect(expiryOf('366', '', NOW)).toBe(NOW + 366 * DAY - 60_000);
  });

  it('is the end of the chosen day', () => {
    expect(expiryOf('date', '2026-12-24', NOW)).toBe(Date.parse('2026-12-24T23:59:59'));
  });

  it.each(['', 'soon', '2026-11-22', '2027-12-24', '2026-02-30'])('is none on "%s"', (date) => {
    expect(expiryOf('date', date, NOW)).toBeUndefined();
  });

  it('may be on each of the days that are offered', () => {
    const { min, max } = daysFor(NOW);
    expect(expiryOf('date', min, NOW)).toBeDefined();
    expect(expiryOf('date', max, NOW)).toBeDefined();
    expect([min, max]).toEqual(['2026-11-23', '2027-11-23']);
  });
});
