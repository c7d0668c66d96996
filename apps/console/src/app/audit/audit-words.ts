import { type AuditAction, type AuditResult, type ProblemKind, PROBLEMS } from '#contract';
import type { AuditActionFilter, AuditActor, AuditEvent } from '../api/models';
import type { IconName } from '../ui/icons';

type Noun = AuditAction extends infer Action
  ? Action extends `${infer Kind}.${string}`
    ? Kind
    : never
  : never;

/** The kinds of things that are acted on. */
export const NOUNS: Readonly<Record<Noun, string>> = {
  access: 'Access',
  access_draft: 'Draft of access',
  acl: 'Rules',
  admin_user: 'Administrators',
  alert_rule: 'Alert rules',
  alert_window: 'Maintenance windows',
  api_token: 'API tokens',
  audit: 'Audit trail',
  backup: 'Backups',
  json_schema: 'JSON Schemas',
  message: 'Messages',
  mfa: 'Second factor',
  mqtt_role: 'MQTT roles',
  mqtt_user: 'MQTT users',
  password: 'Own password',
  retained: 'Retained messages',
  session: 'Sessions',
  sparkplug: 'Sparkplug nodes',
  webhook: 'Webhooks',
};

/** What was done, and what it is called while it runs or when it was refused. */
type Words = readonly [done: string, attempt: string];

/** The acts in words, by their name in the trail. */
export const ACTIONS: Readonly<Record<AuditAction, Words>> = {
  'access.adopt': ['Adopted access as it is', 'Adopt access as it is'],
  'access.apply': ['Applied access', 'Apply access'],
  'access.disconnect': ['Disconnected clients', 'Disconnect clients'],
  'access.export': ['Exported access with hashes', 'Export access with hashes'],
  'access.external': ['Access was changed elsewhere', 'Access was changed elsewhere'],
  'access.overwrite': ['Overwrote access', 'Overwrite access'],
  'access.restore': ['Restored access', 'Restore access'],
  'access.stop': ['Stopped a change of access', 'Stop a change of access'],
  'access_draft.discard': ['Discarded the draft', 'Discard the draft'],
  'access_draft.replace': ['Replaced in the draft', 'Replace in the draft'],
  'access_draft.undo': ['Took a change back', 'Take a change back'],
  'acl.create': ['Added a rule to the draft', 'Add a rule to the draft'],
  'acl.delete': ['Deleted a rule from the draft', 'Delete a rule from the draft'],
  'acl.update': ['Changed a rule in the draft', 'Change a rule in the draft'],
  'admin_user.bootstrap': ['Made the first administrator', 'Make the first administrator'],
  'admin_user.create': ['Added administrator', 'Add administrator'],
  'admin_user.delete': ['Deleted administrator', 'Delete administrator'],
  'admin_user.end_sessions': ['Ended all sessions', 'End all sessions'],
  'admin_user.reset_mfa': ['Took second factor off', 'Take second factor off'],
  'admin_user.reset_password': ['Reset password', 'Reset password'],
  'admin_user.unlock': ['Unlocked administrator', 'Unlock administrator'],
  'admin_user.update': ['Changed administrator', 'Change administrator'],
  'alert_rule.create': ['Added an alert rule', 'Add an alert rule'],
  'alert_rule.delete': ['Deleted an alert rule', 'Delete an alert rule'],
  'alert_rule.update': ['Changed an alert rule', 'Change an alert rule'],
  'alert_window.create': ['Added a maintenance window', 'Add a maintenance window'],
  'alert_window.delete': ['Deleted a maintenance window', 'Delete a maintenance window'],
  'alert_window.update': ['Changed a maintenance window', 'Change a maintenance window'],
  'api_token.create': ['Made API token', 'Make API token'],
  'api_token.revoke': ['Revoked API token', 'Revoke API token'],
  'audit.cut': ['Let old entries go', 'Let old entries go'],
  'audit.head_replaced': ['Began the chain anew', 'Begin the chain anew'],
  'audit.key_replaced': ['Replaced audit key', 'Replace audit key'],
  'backup.create': ['Made a backup', 'Make a backup'],
  'backup.delete': ['Deleted a backup', 'Delete a backup'],
  'backup.download': ['Downloaded a backup', 'Download a backup'],
  'backup.restore': ['Restored a backup', 'Restore a backup'],
  'json_schema.create': ['Added a JSON Schema', 'Add a JSON Schema'],
  'json_schema.delete': ['Deleted a JSON Schema', 'Delete a JSON Schema'],
  'json_schema.update': ['Changed a JSON Schema', 'Change a JSON Schema'],
  'message.publish': ['Published a message', 'Publish a message'],
  'mfa.disable': ['Turned second factor off', 'Turn second factor off'],
  'mfa.enable': ['Turned second factor on', 'Turn second factor on'],
  'mfa.setup': ['Began to set up second factor', 'Begin to set up second factor'],
  'mqtt_role.create': ['Added a role to the draft', 'Add a role to the draft'],
  'mqtt_role.delete': ['Deleted a role from the draft', 'Delete a role from the draft'],
  'mqtt_role.update': ['Changed a role in the draft', 'Change a role in the draft'],
  'mqtt_user.create': ['Added a user to the draft', 'Add a user to the draft'],
  'mqtt_user.delete': ['Deleted a user from the draft', 'Delete a user from the draft'],
  'mqtt_user.import': ['Imported users into the draft', 'Import users into the draft'],
  'mqtt_user.reset_password': ['Set a password in the draft', 'Set a password in the draft'],
  'mqtt_user.update': ['Changed a user in the draft', 'Change a user in the draft'],
  'password.change': ['Changed own password', 'Change own password'],
  'retained.delete': ['Deleted retained messages', 'Delete retained messages'],
  'retained.preview': ['Looked what a deletion would hit', 'Look what a deletion would hit'],
  'retained.restore': ['Restored retained messages', 'Restore retained messages'],
  'session.close': ['Logged out', 'Log out'],
  'session.open': ['Logged in', 'Log in'],
  'session.revoke': ['Ended a session', 'End a session'],
  'sparkplug.rebirth': ['Asked a node for its births', 'Ask a node for its births'],
  'webhook.create': ['Added a webhook', 'Add a webhook'],
  'webhook.delete': ['Deleted a webhook', 'Delete a webhook'],
  'webhook.retry': ['Tried a delivery again', 'Try a delivery again'],
  'webhook.rotate_secret': ['Made a new webhook secret', 'Make a new webhook secret'],
  'webhook.test': ['Sent a test webhook', 'Send a test webhook'],
  'webhook.update': ['Changed a webhook', 'Change a webhook'],
};

/** An act in words; one that this console does not know yet goes by its name. */
export function actionWords({ action, result }: Pick<AuditEvent, 'action' | 'result'>): string {
  const words: Words = (ACTIONS as Record<string, Words>)[action] ?? [action, action];
  return words[result === 'success' ? 0 : 1];
}

/** What the filter on acts says: a kind of thing, or one act. */
export function actionFilterWords(action: AuditActionFilter): string {
  const known: Readonly<Record<string, string | Words>> = { ...NOUNS, ...ACTIONS };
  const words = known[action] ?? action;
  return typeof words === 'string' ? words : words[0];
}

/** How an act ended, as it is marked. */
export interface ResultMark {
  readonly icon: IconName & ('ok' | 'fault' | 'unknown' | 'warning');
  readonly word: string;
}

const RESULTS: Readonly<Record<AuditResult, ResultMark>> = {
  success: { icon: 'ok', word: 'Done' },
  failure: { icon: 'fault', word: 'Failed' },
  started: { icon: 'unknown', word: 'Running' },
  interrupted: { icon: 'warning', word: 'Interrupted' },
};

/** Refused is what the server would not do, failed is what it could not do. */
export function resultMark({ result, reason }: Pick<AuditEvent, 'result' | 'reason'>): ResultMark {
  const mark = RESULTS[result];
  const status = problemOf(reason)?.status ?? 500;
  return result === 'failure' && status < 500 ? { ...mark, word: 'Refused' } : mark;
}

/** Why an act failed, in words; the name of the problem where it is not known. */
export function reasonWords(reason: string | undefined): string | undefined {
  return problemOf(reason)?.title ?? reason;
}

function problemOf(reason: string | undefined) {
  return reason !== undefined && reason in PROBLEMS ? PROBLEMS[reason as ProblemKind] : undefined;
}

/** What each result means, for the filter. */
export const RESULT_WORDS: Readonly<Record<AuditResult, string>> = {
  success: 'Done',
  failure: 'Refused or failed',
  started: 'Running',
  interrupted: 'Interrupted',
};

/** Who acted, and by what other way than a browser. */
export interface Who {
  readonly name: string;
  readonly via?: string;
}

export function who({ name, via, token }: AuditActor): Who {
  switch (via) {
    case 'session':
      return { name };
    case 'api-token':
      return { name, via: token === undefined ? 'API token' : `token ${token}` };
    case 'local':
      return { name: 'Command line', via: name.replace(/^cli:/, 'user id ') };
    case 'system':
      return { name: 'MCM', via: 'by itself' };
    case 'anonymous':
      return { name: 'Not logged in' };
  }
}

/** What it was done to: its name, else its id. Of a session nobody knows the id: where it is says more. */
export function resourceWords({
  resourceName,
  resourceId,
  resourceType,
  actor,
}: Pick<AuditEvent, 'resourceName' | 'resourceId' | 'resourceType' | 'actor'>): string | undefined {
  const place = resourceType === 'session' ? actor.address : undefined;
  return resourceName ?? place ?? resourceId;
}

/** A link of the chain so short that people can compare it: `77be a413 … 1f08`. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}
