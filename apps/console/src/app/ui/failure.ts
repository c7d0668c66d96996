import { HttpErrorResponse } from '@angular/common/http';
import type { ProblemDetails } from '#contract';

/** What went wrong, in words that can be shown. */
export interface Failure {
  readonly title: string;
  readonly detail: string;
  /** What the server's log calls this request. */
  readonly request?: string;
  readonly status: number;
}

/** Reads the problem (RFC 9457) out of a failed request, or says that there was no answer at all. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof HttpErrorResponse) return fromAnswer(cause);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { title: 'This page made a mistake', detail, status: -1 };
}

function fromAnswer(answer: HttpErrorResponse): Failure {
  if (answer.status === 0) {
    const detail = 'It may be restarting, or the network between it and this browser is down.';
    return { title: 'MCM does not answer', detail, status: 0 };
  }
  const problem = (answer.error ?? {}) as Partial<ProblemDetails>;
  const request = problem.instance?.replace(/^urn:request:/, '');
  return {
    title: problem.title ?? 'The server answered in a way this page does not understand',
    detail: problem.detail ?? `It answered with the status ${answer.status}.`,
    status: answer.status,
    ...(request && { request }),
  };
}
