import type { Eithers } from './dynsec-anonymous-changes.js';
import type { Comparison } from './dynsec-comparison.js';
import type { Steps } from './dynsec-steps.js';

interface Concerned extends Eithers {
  /** How many of its own commands may narrow and widen, by client. */
  readonly clients: ReadonlyMap<string, number>;
  /** Who is never kept out. */
  readonly control: string | undefined;
}

/** Keeps those out, until all is done, whose rights would be a mix of both states. */
export function lockSteps(comparison: Comparison, concerned: Concerned, steps: Steps): void {
  if (concerned.clients.size + concerned.groups.size === 0) return;
  const shifting = groupsWith(comparison, concerned.contents);
  for (const [username, { before, after }] of comparison.clients) {
    if (before === undefined || after === undefined || username === concerned.control) continue;
    if (before.disabled || after.disabled) continue;
    const memberships = comparison.memberships.get(username);
    const groups = new Set(
      [...(memberships?.before ?? []), ...(memberships?.after ?? [])].map(([name]) => name),
    );
    let count = concerned.clients.get(username) ?? 0;
    for (const name of groups) count += concerned.groups.get(name) ?? 0;
    if (count === 0) continue;
    const roles = [...before.roles, ...after.roles];
    const shifts =
      roles.some(({ rolename }) => concerned.contents.has(rolename)) ||
      [...groups].some((name) => shifting.has(name));
    if (count === 1 && !shifts) continue;
    steps.add('narrows', 'locks', { command: 'disableClient', username });
    steps.add('widens', 'unlocks', { command: 'enableClient', username });
  }
}

/** Groups that have such a role before or after. */
function groupsWith({ groups }: Comparison, roles: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, { before, after }] of groups) {
    const own = [...(before?.roles ?? []), ...(after?.roles ?? [])];
    if (own.some(({ rolename }) => roles.has(rolename))) found.add(name);
  }
  return found;
}

/** Takes away groups and roles that nobody has any more; those of a client that is deleted at last, behind it. */
export function unmakingSteps({ clients, groups, roles }: Comparison, steps: Steps): void {
  const late = new Set<string>();
  for (const { before, after } of clients.values()) {
    if (after !== undefined) continue;
    for (const { rolename } of before?.roles ?? []) late.add(rolename);
  }
  for (const [groupname, { before, after }] of groups) {
    if (after !== undefined) continue;
    const waits = before?.clients.some(
      ({ username }) => clients.get(username)?.after === undefined,
    );
    if (waits) for (const { rolename } of before?.roles ?? []) late.add(rolename);
    const command = { command: 'deleteGroup', groupname } as const;
    if (waits) steps.add('last', 'unmaking', command);
    else steps.add('widens', 'unmaking', command);
  }
  for (const [rolename, { after }] of roles) {
    if (after !== undefined) continue;
    const command = { command: 'deleteRole', rolename } as const;
    if (late.has(rolename)) steps.add('last', 'unmaking', command);
    else steps.add('widens', 'unmaking', command);
  }
}
