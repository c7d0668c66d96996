/**
 * Every problem the API answers with (RFC 9457). The key is the last segment of its `type` path, which
 * the server answers with `docs/problems/<key>.md`.
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'validation-failed': { status: 400, title: 'The request is not valid' },
  'not-authenticated': { status: 401, title: 'Authentication is required' },
  'login-failed': { status: 401, title: 'The user name or password is wrong' },
  'role-too-low': { status: 403, title: 'Your role does not allow this' },
  'origin-refused': { status: 403, title: 'This origin may not open the stream' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'topic-not-found': { status: 404, title: 'There is no such topic' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'Only application/json is read here' },
  'upgrade-required': { status: 426, title: 'This address speaks WebSocket' },
  'too-many-requests': { status: 429, title: 'Too many requests at once' },
  'headers-too-large': { status: 431, title: 'The request headers are too large' },
  'internal-error': { status: 500, title: 'The server made a mistake' },
  'observer-unavailable': { status: 503, title: 'The observer does not answer' },
  'stream-full': { status: 503, title: 'Too many streams are open' },
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
