import { checkRule, type AlertCondition, type AlertRule, type Severity } from '#domain/alert';
import type { AlertRule as KeptRule } from '../api/models';
import { count } from '../ui/formats';
import {
  conditionDraftOf,
  conditionOf,
  NEW_CONDITION,
  type ConditionDraft,
} from './condition-draft';
import { doubled, labelsOf, rowsOf, type LabelRow } from './labels-draft';

/** A rule as somebody is filling it in. */
export interface AlertRuleDraft {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly labels: readonly LabelRow[];
  readonly condition: ConditionDraft;
  readonly forSeconds: number;
  readonly renoticeSeconds: number;
  readonly enabled: boolean;
}

export const NEW_RULE: AlertRuleDraft = {
  ...{ name: '', description: '', severity: 'warning', labels: [], condition: NEW_CONDITION },
  ...{ forSeconds: 0, renoticeSeconds: 0, enabled: true },
};

/** A rule as the server takes it. */
export type RuleWish = Omit<AlertRule, 'id'>;

export function ruleDraftOf(rule: RuleWish): AlertRuleDraft {
  const { name, description = '', severity, labels, condition, forSeconds } = rule;
  return {
    ...{ name, description, severity, labels: rowsOf(labels), forSeconds },
    ...{ renoticeSeconds: rule.renoticeSeconds, enabled: rule.enabled },
    condition: conditionDraftOf(condition),
  };
}

export function ruleOf(draft: AlertRuleDraft): RuleWish {
  const { name, severity, labels, forSeconds, renoticeSeconds, enabled } = draft;
  const description = draft.description.trim();
  const condition: AlertCondition = conditionOf(draft.condition);
  return {
    ...{ name: name.trim(), ...(description !== '' && { description }), severity },
    ...{ labels: labelsOf(labels), condition, forSeconds, renoticeSeconds, enabled },
  };
}

/** What is wrong with a draft, by the pointer of the member that it is about; words for the field. */
export function ruleFaults(draft: AlertRuleDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { pointer, detail } of checkRule(ruleOf(draft))) {
    const place = pointer.startsWith('/labels') ? '/labels' : pointer;
    if (!faults.has(place)) faults.set(place, wordsOf(pointer, detail));
  }
  const twice = doubled(draft.labels);
  if (twice !== undefined) faults.set('/labels', `The label ${twice} stands there twice.`);
  return withNumbers(draft.condition, faults);
}

/** An empty field has no number: that is said before its bounds are. */
function withNumbers(
  { side, threshold }: ConditionDraft,
  faults: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const isMissing = faults.has(`/condition/${side}`) && threshold.trim() === '';
  return isMissing ? new Map([...faults, [`/condition/${side}`, 'Enter a number.']]) : faults;
}

const NAMED: Readonly<Record<string, string>> = {
  '/name': 'Give it a name.',
  '/forSeconds': 'At most 30 d.',
  '/renoticeSeconds': 'At least 1 min, at most 30 d.',
  '/condition/seconds': 'At least 1 s, at most 30 d.',
  '/condition/pointer': 'A JSON pointer such as /temperature, or nothing.',
  '/condition/group': 'Name its group as well.',
};

/** What the domain says of a member, as a sentence below its field. */
function wordsOf(pointer: string, detail: string): string {
  const named = NAMED[pointer];
  if (named !== undefined) return named;
  if (pointer.startsWith('/labels/'))
    return `The label ${pointer.slice('/labels/'.length)} ${detail}.`;
  if (pointer === '/labels') return `A rule ${detail}.`;
  const bounds = /^must be between (\S+) and (\S+)$/.exec(detail);
  if (bounds) return `A number from ${count(Number(bounds[1]))} to ${count(Number(bounds[2]))}.`;
  return `It ${detail}.`;
}

/** Whether a change ends what fires, as the server does it: another question is asked, or none. */
export function asksAnew(before: RuleWish, after: RuleWish): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort());
  const isSame =
    before.forSeconds === after.forSeconds && sorted(before.condition) === sorted(after.condition);
  return !after.enabled || !isSame;
}

/** A rule as the client has it, whose condition is one that the server has checked. */
export function wishOf(rule: KeptRule): RuleWish {
  const { name, description, severity, labels, condition, forSeconds } = rule;
  return {
    ...{ name, ...(description !== undefined && { description }), severity, labels },
    ...{ condition: condition as AlertCondition, forSeconds },
    ...{ renoticeSeconds: rule.renoticeSeconds, enabled: rule.enabled },
  };
}
