import { AUDIT_ACTIONS, AUDIT_RESULTS, type AuditAction, type Change } from '#contract';
import type { Actor, AuditAct, AuditOutcome } from '#platform';

/** What an entry says: that an act begins, or how one ended. The second repeats what the first says. */
export interface EntryBody extends AuditAct {
  readonly kind: 'intent' | 'outcome';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of an outcome: the number of its intent, if it has one. */
  readonly intent?: number;
  readonly outcome?: AuditOutcome;
}

/** An act of MCM's own. */
export const systemAct = (action: AuditAction): AuditAct => ({
  action,
  actor: { name: 'system', via: 'system' },
  requestId: 'system',
});

/** The body as it is hashed and stored: JSON, its members always in this order. */
export function writeBody({ kind, at, intent, outcome, ...act }: EntryBody): string {
  const { requestId, actor, action, resourceId, resourceName } = act;
  const { name, via, token, address } = actor;
  const { result, reason, changes } = outcome ?? {};
  return JSON.stringify({
    ...{ kind, at, intent, requestId },
    actor: { name, via, token, address },
    ...{ action, resourceId, resourceName, result, reason },
    changes: changes && changes.length > 0 ? changes : undefined,
  });
}

/** What a body says; nothing when it was altered so that it says nothing any more. */
export function readBody(bytes: Uint8Array): EntryBody | undefined {
  const members = jsonOf(bytes);
  if (!isMembers(members)) return undefined;
  const { at, requestId, action, resourceId, resourceName, intent } = members;
  const [actor, outcome] = [actorOf(members['actor']), outcomeOf(members)];
  if (!isTime(at) || typeof requestId !== 'string' || !isAction(action) || !actor) return undefined;
  if (!optional('string', resourceId, resourceName) || !optional('number', intent))
    return undefined;
  const kind = outcome ? 'outcome' : 'intent';
  if (members['kind'] !== kind) return undefined;
  return {
    ...{ kind, at, requestId, action, actor },
    ...(isString(resourceId) && { resourceId }),
    ...(isString(resourceName) && { resourceName }),
    ...(typeof intent === 'number' && { intent }),
    ...(outcome && { outcome }),
  };
}

const VIAS: readonly Actor['via'][] = ['session', 'api-token', 'local', 'system', 'anonymous'];

function actorOf(value: unknown): Actor | undefined {
  if (!isMembers(value)) return undefined;
  const { name, token, address } = value;
  const via = VIAS.find((one) => one === value['via']);
  if (!isString(name) || !via || !optional('string', token, address)) return undefined;
  return { name, via, ...(isString(token) && { token }), ...(isString(address) && { address }) };
}

function outcomeOf({ result, reason, changes = [] }: Members): AuditOutcome | undefined {
  const known = AUDIT_RESULTS.find((one) => one === result);
  if (known === undefined || known === 'started') return undefined;
  if (!optional('string', reason) || !Array.isArray(changes)) return undefined;
  return {
    result: known,
    ...(isString(reason) && { reason }),
    changes: changes.filter(isChange),
  };
}

const isChange = (value: unknown): value is Change =>
  isMembers(value) && isString(value['pointer']);

type Members = Readonly<Record<string, unknown>>;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strict.decode(bytes));
  } catch {
    // TypeError (no UTF-8) or SyntaxError (no JSON): somebody altered the entry.
    return undefined;
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';
/** That a date can hold (ECMA-262 21.4.1.1). */
const isTime = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= 8.64e15;
const isAction = (value: unknown): value is AuditAction =>
  AUDIT_ACTIONS.some((action) => action === value);
const optional = (type: 'string' | 'number', ...values: readonly unknown[]): boolean =>
  values.every((value) => value === undefined || typeof value === type);
