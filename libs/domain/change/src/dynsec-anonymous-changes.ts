import type { DynsecRoleOf } from './document.js';
import type { DynsecCommand } from './dynsec-command.js';
import { rolesByName, useChanges, type Comparison } from './dynsec-comparison.js';
import { partsOf } from './dynsec-group-changes.js';
import { orderedUses } from './dynsec-order.js';
import type { Steps } from './dynsec-steps.js';

/** A group and roles for clients without a name while their own change. */
const MEANWHILE = 'mcm-meanwhile';

/** How many commands may narrow and widen, by group, and which roles' entries change places. */
export interface Eithers {
  readonly groups: ReadonlyMap<string, number>;
  readonly contents: ReadonlySet<string>;
}

/**
 * What gives clients without a name another group. Where several commands that may narrow and widen concern them, the
 * mix of some done and others not could give them what they have neither before nor after. Then they have their old
 * rights in another group until all is done, and change at once.
 */
export function anonymousSteps(comparison: Comparison, eithers: Eithers, steps: Steps): void {
  const { before, after } = comparison;
  const [from, to] = [before.anonymousGroup, after.anonymousGroup];
  if (to === undefined) return;
  const switches = from !== to;
  if (from !== undefined && isMixed(comparison, from, switches, eithers)) {
    meanwhile(comparison, from, eithers, steps);
    steps.add('either', 'anonymous', { command: 'setAnonymousGroup', groupname: to });
    return;
  }
  if (!switches) return;
  const effect =
    from === undefined
      ? comparison.effectOfGroup({ name: to, change: 'added', priority: 0 })
      : 'either';
  steps.add(effect, 'anonymous', { command: 'setAnonymousGroup', groupname: to });
}

function isMixed(
  { groups }: Comparison,
  from: string,
  switches: boolean,
  eithers: Eithers,
): boolean {
  const count = (switches ? 1 : 0) + (eithers.groups.get(from) ?? 0);
  if (count > 1) return true;
  const { before, after } = groups.get(from) ?? {};
  const roles = [...(before?.roles ?? []), ...(after?.roles ?? [])];
  return count === 1 && roles.some(({ rolename }) => eithers.contents.has(rolename));
}

/** Makes the other group, with copies of roles whose entries are about to change places, and takes it away at the end. */
function meanwhile(comparison: Comparison, from: string, eithers: Eithers, steps: Steps): void {
  const free = freeNames(comparison);
  const groupname = free();
  const made: DynsecCommand[] = [];
  const held = narrowedRoles(comparison, from).map(({ rolename }, at, { length }) => {
    const priority = length - at;
    if (!eithers.contents.has(rolename)) return { rolename, priority };
    const copy = free();
    made.push(copyOf(comparison, rolename, copy));
    steps.add('widens', 'unmaking', { command: 'deleteRole', rolename: copy });
    return { rolename: copy, priority };
  });
  steps.add(
    'narrows',
    'meanwhile',
    ...made,
    { command: 'createGroup', groupname },
    ...held.map((use) => ({ command: 'addGroupRole', groupname, ...use }) as const),
    { command: 'setAnonymousGroup', groupname },
  );
  steps.add('widens', 'unmaking', { command: 'deleteGroup', groupname });
}

/** The roles that the group has once all that narrows is done, in the order in which they are asked. */
function narrowedRoles(comparison: Comparison, groupname: string): readonly DynsecRoleOf[] {
  const { before, after = before } = comparison.groups.get(groupname) ?? {};
  if (before === undefined || after === undefined) return [];
  const roles = new Map(rolesByName(before));
  for (const use of useChanges(rolesByName(before), rolesByName(after))) {
    for (const [change, effect] of partsOf(use, comparison)) {
      if (effect !== 'narrows') continue;
      if (change === 'removed') roles.delete(use.name);
      else roles.set(use.name, use.priority);
    }
  }
  const uses = Array.from(roles, ([rolename, priority]) => ({ rolename, priority }));
  return orderedUses(uses, new Set(roles.keys()));
}

/** A copy of what the role says once all that narrows is done. */
function copyOf({ contents, roles }: Comparison, rolename: string, name: string): DynsecCommand {
  const { before, after } = roles.get(rolename) ?? {};
  const { allowwildcardsubs: were = true, acls: old = [] } = before ?? {};
  const { allowwildcardsubs: are = true } = after ?? {};
  return {
    command: 'createRole',
    rolename: name,
    ...(were && are ? {} : { allowwildcardsubs: false }),
    acls: contents.get(rolename)?.middle ?? old,
  };
}

/** Names that no role and no group has. */
function freeNames({ roles, groups }: Comparison): () => string {
  let nth = 0;
  return () => {
    for (;;) {
      const name = nth === 0 ? MEANWHILE : `${MEANWHILE}-${nth}`;
      nth++;
      if (!roles.has(name) && !groups.has(name)) return name;
    }
  };
}
