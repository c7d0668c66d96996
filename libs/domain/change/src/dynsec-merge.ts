import type { DynsecModel } from './document.js';
import { ordered } from './dynsec-order.js';

/**
 * A state in which everything that differs between two others is as the second of these has it. What they have in
 * common stays as it is, and so does what neither of them has: a change is made or taken back without undoing what
 * somebody else does meanwhile, also to the same client, group or role.
 */
export function withDifference(
  there: DynsecModel,
  before: DynsecModel,
  wanted: DynsecModel,
): DynsecModel {
  const now = ordered(there);
  const old = ordered(before);
  const next = ordered(wanted);
  const { anonymousGroup: group, ...rest } = now;
  const anonymousGroup = valueOf(group, old.anonymousGroup, next.anonymousGroup) as typeof group;
  return ordered({
    ...rest,
    clients: merged(now.clients, [old.clients, next.clients], ({ username }) => username),
    groups: merged(now.groups, [old.groups, next.groups], ({ groupname }) => groupname),
    roles: merged(now.roles, [old.roles, next.roles], ({ rolename }) => rolename),
    ...(anonymousGroup !== undefined && { anonymousGroup }),
    defaultACLAccess: defaultsOf(now, old, next),
  });
}

function merged<Entry extends object>(
  there: readonly Entry[],
  [before, wanted]: readonly [readonly Entry[], readonly Entry[]],
  nameOf: (entry: Entry) => string,
): readonly Entry[] {
  const byName = (entries: readonly Entry[]) =>
    new Map(entries.map((entry) => [nameOf(entry), entry]));
  const [result, old, next] = [byName(there), byName(before), byName(wanted)];
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const [now, was, entry] = [result.get(name), old.get(name), next.get(name)];
    if (isSame(was, entry)) continue;
    if (entry === undefined) result.delete(name);
    else if (was === undefined) result.set(name, entry);
    // One that both sides have, and that is gone, was deleted by somebody else.
    else if (now !== undefined) result.set(name, mergedEntry(now, was, entry));
  }
  return [...result.values()];
}

/** Member by member. */
function mergedEntry<Entry extends object>(now: Entry, was: Entry, wanted: Entry): Entry {
  const members = (entry: Entry) => entry as Readonly<Record<string, unknown>>;
  const [there, old, next] = [members(now), members(was), members(wanted)];
  const names = new Set([...Object.keys(there), ...Object.keys(old), ...Object.keys(next)]);
  const result = [...names].flatMap((name) => {
    const all = [there[name], old[name], next[name]] as const;
    const value = all.some((one) => Array.isArray(one)) ? mergedUses(all) : valueOf(...all);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(result) as unknown as Entry;
}

/** Roles, members or entries. One that is missing may be on its way to another priority, and is ours. */
function mergedUses(all: readonly [unknown, unknown, unknown]): readonly unknown[] {
  const [result, old, next] = all.map((uses) => {
    return new Map(((uses ?? []) as readonly Use[]).map((use) => [nameOf(use), use]));
  }) as [Map<string, Use>, Map<string, Use>, Map<string, Use>];
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const [was, wanted, now] = [old.get(name), next.get(name), result.get(name)];
    const use = now === undefined && !isSame(was, wanted) ? wanted : valueOf(now, was, wanted);
    if (use === undefined) result.delete(name);
    else result.set(name, use as Use);
  }
  return [...result.values()];
}

type Use = Readonly<Record<string, unknown>>;

const nameOf = ({ rolename, username, acltype, topic }: Use): string =>
  JSON.stringify([rolename, username, acltype, topic]);

/** As wanted where the sides differ, unless it is as neither of them has it. */
function valueOf(now: unknown, was: unknown, wanted: unknown): unknown {
  const isOurs = !isSame(was, wanted) && (isSame(now, was) || isSame(now, wanted));
  return isOurs ? wanted : now;
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function defaultsOf(
  { defaultACLAccess: there }: DynsecModel,
  { defaultACLAccess: before }: DynsecModel,
  { defaultACLAccess: wanted }: DynsecModel,
): DynsecModel['defaultACLAccess'] {
  const one = (type: keyof typeof there) =>
    before[type] === wanted[type] ? there[type] : wanted[type];
  return {
    publishClientSend: one('publishClientSend'),
    publishClientReceive: one('publishClientReceive'),
    subscribe: one('subscribe'),
    unsubscribe: one('unsubscribe'),
  };
}
