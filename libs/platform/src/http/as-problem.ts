import { HttpException } from '@nestjs/common';
import type { ProblemKind } from '#contract';
import { Problem } from './problem.js';

/** Fastify's and Node's own refusals, by their `code`. */
const BY_CODE: Readonly<Record<string, ProblemKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_ROUTE_MISSING_HANDLER: 'not-found',
};

/** SQLite cannot write now, and may later: the disk is full or failing, or another process has the lock. */
const NOT_NOW = /^SQLITE_(BUSY|FULL|IOERR|LOCKED|NOMEM|READONLY|CANTOPEN)/;

const BY_STATUS: Readonly<Record<number, ProblemKind>> = {
  400: 'malformed-request',
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  431: 'headers-too-large',
  503: 'not-ready',
};

/**
 * What a caller is told of `error`. Texts of the framework are public knowledge only by their kind:
 * an unknown error says nothing but `internal-error`.
 */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const kind = kindOf(error);
  if (kind === undefined) return new Problem('internal-error', undefined, { cause: error });
  return new Problem(kind, undefined, { cause: error });
}

function kindOf(error: unknown): ProblemKind | undefined {
  if (error instanceof HttpException) return BY_STATUS[error.getStatus()];
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && code in BY_CODE) return BY_CODE[code];
  if (typeof code === 'string' && NOT_NOW.test(code)) return 'database-unavailable';
  return typeof statusCode === 'number' ? BY_STATUS[statusCode] : undefined;
}
