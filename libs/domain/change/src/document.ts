import type { SecretBytes } from '#domain/mosquitto';

/** Who may do what on the broker, as its backend keeps it. MCM's own account for probes is not part of it. */
export type AccessDocument = FileDocument | DynsecDocument;
export type BackendKind = AccessDocument['backend'];

/** The broker's files, text for text: comments and lines that nobody knows stay where they are. */
export interface FileDocument {
  readonly backend: 'file';
  /** As `textOf` makes it of the bytes; absent when the broker has no acl_file. */
  readonly acl?: string;
  /** The bytes of the password_file; absent when the broker has none. */
  readonly passwords?: SecretBytes;
  /** Users who may not log in for now: their lines are taken out of the password_file. By name. */
  readonly disabled: readonly DisabledUser[];
}

export interface DisabledUser {
  readonly username: string;
  /** What stands after the colon. */
  readonly hash: SecretBytes;
}

/** The state of the dynamic-security plugin, without its passwords, which the plugin tells nobody. */
export interface DynsecDocument {
  readonly backend: 'dynamic-security';
  readonly state: DynsecModel;
  /** Passwords that clients get when this is applied; forgotten afterwards. By name. */
  readonly newPasswords: readonly NewPassword[];
}

/** The document once it is in force: no password is set any more. */
export function applied(document: AccessDocument): AccessDocument {
  return document.backend === 'file' ? document : { ...document, newPasswords: [] };
}

export interface NewPassword {
  readonly username: string;
  readonly password: SecretBytes;
}

/** As the plugin's own state has it, in the order of the plugin. */
export interface DynsecModel {
  readonly clients: readonly DynsecClientModel[];
  readonly groups: readonly DynsecGroupModel[];
  readonly roles: readonly DynsecRoleModel[];
  readonly anonymousGroup?: string;
  readonly defaultACLAccess: {
    readonly publishClientSend: boolean;
    readonly publishClientReceive: boolean;
    readonly subscribe: boolean;
    readonly unsubscribe: boolean;
  };
}

export interface DynsecTexts {
  readonly textname?: string;
  readonly textdescription?: string;
}

export interface DynsecRoleOf {
  readonly rolename: string;
  /** Without one the plugin takes -1. */
  readonly priority?: number;
}

export interface DynsecClientModel extends DynsecTexts {
  readonly username: string;
  readonly clientid?: string;
  readonly disabled?: boolean;
  readonly roles: readonly DynsecRoleOf[];
}

export interface DynsecGroupModel extends DynsecTexts {
  readonly groupname: string;
  readonly roles: readonly DynsecRoleOf[];
  readonly clients: readonly { readonly username: string; readonly priority?: number }[];
}

export interface DynsecRoleModel extends DynsecTexts {
  readonly rolename: string;
  readonly allowwildcardsubs?: boolean;
  readonly acls: readonly DynsecAclModel[];
}

export interface DynsecAclModel {
  readonly acltype: string;
  readonly topic: string;
  readonly priority: number;
  readonly allow: boolean;
}
