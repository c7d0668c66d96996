import {
  SECURITY_CATEGORIES,
  SECURITY_EVENTS,
  type SecurityCategory,
  type SecurityReason,
} from '#contract';
import type { ListSecurityEvents$Params } from '../api/functions';
import { readSpan, type Span, spanParams, spanQuery } from '../trust/span';

/** Which events are shown. */
export interface SecurityFilter {
  readonly category?: SecurityCategory;
  /** One of the category's; without a category there is none. */
  readonly reason?: SecurityReason;
  readonly user?: string;
  /** An address. */
  readonly source?: string;
  readonly span: Span;
}

/** What the address may say, as it comes. */
export type SecurityParams = Readonly<
  Partial<Record<'category' | 'reason' | 'user' | 'source' | 'range' | 'since' | 'until', string>>
>;

/** Reads the filter out of the address; what is not a value there is as good as absent. */
export function readSecurityFilter(params: SecurityParams): SecurityFilter {
  const { user, source } = params;
  const category = SECURITY_CATEGORIES.find((name) => name === params.category);
  const reason = reasonsOf(category).find((name) => name === params.reason);
  return {
    ...(category && { category }),
    ...(reason && { reason }),
    ...(user && { user }),
    ...(source && { source }),
    span: readSpan(params),
  };
}

export function reasonsOf(category: SecurityCategory | undefined): readonly SecurityReason[] {
  return category === undefined ? [] : SECURITY_EVENTS[category];
}

/** The filter as the address has it; `null` takes a member out of it. */
export function securityParams(
  filter: SecurityFilter,
): Record<keyof SecurityParams, string | null> {
  const { category = null, reason = null, user = null, source = null, span } = filter;
  return { category, reason, user, source, ...spanParams(span) };
}

/** The filter as the server is asked for it, `now` by the server's clock. */
export function securityQuery(
  { span, user, source, ...rest }: SecurityFilter,
  now: number,
): Omit<ListSecurityEvents$Params, 'limit' | 'cursor'> {
  return {
    ...rest,
    ...(user !== undefined && { username: user }),
    ...(source !== undefined && { sourceIp: source }),
    ...spanQuery(span, now),
  };
}

/** Whether it leaves anything out. */
export function isFiltering({ span, ...rest }: SecurityFilter): boolean {
  return Object.keys(rest).length + Object.keys(span).length > 0;
}
