import type { DynsecModel } from './document.js';
import type { CommandEffect } from './dynsec-command.js';
import { priorityOf } from './dynsec-order.js';
import {
  natureOf,
  roleContentChange,
  type RoleContentChange,
  type RoleNature,
} from './dynsec-role-content.js';

type Role = DynsecModel['roles'][number];
type Group = DynsecModel['groups'][number];
type Client = DynsecModel['clients'][number];

/** One of a kind as it was and as it will be. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/** What happens to a role of somebody, or to a membership in a group. */
export interface UseChange {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'moved';
  readonly priority: number;
}

export type Reversible = Exclude<CommandEffect, 'last'>;

/** Two states side by side, and what the roles and groups of both mean to those who have them. */
export class Comparison {
  readonly roles: ReadonlyMap<string, Pair<Role>>;
  readonly groups: ReadonlyMap<string, Pair<Group>>;
  readonly clients: ReadonlyMap<string, Pair<Client>>;
  /** Of the roles that are there before and after and change. */
  readonly contents: ReadonlyMap<string, RoleContentChange>;
  /** By client, the groups before and after with the client's priority. */
  readonly memberships: ReadonlyMap<string, Required<Pair<ReadonlyMap<string, number>>>>;
  readonly #natures: ReadonlyMap<string, RoleNature>;

  constructor(
    readonly before: DynsecModel,
    readonly after: DynsecModel,
  ) {
    this.roles = pairs(before.roles, after.roles, ({ rolename }) => rolename);
    this.groups = pairs(before.groups, after.groups, ({ groupname }) => groupname);
    this.clients = pairs(before.clients, after.clients, ({ username }) => username);
    this.memberships = membershipsOf(before, after);
    const contents = new Map<string, RoleContentChange>();
    const natures = new Map<string, RoleNature>();
    for (const [name, pair] of this.roles) {
      const change = pair.before && pair.after && roleContentChange(pair.before, pair.after);
      if (change !== undefined) contents.set(name, change);
      natures.set(name, natureOfPair(pair, change));
    }
    this.contents = contents;
    this.#natures = natures;
  }

  /** Gaining a role that allows only widens, one that denies only narrows. */
  effectOfRole({ name, change }: UseChange): Reversible {
    return effectOf(change, this.#natures.get(name) ?? NOTHING);
  }

  /** As if the group had all its roles of before and after at once. */
  effectOfGroup({ name, change }: UseChange): Reversible {
    const { before, after } = this.groups.get(name) ?? {};
    const natures = [...(before?.roles ?? []), ...(after?.roles ?? [])].map(
      ({ rolename }) => this.#natures.get(rolename) ?? NOTHING,
    );
    return effectOf(change, {
      allows: natures.some(({ allows }) => allows),
      denies: natures.some(({ denies }) => denies),
    });
  }
}

const NOTHING: RoleNature = { allows: false, denies: false };

function effectOf(change: UseChange['change'], { allows, denies }: RoleNature): Reversible {
  if (!allows && !denies) return 'narrows';
  if (change === 'moved' || (allows && denies)) return 'either';
  return denies === (change === 'added') ? 'narrows' : 'widens';
}

/** Of a role that changes, what it says while others gain and lose it. */
function natureOfPair({ before, after }: Pair<Role>, change?: RoleContentChange): RoleNature {
  const { allowwildcardsubs: were = true, acls: old = [] } = before ?? {};
  const { allowwildcardsubs: are = true, acls = old } = after ?? {};
  return natureOf(change?.middle ?? acls, were && are);
}

function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
): ReadonlyMap<string, Pair<T>> {
  const found = new Map<string, Pair<T>>(before.map((one) => [nameOf(one), { before: one }]));
  for (const one of after) found.set(nameOf(one), { ...found.get(nameOf(one)), after: one });
  return found;
}

function membershipsOf(before: DynsecModel, after: DynsecModel) {
  const found = new Map<string, Required<Pair<Map<string, number>>>>();
  const note = (groups: readonly Group[], side: 'before' | 'after') => {
    for (const { groupname, clients } of groups) {
      for (const member of clients) {
        const own = found.get(member.username) ?? { before: new Map(), after: new Map() };
        found.set(member.username, own);
        own[side].set(groupname, priorityOf(member));
      }
    }
  };
  note(before.groups, 'before');
  note(after.groups, 'after');
  return found;
}

/** What is different between two lists of names with priorities. */
export function useChanges(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): readonly UseChange[] {
  const changes: UseChange[] = [];
  for (const [name, priority] of before) {
    const now = after.get(name);
    if (now === undefined) changes.push({ name, change: 'removed', priority });
    else if (now !== priority) changes.push({ name, change: 'moved', priority: now });
  }
  for (const [name, priority] of after) {
    if (!before.has(name)) changes.push({ name, change: 'added', priority });
  }
  return changes;
}

export function rolesByName({ roles }: Pick<Client | Group, 'roles'>): ReadonlyMap<string, number> {
  return new Map(roles.map((use) => [use.rolename, priorityOf(use)]));
}
