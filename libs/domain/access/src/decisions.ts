import type { ConditionIndex, Conditions, Numbered } from './condition-index.js';
import type { DecisionList, Test } from './decision-list.js';
import type { Explanation } from './explanation.js';
import { rulingKey } from './ruling.js';

/** What a broker answers, and the rule that decides. */
export type Decision = Pick<Explanation, 'allowed' | 'because'>;

/** What the lists of all clients with the same rules have in common: all but what is filled in. */
export interface CommonTests {
  readonly conditions: Conditions;
  /** What each test of the lists decides, by its number. */
  readonly decisions: readonly Decision[];
}

export function commonTests(list: DecisionList, index: ConditionIndex): CommonTests {
  const decisions = list.map(({ by, then }) => ({ allowed: then === 'allow', because: by }));
  return { conditions: index.add(deciding(list, isFixed)), decisions };
}

/** The same text for lists that have their tests in common. */
export function rulesKey(list: DecisionList): string {
  const parts = list.map((test) => `${rulingKey(test.by)} ${test.then} ${isFixed(test) ? 1 : 0}`);
  return parts.join('\n');
}

/** The conditions of a list into which something is filled in. */
export function filledIn(list: DecisionList): readonly Numbered[] {
  return deciding(list, (test) => !isFixed(test));
}

function deciding(list: DecisionList, which: (test: Test) => boolean): readonly Numbered[] {
  return list.flatMap((test, number) =>
    test.then !== 'pass' && which(test) ? [{ number, when: test.when }] : [],
  );
}

/** Whether a test is the same for all clients that have its rule. */
function isFixed({ by, when }: Test): boolean {
  if (when.kind === 'never') return false;
  if (when.kind !== 'selected' && when.kind !== 'within') return true;
  if (by.kind === 'acl-line') return when.filter === by.filter;
  return by.kind === 'role-acl' && when.filter === by.topic;
}
