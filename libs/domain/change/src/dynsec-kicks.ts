import type { DynsecCommand, PlannedCommand } from './dynsec-command.js';
import type { Comparison } from './dynsec-comparison.js';

type Kicks = Pick<PlannedCommand, 'kicks' | 'kicksAnonymous'>;

const NOBODY: Kicks = { kicks: [], kicksAnonymous: false };
const ANONYMOUS: Kicks = { kicks: [], kicksAnonymous: true };

/** What disconnects nobody, at least not as long as nobody has what it deletes. */
const QUIET: ReadonlySet<DynsecCommand['command']> = new Set([
  'createClient',
  'enableClient',
  'createGroup',
  'deleteGroup',
  'createRole',
  'deleteRole',
  'setDefaultACLAccess',
]);

/**
 * Whom the plugin disconnects over a command. Who has a role or is in a group before or after counts: whoever comes or
 * goes in between is disconnected for that.
 */
export class KickList {
  readonly #comparison: Comparison;
  readonly #groups = new Map<string, Kicks>();
  readonly #roles = new Map<string, Kicks>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
    const members = new Map<string, Iterable<string>>();
    for (const [name, { before, after }] of comparison.groups) {
      const names = [...(before?.clients ?? []), ...(after?.clients ?? [])].map(
        ({ username }) => username,
      );
      members.set(name, names);
      this.#groups.set(name, this.#known(new Set(names), this.#isAnonymous(name)));
    }
    for (const [name, { users, isAnonymous }] of this.#holders(members)) {
      this.#roles.set(name, this.#known(users, isAnonymous));
    }
  }

  of(command: DynsecCommand): Kicks {
    if (QUIET.has(command.command)) return NOBODY;
    if (command.command === 'setAnonymousGroup') return ANONYMOUS;
    if ('username' in command) return this.#known(new Set([command.username]), false);
    if ('groupname' in command) return this.#groups.get(command.groupname) ?? NOBODY;
    if (!('rolename' in command) || isAboutTexts(command)) return NOBODY;
    return this.#roles.get(command.rolename) ?? NOBODY;
  }

  /** Who has each role, also by a group. */
  #holders(members: ReadonlyMap<string, Iterable<string>>) {
    const found = new Map<string, { users: Set<string>; isAnonymous: boolean }>();
    const of = (rolename: string) => {
      const known = found.get(rolename) ?? { users: new Set(), isAnonymous: false };
      found.set(rolename, known);
      return known;
    };
    for (const { clients, groups } of [this.#comparison.before, this.#comparison.after]) {
      for (const { username, roles } of clients) {
        for (const { rolename } of roles) of(rolename).users.add(username);
      }
      for (const { groupname, roles } of groups) {
        for (const { rolename } of roles) {
          const holders = of(rolename);
          for (const username of members.get(groupname) ?? []) holders.users.add(username);
          holders.isAnonymous ||= this.#isAnonymous(groupname);
        }
      }
    }
    return found;
  }

  #isAnonymous(groupname: string): boolean {
    const { before, after } = this.#comparison;
    return [before.anonymousGroup, after.anonymousGroup].includes(groupname);
  }

  /** A client that is about to be made is not connected yet. */
  #known(users: ReadonlySet<string>, kicksAnonymous: boolean): Kicks {
    const { clients } = this.#comparison;
    const kicks = [...users].filter((name) => clients.get(name)?.before !== undefined);
    return { kicks, kicksAnonymous };
  }
}

function isAboutTexts(command: DynsecCommand): boolean {
  if (command.command !== 'modifyRole') return false;
  return command.acls === undefined && command.allowwildcardsubs === undefined;
}
