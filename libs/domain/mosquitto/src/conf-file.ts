import type { ConfLine } from './conf-line.js';
import type { FileProblem } from './file-problem.js';

/** One of the files that make up the broker's configuration, line by line. */
export interface ConfFile {
  readonly path: string;
  readonly lines: readonly ConfLine[];
}

export interface ConfProblem extends FileProblem {
  /** The file with the fault. */
  readonly path: string;
}

/** An option that the broker reads, and where it stands. */
export interface ConfSetting {
  readonly name: string;
  /** Without the white space around it. */
  readonly value: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Whether the broker says that the option will go. */
  readonly deprecated: boolean;
}
