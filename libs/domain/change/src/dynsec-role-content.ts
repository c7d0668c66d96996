import { filterProblem } from '#domain/mqtt';
import type { DynsecAclModel, DynsecRoleModel } from './document.js';
import type { DynsecCommand } from './dynsec-command.js';
import { orderedAcls } from './dynsec-order.js';
import { isSameList, isSamePlace } from './dynsec-parts.js';

type Acls = readonly DynsecAclModel[];

/**
 * How the entries of a role become others. At first it loses what allows and gets what denies, which narrows. Then
 * those that stay change places, which may do either. At last it loses what denies and gets what allows, which widens.
 */
export interface RoleContentChange {
  readonly narrows: readonly DynsecCommand[];
  readonly either: readonly DynsecCommand[];
  readonly widens: readonly DynsecCommand[];
  /** What it has between the first and the second. */
  readonly middle: Acls;
}

/** So many entries are changed one by one; for more, all that the role has are set at once. */
const FEW = 4;

export function roleContentChange(
  before: DynsecRoleModel,
  after: DynsecRoleModel,
): RoleContentChange {
  const { rolename } = after;
  const flag = flagChange(before, after);
  if (isSameList(before.acls, after.acls)) return { ...flag, either: [], middle: before.acls };
  const { narrowed, reordered } = between(before.acls, after.acls);
  const isReordered = !isSameList(narrowed, reordered);
  return {
    narrows: [...flag.narrows, ...narrowing(rolename, before.acls, narrowed)],
    either: isReordered ? [allOf(rolename, reordered)] : [],
    widens: [...flag.widens, ...widening(rolename, reordered, after.acls)],
    middle: narrowed,
  };
}

/** A role that refuses wildcards in subscriptions denies something. */
function flagChange(
  { allowwildcardsubs: before = true }: DynsecRoleModel,
  { rolename, allowwildcardsubs = true }: DynsecRoleModel,
): Pick<RoleContentChange, 'narrows' | 'widens'> {
  if (before === allowwildcardsubs) return { narrows: [], widens: [] };
  const commands = [{ command: 'modifyRole', rolename, allowwildcardsubs }] as const;
  return allowwildcardsubs ? { narrows: [], widens: commands } : { narrows: commands, widens: [] };
}

/** An entry with where it stands among those that stay. */
interface Placed {
  readonly acl: DynsecAclModel;
  readonly slot: number;
}

/**
 * The entries before and after those that stay change places. Where these keep their places, both are the same: with
 * them stand what denies no more and what will deny, each in its own place.
 */
function between(before: Acls, after: Acls): { readonly narrowed: Acls; readonly reordered: Acls } {
  const [old, wanted] = [split(before, after), split(after, before)];
  const gone = old.others.filter(({ acl }) => !acl.allow);
  const fresh = wanted.others.filter(({ acl }) => !acl.allow);
  if (isSameList(old.kept, wanted.kept)) {
    const merged = inSlots(old.kept, [...gone, ...fresh]);
    return { narrowed: merged, reordered: merged };
  }
  // What is about to come and what is about to go may stand anywhere.
  return {
    narrowed: orderedAcls([...inSlots(old.kept, gone), ...fresh.map(({ acl }) => acl)]),
    reordered: orderedAcls([...inSlots(wanted.kept, fresh), ...gone.map(({ acl }) => acl)]),
  };
}

/** What `others` says as well, perhaps with another priority, and what it does not. */
function split(acls: Acls, others: Acls): { readonly kept: Acls; readonly others: Placed[] } {
  const left = counts(others);
  const [kept, gone]: [DynsecAclModel[], Placed[]] = [[], []];
  for (const acl of acls) {
    const count = left.get(saying(acl)) ?? 0;
    left.set(saying(acl), count - 1);
    if (count > 0) kept.push(acl);
    else gone.push({ acl, slot: kept.length });
  }
  return { kept, others: gone };
}

function counts(acls: Acls): Map<string, number> {
  const found = new Map<string, number>();
  for (const acl of acls) found.set(saying(acl), (found.get(saying(acl)) ?? 0) + 1);
  return found;
}

const saying = ({ acltype, topic, allow }: DynsecAclModel) => `${acltype} ${allow} ${topic}`;

function inSlots(kept: Acls, others: readonly Placed[]): Acls {
  const inSlot = Map.groupBy(others, ({ slot }) => slot);
  const at = (slot: number) => (inSlot.get(slot) ?? []).map(({ acl }) => acl);
  const merged = kept.flatMap((acl, slot) => [...at(slot), acl]);
  return orderedAcls([...merged, ...at(kept.length)]);
}

function narrowing(rolename: string, from: Acls, to: Acls): readonly DynsecCommand[] {
  if (isSameList(from, to)) return [];
  const single = singly(rolename, from, to);
  if (single !== undefined) return single;
  // 2.0 disconnects nobody over `modifyRole`, and whoever stays connected keeps subscriptions: one entry goes alone.
  const last = without(from, to).find((acl) => isFit(acl) && isAlone(acl, [...to, acl]));
  if (last === undefined) return [allOf(rolename, to)];
  return [allOf(rolename, orderedAcls([...to, last])), removal(rolename, last)];
}

function widening(rolename: string, from: Acls, to: Acls): readonly DynsecCommand[] {
  if (isSameList(from, to)) return [];
  return singly(rolename, from, to) ?? [allOf(rolename, to)];
}

/** Entry by entry, where these are few and the plugin then has them in this order. */
function singly(rolename: string, from: Acls, to: Acls): readonly DynsecCommand[] | undefined {
  const [gone, fresh] = [without(from, to), without(to, from)];
  const changed = [...gone, ...fresh];
  if (changed.length > FEW || !changed.every(isFit)) return undefined;
  if (!gone.every((acl) => isAlone(acl, from)) || !fresh.every((acl) => isAlone(acl, to))) {
    return undefined;
  }
  const result = orderedAcls([...without(from, gone), ...fresh]);
  if (!isSameList(result, to)) return undefined;
  return [
    ...gone.map((acl) => removal(rolename, acl)),
    ...fresh.map((acl) => ({ command: 'addRoleACL', rolename, ...acl }) as const),
  ];
}

function removal(rolename: string, { acltype, topic }: DynsecAclModel): DynsecCommand {
  return { command: 'removeRoleACL', rolename, acltype, topic };
}

function allOf(rolename: string, acls: Acls): DynsecCommand {
  return { command: 'modifyRole', rolename, acls };
}

/** The plugin adds and removes no entry for what is no filter; it only takes it among all entries. */
function isFit({ topic }: DynsecAclModel): boolean {
  return filterProblem(topic) === undefined;
}

function isAlone(acl: DynsecAclModel, acls: Acls): boolean {
  return acls.filter((other) => isSamePlace(acl, other)).length === 1;
}

function without(acls: Acls, others: Acls): Acls {
  const left = Map.groupBy(others, (acl) => `${acl.priority} ${saying(acl)}`);
  return acls.filter((acl) => left.get(`${acl.priority} ${saying(acl)}`)?.pop() === undefined);
}

/** Whether something in a role allows, and whether something denies. */
export interface RoleNature {
  readonly allows: boolean;
  readonly denies: boolean;
}

export function natureOf(acls: Acls, allowwildcardsubs: boolean): RoleNature {
  return {
    allows: acls.some(({ allow }) => allow),
    denies: !allowwildcardsubs || acls.some(({ allow }) => !allow),
  };
}
