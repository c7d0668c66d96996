/**
 * Every problem the API answers with (RFC 9457). The key is the last segment of its `type` path, which
 * the server answers with `docs/problems/<key>.md`.
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'validation-failed': { status: 400, title: 'The request is not valid' },
  'not-authenticated': { status: 401, title: 'Authentication is required' },
  'login-failed': { status: 401, title: 'The user name or password is wrong' },
  'challenge-invalid': { status: 401, title: 'This log-in has to begin again' },
  'code-wrong': { status: 401, title: 'The code is wrong' },
  'password-wrong': { status: 401, title: 'The password is wrong' },
  'role-too-low': { status: 403, title: 'Your role does not allow this' },
  'session-required': { status: 403, title: 'An API token cannot do this' },
  'account-required': { status: 403, title: 'This is about an account of one’s own' },
  'origin-refused': { status: 403, title: 'This origin may not open the stream' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'topic-not-found': { status: 404, title: 'There is no such topic' },
  'message-not-found': { status: 404, title: 'There is no such message' },
  'sparkplug-node-not-found': { status: 404, title: 'There is no such Sparkplug node' },
  'preview-not-found': { status: 404, title: 'There is no such preview' },
  'deletion-not-found': { status: 404, title: 'There is no such deletion' },
  'user-not-found': { status: 404, title: 'There is no such user' },
  'session-not-found': { status: 404, title: 'There is no such session' },
  'token-not-found': { status: 404, title: 'There is no such API token' },
  'revision-not-found': { status: 404, title: 'There is no such revision' },
  'mqtt-user-not-found': { status: 404, title: 'There is no such MQTT user' },
  'mqtt-role-not-found': { status: 404, title: 'There is no such MQTT role' },
  'rule-not-found': { status: 404, title: 'There is no such rule' },
  'change-not-found': { status: 404, title: 'There is no such change in the draft' },
  'schema-not-found': { status: 404, title: 'There is no such JSON Schema' },
  'apply-not-found': { status: 404, title: 'Nothing was applied under this number' },
  'alert-rule-not-found': { status: 404, title: 'There is no such alert rule' },
  'alert-window-not-found': { status: 404, title: 'There is no such maintenance window' },
  'webhook-not-found': { status: 404, title: 'There is no such webhook endpoint' },
  'delivery-not-found': { status: 404, title: 'There is no such delivery' },
  'backup-not-found': { status: 404, title: 'There is no such backup' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'last-active-admin': { status: 409, title: 'The last active admin has to stay' },
  'own-account': { status: 409, title: 'This is your own account' },
  'name-taken': { status: 409, title: 'This name is taken' },
  'mfa-enabled': { status: 409, title: 'A second factor is set up already' },
  'mfa-not-pending': { status: 409, title: 'No set-up of a second factor has begun' },
  'broker-refused': { status: 409, title: 'The broker refused this' },
  'too-many-schemas': { status: 409, title: 'There are too many JSON Schemas' },
  'not-undoable': { status: 409, title: 'This cannot be undone' },
  'retained-busy': { status: 409, title: 'Retained messages are being deleted already' },
  'too-many-retained': {
    status: 409,
    title: 'So many retained messages cannot be handled at once',
  },
  'no-policy': { status: 409, title: 'MCM does not know the broker’s access files' },
  'access-read-only': { status: 409, title: 'MCM is not set up to change access' },
  'not-supported': { status: 409, title: 'This broker has no place for it' },
  'draft-changed': { status: 409, title: 'The draft was changed in the meantime' },
  'draft-outdated': { status: 409, title: 'The draft is for what is no longer in force' },
  'nothing-to-apply': { status: 409, title: 'There is nothing to apply' },
  'apply-running': { status: 409, title: 'Access is being changed already' },
  'would-lock-out': { status: 409, title: 'MCM would lock itself out' },
  'access-drifted': { status: 409, title: 'Access was changed behind MCM’s back' },
  'not-drifted': { status: 409, title: 'Nothing was changed behind MCM’s back' },
  'revision-not-kept': { status: 409, title: 'This revision cannot be brought back' },
  'cannot-disconnect': { status: 409, title: 'These clients cannot be disconnected' },
  'alerting-off': { status: 409, title: 'Alerting is switched off' },
  'already-delivered': { status: 409, title: 'This was delivered already' },
  'too-many-kept': { status: 409, title: 'There are too many of these already' },
  'backup-running': { status: 409, title: 'A backup is being made already' },
  'stale-version': { status: 412, title: 'Somebody changed this in the meantime' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'Only application/json is read here' },
  'policy-invalid': { status: 422, title: 'The broker would not take these rules' },
  'too-much-work': { status: 422, title: 'This takes too long to work out' },
  'upgrade-required': { status: 426, title: 'This address speaks WebSocket' },
  'too-many-requests': { status: 429, title: 'Too many requests at once' },
  'locked-out': { status: 429, title: 'Too many log-ins failed' },
  'headers-too-large': { status: 431, title: 'The request headers are too large' },
  'internal-error': { status: 500, title: 'The server made a mistake' },
  'observer-unavailable': { status: 503, title: 'The observer does not answer' },
  'sparkplug-unavailable': { status: 503, title: 'The Sparkplug thread does not answer' },
  'broker-unavailable': { status: 503, title: 'The broker cannot be reached' },
  'stream-full': { status: 503, title: 'Too many streams are open' },
  'policy-unreadable': { status: 503, title: 'The broker’s access files cannot be read' },
  'database-unavailable': { status: 503, title: 'Nothing can be stored at the moment' },
  'backup-failed': { status: 503, title: 'Backups cannot be made or read now' },
  'not-ready': { status: 503, title: 'The server is not ready' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

/** What a failed request answers, as `application/problem+json`. */
export interface ProblemDetails {
  /** `/problems/<kind>`: a page that says what happened and what to do. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** This occurrence, in words for people. */
  readonly detail?: string;
  /** `urn:request:<request id>`; the log holds the same id. */
  readonly instance: string;
  /** One entry per faulty member of the request. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}
