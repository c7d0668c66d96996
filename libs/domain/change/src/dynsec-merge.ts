import type { DynsecModel } from './document.js';
import { ordered } from './dynsec-order.js';

/**
 * A state in which everything that differs between two others is as the second of these has it. What they have in
 * common stays as it is, so that a change is made or taken back without undoing what somebody else does meanwhile.
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
  const anonymousGroup = old.anonymousGroup === next.anonymousGroup ? group : next.anonymousGroup;
  return {
    ...rest,
    clients: merged(now.clients, [old.clients, next.clients], ({ username }) => username),
    groups: merged(now.groups, [old.groups, next.groups], ({ groupname }) => groupname),
    roles: merged(now.roles, [old.roles, next.roles], ({ rolename }) => rolename),
    ...(anonymousGroup !== undefined && { anonymousGroup }),
    defaultACLAccess: defaultsOf(now, old, next),
  };
}

function merged<Entry>(
  there: readonly Entry[],
  [before, wanted]: readonly [readonly Entry[], readonly Entry[]],
  nameOf: (entry: Entry) => string,
): readonly Entry[] {
  const byName = (entries: readonly Entry[]) =>
    new Map(entries.map((entry) => [nameOf(entry), entry]));
  const [result, old, next] = [byName(there), byName(before), byName(wanted)];
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const entry = next.get(name);
    if (JSON.stringify(old.get(name)) === JSON.stringify(entry)) continue;
    if (entry === undefined) result.delete(name);
    else result.set(name, entry);
  }
  return [...result.values()];
}

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
