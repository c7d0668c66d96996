import type { DynsecModel, NewPassword } from './document.js';
import type { DynsecCommand } from './dynsec-command.js';
import {
  rolesByName,
  useChanges,
  type Comparison,
  type Pair,
  type Reversible,
  type UseChange,
} from './dynsec-comparison.js';
import { textChange } from './dynsec-group-changes.js';
import { priorityIn, textsOf } from './dynsec-order.js';
import type { Steps } from './dynsec-steps.js';
import { PROBE_USER } from './probe.js';

type Client = DynsecModel['clients'][number];

/** What the changes of clients go by. */
export interface ClientChanges {
  readonly comparison: Comparison;
  readonly passwords: ReadonlyMap<string, NewPassword['password']>;
  readonly steps: Steps;
}

/** Answers of each client how many of its own commands may narrow and widen. */
export function clientSteps(changes: ClientChanges): ReadonlyMap<string, number> {
  const eithers = new Map<string, number>();
  const { steps, passwords, comparison } = changes;
  for (const [username, { before, after }] of comparison.clients) {
    if (after === undefined) {
      // It cannot be brought back with its password, so it only cannot log in until all else is done.
      if (!before?.disabled) steps.add('narrows', 'locks', { command: 'disableClient', username });
      steps.add('last', 'clients', { command: 'deleteClient', username });
      continue;
    }
    if (before === undefined) {
      newClient(after, changes);
      continue;
    }
    const count = knownClient({ before, after }, changes);
    if (count > 0) eithers.set(username, count);
    const password = passwords.get(username);
    if (password === undefined) continue;
    const command = { command: 'setClientPassword', username, password } as const;
    // The probes need theirs before all others.
    if (username === PROBE_USER) steps.add('widens', 'passwords', command);
    else steps.add('last', 'passwords', command);
  }
  return eithers;
}

/**
 * Nobody can log in by it until it has a password, which it gets with its roles and groups, all at once. Roles are
 * never named when it is made: the plugin would forget to tell the roles.
 */
function newClient(client: Client, { comparison, passwords, steps }: ClientChanges): void {
  const { username, clientid, disabled = false } = client;
  const groups = groupsOf(comparison, username);
  const password = passwords.get(username);
  const secret = password === undefined ? {} : { password };
  const isBare = client.roles.length === 0 && groups.length === 0 && !disabled;
  const creation = {
    command: 'createClient',
    username,
    ...(clientid === undefined ? {} : { clientid }),
    ...textsOf(client),
  } as const;
  if (isBare) {
    steps.add('widens', 'new clients', { ...creation, ...secret });
    return;
  }
  steps.add('narrows', 'new clients', creation);
  if (disabled) steps.add('narrows', 'locks', { command: 'disableClient', username });
  const { roles } = client;
  steps.add('widens', 'passwords', { command: 'modifyClient', username, ...secret, roles, groups });
}

function knownClient(
  { before, after }: Required<Pair<Client>>,
  { comparison, steps }: ClientChanges,
): number {
  const { username, disabled: isDisabled = false } = after;
  const { disabled: wasDisabled = false } = before;
  if (isDisabled && !wasDisabled) {
    steps.add('narrows', 'locks', { command: 'disableClient', username });
  }
  if (wasDisabled && !isDisabled) {
    steps.add('widens', 'unlocks', { command: 'enableClient', username });
  }
  const eithers = [idSteps(before, after, steps), useSteps({ before, after }, comparison, steps)];
  return eithers.filter((effect) => effect === 'either').length;
}

/** With an id only clients with it can log in; with an empty one, which the plugin's file may have, nobody can. */
function idSteps(before: Client, after: Client, steps: Steps): Reversible | undefined {
  const { username, clientid } = after;
  if (before.clientid === clientid) return undefined;
  const widens = before.clientid === '' || clientid === undefined;
  const effect = before.clientid === undefined ? 'narrows' : widens ? 'widens' : 'either';
  const command = { command: 'setClientId', username, clientid: clientid ?? '' } as const;
  steps.add(effect, 'assignments', command);
  return effect;
}

/** One role or group is given or taken by itself; more change at once, which disconnects once and leaves no gap. */
function useSteps(
  { before, after }: Required<Pair<Client>>,
  comparison: Comparison,
  steps: Steps,
): Reversible | undefined {
  const { username } = after;
  const texts = textChange(before, after);
  const memberships = comparison.memberships.get(username);
  const roles = useChanges(rolesByName(before), rolesByName(after));
  const groups = memberships ? useChanges(memberships.before, memberships.after) : [];
  const [effect, ...others] = new Set([
    ...roles.map((use) => comparison.effectOfRole(use)),
    ...groups.map((use) => comparison.effectOfGroup(use)),
  ]);
  if (effect === undefined) {
    if (texts) steps.add('widens', 'texts', { command: 'modifyClient', username, ...texts });
    return undefined;
  }
  const single = texts ? undefined : singly(username, roles, groups);
  const together = others.length > 0 ? 'either' : effect;
  const command = single ?? {
    command: 'modifyClient',
    username,
    ...texts,
    ...(roles.length > 0 ? { roles: after.roles } : {}),
    ...(groups.length > 0 ? { groups: groupsOf(comparison, username) } : {}),
  };
  steps.add(together, 'assignments', command);
  return together;
}

function singly(
  username: string,
  roles: readonly UseChange[],
  groups: readonly UseChange[],
): DynsecCommand | undefined {
  const [use, other] = [...roles, ...groups];
  if (use === undefined || other !== undefined || use.change === 'moved') return undefined;
  const { name, change, priority } = use;
  const given = { username, ...priorityIn(priority) };
  if (groups.length > 0) {
    return change === 'added'
      ? { command: 'addGroupClient', groupname: name, ...given }
      : { command: 'removeGroupClient', groupname: name, username };
  }
  return change === 'added'
    ? { command: 'addClientRole', rolename: name, ...given }
    : { command: 'removeClientRole', rolename: name, username };
}

function groupsOf(comparison: Comparison, username: string) {
  const groups = comparison.memberships.get(username)?.after ?? new Map<string, number>();
  return Array.from(groups, ([groupname, priority]) => ({ groupname, ...priorityIn(priority) }));
}
