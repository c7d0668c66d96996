/**
 * What the audit trail calls an act: the kind of thing, and what was done to it. Every route and command
 * that changes something has one of these names.
 */
export const AUDIT_ACTIONS = [
  'access.adopt',
  'access.apply',
  'access.disconnect',
  'access.export',
  'access.external',
  'access.overwrite',
  'access.restore',
  'access.stop',
  'access_draft.discard',
  'access_draft.replace',
  'access_draft.undo',
  'acl.create',
  'acl.delete',
  'acl.update',
  'admin_user.bootstrap',
  'admin_user.create',
  'admin_user.delete',
  'admin_user.end_sessions',
  'admin_user.reset_mfa',
  'admin_user.reset_password',
  'admin_user.unlock',
  'admin_user.update',
  'alert_rule.create',
  'alert_rule.delete',
  'alert_rule.update',
  'alert_window.create',
  'alert_window.delete',
  'alert_window.update',
  'api_token.create',
  'api_token.revoke',
  'audit.cut',
  'audit.head_replaced',
  'audit.key_replaced',
  'backup.create',
  'backup.delete',
  'backup.download',
  'backup.restore',
  'json_schema.create',
  'json_schema.delete',
  'json_schema.update',
  'message.publish',
  'mfa.disable',
  'mfa.enable',
  'mfa.setup',
  'mqtt_role.create',
  'mqtt_role.delete',
  'mqtt_role.update',
  'mqtt_user.create',
  'mqtt_user.delete',
  'mqtt_user.import',
  'mqtt_user.reset_password',
  'mqtt_user.update',
  'password.change',
  'retained.delete',
  'retained.preview',
  'retained.restore',
  'session.close',
  'session.open',
  'session.revoke',
  'sparkplug.rebirth',
  'webhook.create',
  'webhook.delete',
  'webhook.retry',
  'webhook.rotate_secret',
  'webhook.test',
  'webhook.update',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * How an act ended. `started`: it runs, or its end could not be recorded yet; `interrupted`: the server
 * ended before the act did, so nobody knows.
 */
export const AUDIT_RESULTS = ['success', 'failure', 'started', 'interrupted'] as const;

export type AuditResult = (typeof AUDIT_RESULTS)[number];

/** One member that an act changed. A secret's value reads `[secret]` on both sides. */
export interface Change {
  /** JSON pointer (RFC 6901) into the thing. */
  readonly pointer: string;
  /** Absent where there was no such member. */
  readonly before?: unknown;
  readonly after?: unknown;
}
