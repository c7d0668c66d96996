import type { BrokerLine } from './broker-version.js';
import type { FileProblem } from './file-problem.js';
import type { SecretBytes } from './secret-bytes.js';

/** What an entry of a role is about. `publishClientSend`: to the broker; `publishClientReceive`: from it. */
export const ACL_TYPES = [
  'publishClientSend',
  'publishClientReceive',
  'subscribeLiteral',
  'subscribePattern',
  'unsubscribeLiteral',
  'unsubscribePattern',
] as const;
export type AclType = (typeof ACL_TYPES)[number];

/** A role that a client or group has. Without a priority in the file it is -1. */
export interface DynsecRoleUse {
  readonly role: string;
  readonly priority: number;
}

export interface DynsecClient {
  readonly username: string;
  /** The only client id that may log in with this name. */
  readonly clientId?: string;
  readonly disabled: boolean;
  /** Whether a password is set; without one, nobody logs in with this name. */
  readonly hasPassword: boolean;
  /** The only line of the broker that can read the password; absent when both can. */
  readonly passwordOnlyFor?: BrokerLine;
  readonly roles: readonly DynsecRoleUse[];
  readonly line: number;
  /** The only line of the broker for which it is there: 2.0 passes over one whose password it cannot read. */
  readonly onlyFor?: BrokerLine;
}

export interface DynsecGroup {
  readonly name: string;
  readonly roles: readonly DynsecRoleUse[];
  /** The members; a priority that is not in the file is -1. */
  readonly clients: readonly { readonly username: string; readonly priority: number }[];
  readonly line: number;
  /** The only line of the broker for which it is there: 2.1 passes over one without a name. */
  readonly onlyFor?: BrokerLine;
}

export interface DynsecAcl {
  readonly type: AclType;
  /** As in the file, also when it is no valid filter. */
  readonly topic: string;
  /** Without one in the file: 0. */
  readonly priority: number;
  /** Without one in the file: false. */
  readonly allow: boolean;
  readonly line: number;
}

export interface DynsecRole {
  readonly name: string;
  /** Without one in the file: true. Only 2.1 reads it. */
  readonly allowsWildcardSubscriptions: boolean;
  /** In the order of the file, repeated ones included. */
  readonly acls: readonly DynsecAcl[];
  readonly line: number;
  /** The only line of the broker for which it is there: 2.1 passes over one without a name. */
  readonly onlyFor?: BrokerLine;
}

/** What holds when no entry does. */
export interface DynsecDefaults {
  readonly publishClientSend: boolean;
  readonly publishClientReceive: boolean;
  readonly subscribe: boolean;
  readonly unsubscribe: boolean;
}

/** The file in which the dynamic-security plugin keeps its state, as the plugin reads it. */
export interface DynsecState {
  readonly clients: readonly DynsecClient[];
  readonly groups: readonly DynsecGroup[];
  readonly roles: readonly DynsecRole[];
  readonly defaults: DynsecDefaults;
  /** The group whose roles clients without a username have. */
  readonly anonymousGroup?: string;
  /** In the order of the file. The broker starts in spite of most of them, without what the plugin cannot read. */
  readonly problems: readonly FileProblem[];
  /** The fault for which the plugin reads nothing at all: it goes on as with an empty file. */
  readonly unreadable?: FileProblem;
}

/** That state, and the file that holds it. */
export interface DynsecFile extends DynsecState {
  /** The file, with its passwords. */
  readonly bytes: SecretBytes;
}
