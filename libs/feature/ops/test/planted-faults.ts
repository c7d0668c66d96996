import { expect } from '@jest/globals';
import type { Finding } from '../src/diagnosis/finding.js';
import type { asColleague, BrokerPlant } from './broker-plant.js';

/** Spoils something of a plant whose broker runs. */
export type Fault = (plant: BrokerPlant) => unknown;

/** What a doctor says of it. */
export type Expected = readonly [
  check: string,
  result: 'warn' | 'fail',
  what: RegExp,
  hint: RegExp,
];

/** What is not well once that is done. */
export async function spoiled(
  plant: BrokerPlant,
  fault: Fault,
  how?: typeof asColleague<readonly Finding[]>,
): Promise<readonly Finding[]> {
  await plant.start();
  await fault(plant);
  const findings = await plant.examine(how);
  return findings.filter(({ result }) => result === 'warn' || result === 'fail');
}

export function expectThese(found: readonly Finding[], expected: readonly Expected[]): void {
  expect(found.map(({ check, result }) => `${check} ${result}`)).toEqual(
    expected.map(([check, result]) => `${check} ${result}`),
  );
  for (const [at, [, , what, hint]] of expected.entries()) {
    expect(found[at]?.what).toMatch(what);
    expect(found[at]?.what).not.toMatch(/\.$/);
    expect(found[at]?.hint).toMatch(hint);
  }
}
