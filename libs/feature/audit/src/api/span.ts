import { Problem, timeOf } from '#platform';
import type { SpanQuery } from './page.dto.js';

/** The span in milliseconds since 1970; a problem when it ends before it begins. */
export function spanOf({ since, until }: SpanQuery): { since?: number; until?: number } {
  const from = since === undefined ? undefined : timeOf(since);
  const to = until === undefined ? undefined : timeOf(until);
  if (from !== undefined && to !== undefined && to <= from)
    throw notValid('until', 'must be after since');
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) };
}

export function notValid(member: string, detail: string): Problem {
  const errors = [{ pointer: `/${member}`, detail }];
  return new Problem('validation-failed', `/${member} ${detail}.`, { extensions: { errors } });
}
