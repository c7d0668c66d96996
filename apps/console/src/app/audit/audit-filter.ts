import { AUDIT_ACTIONS, AUDIT_RESULTS, type AuditAction, type AuditResult } from '#contract';
import type { ListAuditEvents$Params } from '../api/functions';
import type { AuditActionFilter } from '../api/models';
import { readSpan, type Span, spanParams, spanQuery } from '../trust/span';
import { NOUNS } from './audit-words';

/** Which acts are shown. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: AuditActionFilter;
  /** The id of the thing. */
  readonly resource?: string;
  readonly result?: AuditResult;
  readonly span: Span;
}

/** What the address may say, as it comes. */
export type AuditParams = Readonly<
  Partial<Record<'actor' | 'action' | 'resource' | 'result' | 'range' | 'since' | 'until', string>>
>;

/** The acts by kind of thing, as the filter offers them. */
export const ACTION_GROUPS = (Object.keys(NOUNS) as readonly (keyof typeof NOUNS)[]).map(
  (noun) => ({ noun, actions: actionsOf(noun) }),
);

function actionsOf(noun: string): readonly AuditAction[] {
  return AUDIT_ACTIONS.filter((action) => action.startsWith(`${noun}.`));
}

const ASKABLE: readonly AuditActionFilter[] = ACTION_GROUPS.flatMap(({ noun, actions }) => [
  noun,
  ...actions,
]);

/** Reads the filter out of the address; what is not a value there is as good as absent. */
export function readAuditFilter(params: AuditParams): AuditFilter {
  const { actor, resource } = params;
  const action = ASKABLE.find((name) => name === params.action);
  const result = AUDIT_RESULTS.find((name) => name === params.result);
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(resource && { resource }),
    ...(result && { result }),
    span: readSpan(params),
  };
}

/** The filter as the address has it; `null` takes a member out of it. */
export function auditParams(filter: AuditFilter): Record<keyof AuditParams, string | null> {
  const { actor = null, action = null, resource = null, result = null, span } = filter;
  return { actor, action, resource, result, ...spanParams(span) };
}

/** The filter as the server is asked for it, `now` by the server's clock. */
export function auditQuery(
  { span, resource, ...rest }: AuditFilter,
  now: number,
): Omit<ListAuditEvents$Params, 'limit' | 'cursor'> {
  return {
    ...rest,
    ...(resource !== undefined && { resourceId: resource }),
    ...spanQuery(span, now),
  };
}

/** Whether it leaves anything out. */
export function isFiltering({ span, ...rest }: AuditFilter): boolean {
  return Object.keys(rest).length + Object.keys(span).length > 0;
}
