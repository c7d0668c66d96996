import { HttpErrorResponse } from '@angular/common/http';
import { PROBLEMS, type ProblemDetails, type ProblemKind } from '#contract';

/** What went wrong, in words that can be shown. */
export interface Failure {
  readonly title: string;
  readonly detail: string;
  /** What the server's log calls this request. */
  readonly request?: string;
  readonly status: number;
  /** Which problem it is, when the server said so. */
  readonly kind?: ProblemKind;
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number;
  /** What is wrong with each member of the request, by its JSON pointer: `/newPassword`. */
  readonly faults?: ReadonlyMap<string, string>;
}

/** Reads the problem (RFC 9457) out of a failed request, or says that there was no answer at all. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof HttpErrorResponse) return fromAnswer(cause);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { title: 'This page made a mistake', detail, status: -1 };
}

/**
 * The failure without what the fields of a form say of it, each by the JSON pointer of its member; nothing when they
 * say all of it.
 */
export function untold(
  failure: Failure | undefined,
  told: (pointer: string) => boolean,
): Failure | undefined {
  const { faults } = failure ?? {};
  if (failure === undefined || faults === undefined || faults.size === 0) return failure;
  const left = new Map([...faults].filter(([pointer]) => !told(pointer)));
  return left.size === 0 ? undefined : { ...failure, faults: left };
}

function fromAnswer(answer: HttpErrorResponse): Failure {
  if (answer.status === 0) {
    const detail = 'It may be restarting, or the network between it and this browser is down.';
    return { title: 'MCM does not answer', detail, status: 0 };
  }
  const problem = problemOf(answer);
  const request = problem.instance?.replace(/^urn:request:/, '');
  const kind = problem.type?.replace(/^\/problems\//, '');
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return {
    title: problem.title ?? 'The server answered in a way this page does not understand',
    detail:
      problem.detail ?? (problem.title ? '' : `It answered with the status ${answer.status}.`),
    status: answer.status,
    ...(request && { request }),
    ...(isKind(kind) && { kind }),
    ...(retryAfter > 0 && { retryAfter }),
    ...(problem.errors && {
      faults: new Map(problem.errors.map(({ pointer, detail }) => [pointer, detail])),
    }),
  };
}

/** Where no body is expected, Angular leaves that of the problem as text. */
function problemOf({ error }: HttpErrorResponse): Partial<ProblemDetails> {
  if (typeof error !== 'string') return (error ?? {}) as Partial<ProblemDetails>;
  try {
    return (JSON.parse(error) ?? {}) as Partial<ProblemDetails>;
  } catch {
    // SyntaxError: something in between answered, with a page of its own.
    return {};
  }
}

const isKind = (kind: string | undefined): kind is ProblemKind =>
  kind !== undefined && Object.hasOwn(PROBLEMS, kind);
