import type { Condition, DecisionList, Test } from './decision-list.js';

/**
 * The tests of two lists between what is the same at their beginnings and at their ends: where none of these holds, the
 * lists decide alike. Which rule is behind a test does not matter, nor does a test that decides nothing.
 */
export function changedTests(before: DecisionList, after: DecisionList): readonly Test[] {
  const old = before.filter(({ then }) => then !== 'pass');
  const now = after.filter(({ then }) => then !== 'pass');
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && isSame(old[start], now[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(old.at(-1 - end), now.at(-1 - end))) end++;
  return [...old.slice(start, old.length - end), ...now.slice(start, now.length - end)];
}

function isSame(a: Test | undefined, b: Test | undefined): boolean {
  return a !== undefined && b !== undefined && a.then === b.then && isSameCondition(a.when, b.when);
}

function isSameCondition(a: Condition, b: Condition): boolean {
  return a.kind === 'selected' && b.kind === 'selected'
    ? a.filter === b.filter
    : a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);
}
