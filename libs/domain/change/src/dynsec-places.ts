import type { DynsecModel, DynsecRoleModel } from './document.js';
import type { RulePrincipal } from './view.js';

/** The role with the rules for everybody who names a user; every client has it. */
export const ALL_USERS = 'all-users';
/** It comes after the roles that a client has without a priority. */
export const ALL_USERS_PRIORITY = -2;
/** The role with the rules for clients without a username, and the group that has it where there is none yet. */
export const ANONYMOUS = 'anonymous';
/** The rules of a user alone come before those of the user's roles. */
export const OWN_PRIORITY = 0;

/** The role with the rules of a user alone, which nobody else has. */
export const ownRole = (username: string): string => `${OWN_PREFIX}${username}`;
const OWN_PREFIX = 'user/';

/** Who has a role: clients themselves, and groups. */
export interface Holders {
  readonly clients: readonly string[];
  readonly groups: readonly string[];
}

const NOBODY: Holders = { clients: [], groups: [] };

/** Who has which role, and which roles are there only to hold somebody's rules. */
export class RolePlaces {
  readonly #model: DynsecModel;
  readonly #holders: ReadonlyMap<string, Holders>;
  readonly #roles: ReadonlyMap<string, DynsecRoleModel>;

  constructor(model: DynsecModel) {
    this.#model = model;
    this.#holders = holdersIn(model);
    this.#roles = new Map(model.roles.map((role) => [role.rolename, role]));
  }

  holders(rolename: string): Holders {
    return this.#holders.get(rolename) ?? NOBODY;
  }

  role(rolename: string): DynsecRoleModel | undefined {
    return this.#roles.get(rolename);
  }

  /** A role that is one for people: not merely the place of somebody's own rules. */
  visibleRole(rolename: string): DynsecRoleModel | undefined {
    const role = this.#roles.get(rolename);
    return role !== undefined && this.principalOf(rolename).type === 'role' ? role : undefined;
  }

  /** Whom the entries of a role are for. A role that has such a name by chance is a role like any other. */
  principalOf(rolename: string): RulePrincipal {
    if (rolename.startsWith(OWN_PREFIX)) {
      const name = rolename.slice(OWN_PREFIX.length);
      if (this.#isOwn(rolename, name)) return { type: 'user', name };
    }
    if (rolename === ALL_USERS && this.#isOfAll()) return { type: 'all' };
    if (rolename === ANONYMOUS && this.#isOfAnonymous()) return { type: 'anonymous' };
    return { type: 'role', name: rolename };
  }

  #isOwn(rolename: string, username: string): boolean {
    const { clients, groups } = this.holders(rolename);
    return clients.length === 1 && clients[0] === username && groups.length === 0;
  }

  #isOfAll(): boolean {
    const { clients, groups } = this.holders(ALL_USERS);
    return clients.length === this.#model.clients.length && groups.length === 0;
  }

  #isOfAnonymous(): boolean {
    const { clients, groups } = this.holders(ANONYMOUS);
    const { anonymousGroup } = this.#model;
    if (clients.length > 0 || groups.length !== 1 || groups[0] !== anonymousGroup) return false;
    const group = this.#model.groups.find(({ groupname }) => groupname === anonymousGroup);
    return group?.clients.length === 0;
  }
}

function holdersIn({ clients, groups }: DynsecModel): ReadonlyMap<string, Holders> {
  const holders = new Map<string, { clients: string[]; groups: string[] }>();
  const of = (rolename: string) => {
    const known = holders.get(rolename) ?? { clients: [], groups: [] };
    holders.set(rolename, known);
    return known;
  };
  for (const { username, roles } of clients) {
    for (const { rolename } of roles) of(rolename).clients.push(username);
  }
  for (const { groupname, roles } of groups) {
    for (const { rolename } of roles) of(rolename).groups.push(groupname);
  }
  return holders;
}
