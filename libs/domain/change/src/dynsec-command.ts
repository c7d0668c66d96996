import type { SecretBytes } from '#domain/mosquitto';
import type { DynsecAclModel, DynsecModel, DynsecRoleOf, DynsecTexts } from './document.js';

interface OfClient {
  readonly username: string;
}
interface OfGroup {
  readonly groupname: string;
}
interface OfRole {
  readonly rolename: string;
}
interface Priority {
  readonly priority?: number;
}

/** What each command of the plugin is told. */
interface Parameters {
  readonly createClient: OfClient &
    DynsecTexts & { readonly clientid?: string; readonly password?: SecretBytes };
  /** Roles and groups that are named take the place of all that the client has. */
  readonly modifyClient: OfClient &
    DynsecTexts & {
      readonly password?: SecretBytes;
      readonly roles?: readonly DynsecRoleOf[];
      readonly groups?: readonly (OfGroup & Priority)[];
    };
  readonly deleteClient: OfClient;
  readonly enableClient: OfClient;
  readonly disableClient: OfClient;
  readonly getClient: OfClient;
  /** An empty one stands for any. */
  readonly setClientId: OfClient & { readonly clientid: string };
  readonly setClientPassword: OfClient & { readonly password: SecretBytes };
  readonly addClientRole: OfClient & OfRole & Priority;
  readonly removeClientRole: OfClient & OfRole;
  readonly createGroup: OfGroup & DynsecTexts;
  readonly modifyGroup: OfGroup & DynsecTexts;
  readonly deleteGroup: OfGroup;
  readonly getGroup: OfGroup;
  readonly addGroupClient: OfGroup & OfClient & Priority;
  readonly removeGroupClient: OfGroup & OfClient;
  readonly addGroupRole: OfGroup & OfRole & Priority;
  readonly removeGroupRole: OfGroup & OfRole;
  readonly setAnonymousGroup: OfGroup;
  readonly createRole: OfRole & RoleContent;
  readonly modifyRole: OfRole & RoleContent;
  readonly deleteRole: OfRole;
  readonly getRole: OfRole;
  readonly addRoleACL: OfRole & DynsecAclModel;
  readonly removeRoleACL: OfRole & Pick<DynsecAclModel, 'acltype' | 'topic'>;
  readonly setDefaultACLAccess: {
    readonly acls: readonly {
      readonly acltype: keyof DynsecModel['defaultACLAccess'];
      readonly allow: boolean;
    }[];
  };
  readonly listClients: Page;
  readonly listGroups: Page;
  readonly listRoles: Page;
  readonly getDefaultACLAccess: object;
  readonly getAnonymousGroup: object;
  /** Since 2.1. */
  readonly getDetails: object;
}

interface RoleContent extends DynsecTexts {
  readonly allowwildcardsubs?: boolean;
  /** They take the place of all that the role has. */
  readonly acls?: readonly DynsecAclModel[];
}

interface Page {
  readonly verbose: boolean;
  readonly count: number;
  readonly offset: number;
}

/** A command for the plugin's control topic, as its JSON says it. */
export type DynsecCommand = {
  readonly [Name in keyof Parameters]: { readonly command: Name } & Parameters[Name];
}[keyof Parameters];

/**
 * What a command does to the rights of those it concerns. `last`: it cannot be undone, so it waits until all else has
 * proven good; it takes rights away or changes none.
 */
export type CommandEffect = 'narrows' | 'either' | 'widens' | 'last';

export interface PlannedCommand {
  readonly command: DynsecCommand;
  readonly effect: CommandEffect;
  /** Whose clients the plugin disconnects; 2.0 leaves those alone that are concerned by `modifyRole`. */
  readonly kicks: readonly string[];
  /** Whether it disconnects clients without a username. */
  readonly kicksAnonymous: boolean;
}

/** A command in one line for people, without its password. */
export function commandText({ command, ...parameters }: DynsecCommand): string {
  const said = Object.entries(parameters).map(([name, value]) => `${name}=${shown(name, value)}`);
  return [command, ...said].join(' ');
}

function shown(name: string, value: unknown): string {
  if (name === 'password') return '***';
  if (typeof value === 'string') return PLAIN.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shownItem).join(', ')}]`;
  return String(value);
}

/** Needs no quotes to be told from what stands around it. */
const PLAIN = /^[^\s\p{Cc}"=,[\]]+$/u;

function shownItem(item: unknown): string {
  return Object.entries(item as object)
    .map(([name, value]) => `${name}=${shown(name, value)}`)
    .join(' ');
}
