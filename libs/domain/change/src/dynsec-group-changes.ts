import type { DynsecCommand } from './dynsec-command.js';
import {
  rolesByName,
  useChanges,
  type Comparison,
  type Pair,
  type Reversible,
  type UseChange,
} from './dynsec-comparison.js';
import { priorityIn, textsOf } from './dynsec-order.js';
import type { Steps } from './dynsec-steps.js';
import type { DynsecModel, DynsecTexts } from './document.js';

type Group = DynsecModel['groups'][number];

/**
 * What makes groups and changes their roles; members are changed by client. Answers of each group how many of its
 * commands may narrow and widen.
 */
export function groupSteps(comparison: Comparison, steps: Steps): ReadonlyMap<string, number> {
  const eithers = new Map<string, number>();
  for (const [groupname, { before, after }] of comparison.groups) {
    if (after === undefined) continue;
    if (before === undefined) {
      steps.add('narrows', 'making', { command: 'createGroup', groupname, ...textsOf(after) });
      // Nobody is in it yet.
      const added = useChanges(new Map(), rolesByName(after));
      steps.add('narrows', 'new groups', ...added.map((use) => addition(groupname, use)));
      continue;
    }
    const texts = textChange(before, after);
    if (texts !== undefined) {
      steps.add('widens', 'texts', { command: 'modifyGroup', groupname, ...texts });
    }
    const count = roleSteps(groupname, { before, after }, comparison, steps);
    if (count > 0) eithers.set(groupname, count);
  }
  return eithers;
}

function roleSteps(
  groupname: string,
  { before, after }: Required<Pair<Group>>,
  comparison: Comparison,
  steps: Steps,
): number {
  let eithers = 0;
  for (const use of useChanges(rolesByName(before), rolesByName(after))) {
    for (const [change, effect] of partsOf(use, comparison)) {
      const command = change === 'added' ? addition(groupname, use) : removal(groupname, use);
      steps.add(effect, 'groups', command);
      if (effect === 'either') eithers++;
    }
  }
  return eithers;
}

type Part = readonly [change: 'added' | 'removed', effect: Reversible];

/** A role gets another place by being taken away and given again; what it denies is not denied in between. */
export function partsOf(use: UseChange, comparison: Comparison): readonly Part[] {
  if (use.change !== 'moved') return [[use.change, comparison.effectOfRole(use)]];
  const removed = comparison.effectOfRole({ ...use, change: 'removed' });
  if (removed !== 'narrows') {
    return [
      ['removed', 'either'],
      ['added', 'either'],
    ];
  }
  return [
    ['removed', removed],
    ['added', comparison.effectOfRole({ ...use, change: 'added' })],
  ];
}

function addition(groupname: string, { name, priority }: UseChange): DynsecCommand {
  return { command: 'addGroupRole', groupname, rolename: name, ...priorityIn(priority) };
}

function removal(groupname: string, { name }: UseChange): DynsecCommand {
  return { command: 'removeGroupRole', groupname, rolename: name };
}

/** Texts that become others; one that goes away becomes empty, for there is no command that takes it away. */
export function textChange(before: DynsecTexts, after: DynsecTexts): DynsecTexts | undefined {
  const changed = TEXTS.filter((name) => (before[name] ?? '') !== (after[name] ?? ''));
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? '']));
}

const TEXTS = ['textname', 'textdescription'] as const;
