import type { DiagnosisArea, Finding } from './finding.js';

/** Where a finding belongs. */
export interface Check {
  readonly area: DiagnosisArea;
  readonly check: string;
}

export function ok(check: Check, what: string): Finding {
  return { ...check, result: 'ok', what };
}

export function skip(check: Check, what: string, hint?: string): Finding {
  return { ...check, result: 'skip', what, ...(hint !== undefined && { hint }) };
}

export function warn(check: Check, what: string, hint: string): Finding {
  return { ...check, result: 'warn', what, hint };
}

export function fail(check: Check, what: string, hint: string): Finding {
  return { ...check, result: 'fail', what, hint };
}
