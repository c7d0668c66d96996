import type { AclType } from '#domain/mosquitto';

export const PERMISSIONS = ['read', 'write', 'readwrite', 'deny'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Whom a rule is for. `all`: every client that names a user, with `%u` and `%c` filled in. */
export type RulePrincipal =
  | { readonly type: 'user' | 'role'; readonly name: string }
  | { readonly type: 'all' | 'anonymous' };

/** A rule of a role. */
export interface RoleRule {
  readonly permission: Permission;
  readonly topicFilter: string;
  /** Only the plugin has these; without them, what the permission stands for. */
  readonly acltypes?: readonly AclType[];
  readonly priority?: number;
}

export interface RuleSpec extends RoleRule {
  readonly principal: RulePrincipal;
  /** A comment in front of the line. The plugin has no place for it. */
  readonly description?: string;
}

export interface AclRule extends RuleSpec {
  /** The same wherever the same is said: made of principal, permission and filter, and of which of several it is. */
  readonly key: string;
  /** Where it stands in the acl_file, counted from 1. */
  readonly line?: number;
}

export interface MqttUser {
  readonly username: string;
  readonly disabled: boolean;
  /** Whether there is a password; unknown (absent) where the plugin does not tell. */
  readonly hasPassword?: boolean;
  /** By name. */
  readonly roles: readonly string[];
  /** Of the plugin. */
  readonly groups: readonly string[];
  readonly clientId?: string;
  /** How many rules are for this user alone. */
  readonly rules: number;
  /** Named in rules only: nobody can log in by this name with a password. */
  readonly unknownToPasswordFile?: boolean;
}

export interface MqttRole {
  readonly name: string;
  readonly description?: string;
  readonly rules: readonly RoleRule[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
}
