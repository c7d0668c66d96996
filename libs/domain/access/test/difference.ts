import type { Explanation, Question } from '../src/explanation.js';

/** Two answers that are unlike, with all that is needed to see why. */
export function difference(
  question: Question,
  observed: string,
  explained: Explanation,
  files: Readonly<Record<string, string>>,
): string {
  return [
    `The broker answers "${observed}" to ${JSON.stringify(question)},`,
    `explain says "${explained.allowed ? 'allowed' : 'denied'}" because of ${JSON.stringify(explained.because)}.`,
    ...explained.trail.map(({ by, outcome }) => `  ${outcome}: ${JSON.stringify(by)}`),
    ...Object.entries(files).map(([name, text]) => `--- ${name}\n${text}`),
  ].join('\n');
}
