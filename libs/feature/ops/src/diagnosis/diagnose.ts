import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '#platform';
import { clause } from './clause.js';
import {
  DIAGNOSIS_AREAS,
  type DiagnosisArea,
  type Examination,
  type Finding,
  type FindingResult,
  type Subject,
} from './finding.js';
import { fail, skip } from './found.js';

/** An examination, and the area that is named when nothing came of it. */
export interface PlannedExamination {
  readonly area: DiagnosisArea;
  readonly examine: Examination;
}

/** An examination asks several things one after the other, of which each may take all of the patience. */
const MOST_THINGS = 8;

/**
 * What comes of all these examinations, in the order of the areas. One that throws or does not end becomes a finding
 * of its own, so that it hides no other.
 */
export async function diagnose(
  subject: Subject,
  examinations: readonly PlannedExamination[],
): Promise<readonly Finding[]> {
  const found = await Promise.all(examinations.map((planned) => bounded(planned, subject)));
  return inOrder(found.flat());
}

/** What is said of each area when nothing in it could be looked at. */
export const notExamined = (
  examinations: readonly PlannedExamination[],
  why: string,
): readonly Finding[] =>
  examinations.map(({ area }) =>
    skip({ area, check: `${area}-examination` }, `not looked at: ${why}`),
  );

/**
 * As people are told: by areas, in one style, and nothing twice, for what keeps MCM from the broker keeps it from all that
 * is behind it. Findings of one area stay as they are, one behind the other.
 */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const styled = findings.map((finding) => ({ ...finding, what: clause(finding.what) }));
  const ordered = DIAGNOSIS_AREAS.flatMap((area) => styled.filter((one) => one.area === area));
  const said = new Set<string>();
  return ordered.filter(({ check, result, what }) => {
    // Areas that were not looked at are told one by one.
    if (result === 'ok' || result === 'skip' || check.endsWith('-examination')) return true;
    const isNew = !said.has(what);
    said.add(what);
    return isNew;
  });
}

/** The worst of all results; what was not looked at does not count. */
export function worstOf(findings: readonly Finding[]): Exclude<FindingResult, 'skip'> {
  const results = new Set(findings.map(({ result }) => result));
  if (results.has('fail')) return 'fail';
  return results.has('warn') ? 'warn' : 'ok';
}

async function bounded(
  { area, examine }: PlannedExamination,
  subject: Subject,
): Promise<readonly Finding[]> {
  const late = new AbortController();
  const most = subject.patience * MOST_THINGS;
  try {
    return await Promise.race([
      examine(subject),
      pause(most, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`it did not end within ${String(most / 1000)} s`);
      }),
    ]);
  } catch (error) {
    // Whatever an examination was not written for: the others are to be told all the same.
    return [notLookedAt(area, reasonOf(error))];
  } finally {
    late.abort();
  }
}

const notLookedAt = (area: DiagnosisArea, why: string): Finding =>
  fail(
    { area, check: `${area}-examination` },
    `could not be looked at: ${why}`,
    'Run mcm doctor again, as the user MCM runs as; if it stays so, tell its makers.',
  );
