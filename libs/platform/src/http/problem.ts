import { PROBLEMS, type ProblemDetails, type ProblemKind } from '#contract';

type Extensions = Partial<Pick<ProblemDetails, 'errors'>>;

interface Options {
  readonly extensions?: Extensions;
  /** Response headers that belong to the problem, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Every 401 says by what one could prove who one is (RFC 9110 section 15.5.2). */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="mcm"' } as const;

/** The only exception whose text a caller may read; everything else becomes a 500 without words. */
export class Problem extends Error {
  readonly extensions: Extensions;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: ProblemKind,
    detail?: string,
    { extensions = {}, headers = {}, cause }: Options = {},
  ) {
    super(detail ?? '', { cause });
    this.name = 'Problem';
    this.extensions = extensions;
    this.headers = this.status === 401 ? { ...CHALLENGE, ...headers } : headers;
  }

  get status(): number {
    return PROBLEMS[this.kind].status;
  }

  /** The body of the answer (RFC 9457 section 3). */
  body(requestId: string): ProblemDetails {
    const { status, title } = PROBLEMS[this.kind];
    return {
      ...this.extensions,
      type: `/problems/${this.kind}`,
      title,
      status,
      ...(this.message !== '' && { detail: this.message }),
      instance: `urn:request:${requestId}`,
    };
  }
}
