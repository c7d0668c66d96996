import type { FileProblem } from './file-problem.js';

/** A fault in what stands behind an option's name; `at` counts its characters from 0. */
export interface ConfFault extends Pick<FileProblem, 'reason' | 'effect'> {
  readonly at: number;
}

export const MISSING: ConfFault = { at: 0, reason: 'The value is missing.', effect: 'refuses' };

export function refused(at: number, reason: string): ConfFault {
  return { at, reason, effect: 'refuses' };
}
