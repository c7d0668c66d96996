import type { Clock, Config } from '#platform';

/** What a check is about, in the order in which people are told. */
export const DIAGNOSIS_AREAS = [
  'configuration',
  'data',
  'database',
  'tls',
  'broker',
  'broker-config',
  'access',
  'reload',
  'backup',
  'system',
] as const;
export type DiagnosisArea = (typeof DIAGNOSIS_AREAS)[number];

/** `skip`: not looked at, and `what` says why. */
export const FINDING_RESULTS = ['ok', 'warn', 'fail', 'skip'] as const;
export type FindingResult = (typeof FINDING_RESULTS)[number];

/** What came of one check. */
export interface Finding {
  readonly area: DiagnosisArea;
  /** Its name, in kebab case: `broker-tcp`. The same for whatever comes of it; one check may find several things. */
  readonly check: string;
  readonly result: FindingResult;
  /** One sentence that names the thing and what is so: a path, an address, a line. */
  readonly what: string;
  /** What to do, in a sentence. Always with `warn` and `fail`. */
  readonly hint?: string;
}

/** What is looked at, and how long for. */
export interface Subject {
  readonly config: Config;
  readonly clock: Clock;
  /** When this MCM was built, in milliseconds since 1970; absent where that is not known. */
  readonly builtAt?: number;
  /** The server itself looks, which has the data folder; absent or false for a command. */
  readonly isServer?: boolean;
  /** For each thing that may not answer, in milliseconds. */
  readonly patience: number;
}

/** Looks, changes nothing, and does not throw for what it was sent to find. */
export type Examination = (subject: Subject) => Promise<readonly Finding[]>;
