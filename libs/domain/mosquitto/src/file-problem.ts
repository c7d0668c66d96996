/** A fault in one of the broker's files, where it is and what comes of it. */
export interface FileProblem {
  /** Counted from 1. */
  readonly line: number;
  /** The character in the line at which the fault begins, counted from 1. */
  readonly column: number;
  /** What is wrong, as a sentence. */
  readonly reason: string;
  /**
   * What the broker makes of it. `refuses`: it does not start with this file (and see {@link BrokerVersion} for a
   * reload). `ignores`: it reads on as if this were not there. `misreads`: it takes the file, but not as it looks;
   * what it makes of it is not known here.
   */
  readonly effect: 'refuses' | 'ignores' | 'misreads';
  /** Of a hash in a password_file: whose it is. */
  readonly username?: string;
}
