import {
  compareBytes,
  type AclType,
  type BrokerLine,
  type BrokerVersion,
  type DynsecAcl,
  type DynsecRole,
  type DynsecRoleUse,
  type DynsecState,
} from '#domain/mosquitto';
import type { Client } from './policy.js';

/** A role that a client has, and the group through which it does. */
export interface HeldRole {
  readonly role: DynsecRole;
  readonly group?: string;
}

/** An entry of a role, and the how-many-eth it is in the file. */
export interface Entry {
  readonly acl: DynsecAcl;
  readonly entry: number;
}

/**
 * The roles of a client in the order in which they are asked: its own, then those of its groups. Nothing when the
 * plugin does not know the name.
 */
export function heldRoles(
  state: DynsecState,
  { username }: Client,
  broker: BrokerVersion,
): readonly HeldRole[] | undefined {
  const names = namesOf(state, broker);
  if (username === undefined) {
    const group = state.anonymousGroup && names.groups.get(state.anonymousGroup);
    return group ? rolesInOrder(group.roles, names, broker, group.name) : [];
  }
  const client = names.clients.get(username);
  if (client === undefined) return undefined;
  const groups = [...(names.memberships.get(username)?.values() ?? [])].map(
    ({ group, priority }) => ({ group, priority: clamped(priority, broker) }),
  );
  const inOrder = byPriority(groups, (a, b) => compareBytes(a.group.name, b.group.name));
  return [
    ...rolesInOrder(client.roles, names, broker),
    ...inOrder.flatMap(({ group }) => rolesInOrder(group.roles, names, broker, group.name)),
  ];
}

/** The client of this name, as the plugin has it. */
export function dynsecClient(state: DynsecState, username: string, broker: BrokerVersion) {
  return namesOf(state, broker).clients.get(username);
}

/**
 * The entries of a kind in the order in which they are asked: by priority, and as they stand in the file. One of them
 * can be thought away, to see what holds without it.
 */
export function entriesInOrder(
  role: DynsecRole,
  type: AclType,
  broker: BrokerVersion,
  without?: number,
): readonly Entry[] {
  const entries = role.acls
    .map((acl, index) => ({ acl, entry: index + 1 }))
    .filter(({ acl, entry }) => acl.type === type && entry !== without);
  const kept = broker.repeatedAcl === 'both' ? entries : firstOfEach(entries);
  return kept.sort(
    (a, b) =>
      clamped(b.acl.priority, broker) - clamped(a.acl.priority, broker) || a.entry - b.entry,
  );
}

/**
 * The entry of a literal kind for this topic. Of several with the same topic, the plugin finds the last one, where
 * it keeps them all.
 */
export function literalEntries(
  role: DynsecRole,
  type: AclType,
  broker: BrokerVersion,
  without?: number,
): readonly Entry[] {
  const entries = entriesInOrder(role, type, broker, without);
  return broker.repeatedAcl === 'both'
    ? firstOfEach([...entries].sort((a, b) => b.entry - a.entry))
    : entries;
}

function firstOfEach(entries: readonly Entry[]): Entry[] {
  const topics = new Set<string>();
  return entries.filter(({ acl }) => {
    if (topics.has(acl.topic)) return false;
    topics.add(acl.topic);
    return true;
  });
}

function rolesInOrder(
  uses: readonly DynsecRoleUse[],
  { roles }: Names,
  broker: BrokerVersion,
  group?: string,
): HeldRole[] {
  const found = new Map<string, { role: DynsecRole; priority: number }>();
  for (const { role: name, priority } of uses) {
    const role = roles.get(name);
    // What is listed twice counts the first time; what is not defined is left out.
    if (role !== undefined && !found.has(name)) {
      found.set(name, { role, priority: clamped(priority, broker) });
    }
  }
  return byPriority([...found.values()], (a, b) => compareBytes(a.role.name, b.role.name)).map(
    ({ role }) => (group === undefined ? { role } : { role, group }),
  );
}

interface Weighed {
  readonly priority: number;
}

const INT_MAX = 2_147_483_647;

/** Roles or groups, the highest priority first. */
function byPriority<T extends Weighed>(all: readonly T[], tie: (a: T, b: T) => number): T[] {
  const least = all.reduce((low, { priority }) => Math.min(low, priority), Infinity);
  const most = all.reduce((high, { priority }) => Math.max(high, priority), -Infinity);
  if (most - least <= INT_MAX) {
    return [...all].sort((a, b) => b.priority - a.priority || tie(a, b));
  }
  // The plugin subtracts in 32 bits: of two that are further apart, the lower one counts as the higher (measured).
  // The order is then that in which they were put in, each before the first that belongs behind it.
  const sorted: T[] = [];
  for (const one of all) {
    const at = sorted.findIndex(
      (other) => ((one.priority - other.priority) | 0 || tie(other, one)) > 0,
    );
    sorted.splice(at === -1 ? sorted.length : at, 0, one);
  }
  return sorted;
}

function clamped(priority: number, { priorityLimit }: BrokerVersion): number {
  return Math.max(-priorityLimit, Math.min(priorityLimit, priority));
}

type Group = DynsecState['groups'][number];

interface Names {
  readonly clients: ReadonlyMap<string, DynsecState['clients'][number]>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly roles: ReadonlyMap<string, DynsecRole>;
  /** By username, then the name of the group. */
  readonly memberships: ReadonlyMap<string, ReadonlyMap<string, Membership>>;
}

interface Membership {
  readonly group: Group;
  readonly priority: number;
}

const cache = new WeakMap<DynsecState, Map<BrokerVersion, Names>>();

function namesOf(state: DynsecState, broker: BrokerVersion): Names {
  const byBroker = cache.get(state) ?? new Map<BrokerVersion, Names>();
  cache.set(state, byBroker);
  const names =
    byBroker.get(broker) ?? index(ofBroker(state, broker), broker.repeatedAcl === 'both');
  byBroker.set(broker, names);
  return names;
}

/** Without what is not there for this line of the broker. */
function ofBroker(state: DynsecState, { line }: BrokerVersion) {
  const isThere = ({ onlyFor = line }: { readonly onlyFor?: BrokerLine }) => onlyFor === line;
  return {
    clients: state.clients.filter(isThere),
    groups: state.groups.filter(isThere),
    roles: state.roles.filter(isThere),
  };
}

/** Who is meant by a name that is defined twice: the first, or, where the plugin keeps both, the one found last. */
function index(state: Pick<DynsecState, 'clients' | 'groups' | 'roles'>, lastWins: boolean): Names {
  const memberships = new Map<string, Map<string, Membership>>();
  const groups = byName(state.groups, ({ name }) => name, lastWins);
  // Where the plugin keeps both of two groups with one name, a client stays with the first that lists it.
  for (const group of lastWins ? state.groups : groups.values()) {
    for (const { username, priority } of group.clients) {
      const all = memberships.get(username) ?? new Map<string, Membership>();
      if (!all.has(group.name)) all.set(group.name, { group, priority });
      memberships.set(username, all);
    }
  }
  const clients = byName(state.clients, ({ username }) => username, lastWins);
  const roles = byName(state.roles, ({ name }) => name, lastWins);
  return { clients, groups, roles, memberships };
}

function byName<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  lastWins: boolean,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const one of all) {
    if (lastWins || !found.has(nameOf(one))) found.set(nameOf(one), one);
  }
  return found;
}
