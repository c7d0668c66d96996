/** The way to a broker that serves MCM, step by step. */
export type StageName =
  | 'name'
  | 'tcp'
  | 'tls'
  | 'login'
  | 'subscribe'
  | 'publish'
  | 'version'
  | 'capabilities'
  | 'figures'
  | 'log';

/** What came of one step. */
export interface Stage {
  readonly stage: StageName;
  /** `skip`: not tried, and `what` says why. */
  readonly result: 'ok' | 'warn' | 'fail' | 'skip';
  /** One sentence without its full stop. */
  readonly what: string;
  /** What to do about it; always with `warn` and `fail`. */
  readonly hint?: string;
}

/** How the broker is looked at. */
export interface StageOptions {
  /** For each step, in milliseconds. */
  readonly patience: number;
  /** In milliseconds since 1970: whether a certificate ends soon is said by it. */
  readonly now: number;
}

/** Rejects after `patience` ms, so that what never answers becomes a finding like any other. */
export async function within<T>(work: Promise<T>, patience: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new TooLate(patience));
  }, patience);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing came in time. */
export class TooLate extends Error {
  override readonly name = 'TooLate';

  constructor(patience: number) {
    super(`no answer within ${String(patience / 1000)} s`);
  }
}
