import { DeclarationInvalid, EditRefused, type EditFault } from '#domain/change';
import type { ProblemKind } from '#contract';
import { Problem } from '#platform';

const KINDS: Readonly<Record<EditFault, ProblemKind>> = {
  'name-taken': 'name-taken',
  'user-not-found': 'mqtt-user-not-found',
  'role-not-found': 'mqtt-role-not-found',
  'rule-not-found': 'rule-not-found',
  invalid: 'validation-failed',
  'not-supported': 'not-supported',
};

/** What the caller is told of an edit that cannot be made. */
export function editProblem(error: unknown): unknown {
  if (error instanceof DeclarationInvalid) {
    const extensions = { errors: [...error.problems] };
    return new Problem('validation-failed', error.message, { cause: error, extensions });
  }
  if (!(error instanceof EditRefused)) return error;
  const { fault, message, pointer } = error;
  const errors = [{ pointer, detail: message }];
  return new Problem(KINDS[fault], message, {
    cause: error,
    ...((fault === 'invalid' || pointer !== '') && { extensions: { errors } }),
  });
}
