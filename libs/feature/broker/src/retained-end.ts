import { asProblem, difference, type AuditAct, type AuditOutcome } from '#platform';
import { brokerProblem } from './broker-problem.js';
import { Interrupted, type Conclusion } from './retained-work.js';
import type { Deletion } from './store/deletion.js';
import { UndoDamaged } from './store/undo-format.js';

export type JobAction = 'retained.delete' | 'retained.restore';

/** How a job ended: what is kept of it, and what the audit trail says. */
export interface JobEnd {
  readonly change: Conclusion;
  readonly outcome: Pick<AuditOutcome, 'result' | 'reason'>;
}

export function endByError(error: unknown): JobEnd {
  if (error instanceof Interrupted) {
    const change = { state: 'interrupted', reason: error.message } as const;
    return { change, outcome: { result: 'interrupted' } };
  }
  const problem = asProblem(brokerProblem(error));
  const reason =
    problem.kind === 'internal-error' && error instanceof Error ? error.message : problem.message;
  const kind = error instanceof UndoDamaged ? 'not-undoable' : problem.kind;
  return { change: { state: 'failed', reason }, outcome: { result: 'failure', reason: kind } };
}

export function endByItself(change: Conclusion): JobEnd {
  return {
    change,
    outcome:
      change.state === 'failed'
        ? { result: 'failure', reason: 'broker-refused' }
        : { result: 'success' },
  };
}

/** The entry that the trail gets when a job has ended; its beginning has one of its own. */
export function endEntry(
  action: JobAction,
  deletion: Deletion,
): { readonly act: AuditAct; readonly changes: ReturnType<typeof difference> } {
  const { id, filter, actor, messages, payloadBytes, sha256, ...rest } = deletion;
  const { deleted, refused, leftAlone, remaining, restored, skipped, expired } = rest;
  const what = { messages, payloadBytes, sha256 };
  const how =
    action === 'retained.delete'
      ? { deleted, refused, leftAlone, remaining }
      : { restored, skipped, expired };
  return {
    act: { action, actor, requestId: id, resourceId: id, resourceName: filter },
    changes: difference(undefined, { ...what, ...how }),
  };
}
