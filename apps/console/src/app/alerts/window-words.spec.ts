import { describe, expect, it } from '@jest/globals';
import type { AlertWindow } from '../api/models';
import { inOrder, phaseOf, scopeWords, timeWords } from './window-words';

const NOW = Date.parse('2026-11-23T14:20:00.000Z'); // a Monday
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const windowOf = (rest: Partial<AlertWindow>): AlertWindow => ({
  ...{ id: 1, name: 'Cleaning', createdAt: at(-60), updatedAt: at(-60), ...rest },
});
const weekly = (from: string, until: string, days: readonly ['mon'] | readonly ['sun', 'mon']) =>
  windowOf({ weekly: { days: [...days], from, until, timeZone: 'UTC' } });

describe('a maintenance window', () => {
  it.each([
    [windowOf({ from: at(-1), until: at(1) }), 'in_force'],
    [windowOf({ from: at(1), until: at(2) }), 'coming'],
    [windowOf({ from: at(-2), until: at(0) }), 'over'],
    [weekly('14:00', '15:00', ['mon']), 'in_force'],
    [weekly('22:00', '06:00', ['mon']), 'coming'],
    [windowOf({ from: at(-1), until: at(1), ruleIds: [7], labels: { hall: 'B' } }), 'in_force'],
  ])('is in force, comes, or is over', (window, phase) => {
    expect(phaseOf(window, NOW)).toBe(phase);
  });

  it('stands before those that come later', () => {
    const windows = [
      windowOf({ id: 1, from: at(-9), until: at(-8) }),
      weekly('22:00', '23:00', ['mon']),
      windowOf({ id: 3, from: at(20), until: at(30) }),
      windowOf({ id: 4, from: at(10), until: at(30) }),
      windowOf({ id: 5, from: at(-1), until: at(30) }),
    ];
    const order = inOrder(windows, NOW).map(({ window }) => window.id);
    expect(order).toEqual([5, 4, 3, 1, 1]);
  });

  it('says when it is', () => {
    expect(timeWords(windowOf({ from: at(-1), until: at(40) }), NOW)).toMatch(
      /^Until \d+:\d\d.*, in 40 min$/,
    );
    expect(timeWords(windowOf({ from: at(5), until: at(40) }), NOW)).toMatch(/ to .*, in 5 min$/);
    expect(timeWords(windowOf({ from: at(-5), until: at(-1) }), NOW)).toMatch(/^Ended /);
    expect(timeWords(weekly('22:00', '06:00', ['sun', 'mon']), NOW)).toBe(
      'Mon, Sun 22:00–06:00, UTC',
    );
  });

  it('says whom it is for', () => {
    const rules = [{ id: 7, name: 'Oven' }];
    expect(scopeWords({}, rules)).toBe('All rules');
    expect(scopeWords({ ruleIds: [7, 8] }, rules)).toBe('Oven, rule 8');
    expect(scopeWords({ labels: { hall: 'B' } }, rules)).toBe('All rules, only what has hall=B');
  });
});
