import type { SecretBytes } from '#domain/mosquitto';
import type { AccessDocument } from './document.js';
import type { RoleRule, RuleSpec } from './view.js';

/**
 * What logs a user in. For files: what stands after the colon in the password_file, a hash. For the plugin: the
 * password itself, which it hashes.
 */
export type Credential = SecretBytes;

/** One step of a draft. Names and topics are as `textOf` makes them of bytes. */
export type Edit =
  | {
      readonly kind: 'create-user';
      readonly username: string;
      readonly credential: Credential;
      readonly roles: readonly string[];
      readonly disabled: boolean;
    }
  /** Creates those who are not there; of those who are, sets the password, and the roles that are named. */
  | { readonly kind: 'import-users'; readonly users: readonly ImportedUser[] }
  | { readonly kind: 'set-password'; readonly username: string; readonly credential: Credential }
  | { readonly kind: 'enable-user' | 'disable-user' | 'delete-user'; readonly username: string }
  | { readonly kind: 'set-roles'; readonly username: string; readonly roles: readonly string[] }
  | { readonly kind: 'create-role'; readonly role: RoleSpec }
  | { readonly kind: 'change-role'; readonly name: string; readonly role: RoleSpec }
  | { readonly kind: 'delete-role'; readonly name: string }
  | { readonly kind: 'create-rule'; readonly rule: RuleSpec }
  | { readonly kind: 'change-rule'; readonly key: string; readonly rule: RuleSpec }
  | { readonly kind: 'delete-rule'; readonly key: string }
  /** The acl_file becomes this text. Files only. */
  | { readonly kind: 'replace-acl'; readonly text: string }
  /** Everything becomes as it was or is elsewhere; `why` is for people: `roll back to revision 7`. */
  | { readonly kind: 'replace'; readonly document: AccessDocument; readonly why: string };

export interface ImportedUser {
  readonly username: string;
  readonly credential: Credential;
  /** These and no others; when left out, as they are. */
  readonly roles?: readonly string[];
  /** Of one who is not there yet: kept from logging in. */
  readonly disabled?: boolean;
}

export interface RoleSpec {
  readonly name: string;
  readonly description?: string;
  readonly rules: readonly RoleRule[];
}

export const EDIT_FAULTS = [
  'name-taken',
  'user-not-found',
  'role-not-found',
  'rule-not-found',
  /** The broker would not take it, or take it for something else; `member` says which part. */
  'invalid',
  /** This backend, or this broker's configuration, has no place for it. */
  'not-supported',
] as const;
export type EditFault = (typeof EDIT_FAULTS)[number];

/** An edit that cannot be made; the message is a sentence for people, with the remedy. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';

  constructor(
    readonly fault: EditFault,
    message: string,
    /** As a JSON pointer into what the edit is about: `/username`, `/rules/3/topicFilter`. */
    readonly pointer = '',
  ) {
    super(message);
  }
}
