import { describe, expect, it } from '@jest/globals';
import type { Config } from '#platform';
import { diagnose, inOrder, worstOf, type PlannedExamination } from './diagnose.js';
import type { Finding, FindingResult } from './finding.js';

const SUBJECT = { config: {} as Config, clock: () => 0, patience: 2 };

const found = (area: Finding['area'], check: string, result: FindingResult = 'ok'): Finding => ({
  ...{ area, check, result, what: check },
  ...(result === 'ok' || result === 'skip' ? {} : { hint: 'mend it' }),
});
const planned = (area: Finding['area'], ...checks: string[]): PlannedExamination => ({
  area,
  examine: () => Promise.resolve(checks.map((check) => found(area, check))),
});

describe('a diagnosis', () => {
  it('tells findings by area, and within one as they were found', async () => {
    const findings = await diagnose(SUBJECT, [
      planned('system', 'b', 'a'),
      planned('data', 'd', 'c'),
    ]);
    expect(findings.map(({ check }) => check)).toEqual(['d', 'c', 'b', 'a']);
    expect(inOrder(findings)).toEqual(findings);
  });

  it('says a fault once, and in one style', () => {
    const unreached: Finding = { ...found('broker', 'tcp', 'fail'), what: 'Nothing listens.' };
    const again: Finding = { ...found('access', 'control', 'fail'), what: 'nothing listens' };
    const skipped = (['data', 'tls'] as const).map((area) => found(area, 'same', 'skip'));
    expect(inOrder([again, unreached, ...skipped])).toEqual([
      ...skipped,
      { ...unreached, what: 'nothing listens' },
    ]);
  });

  it('goes on when an examination throws or never ends, and says so', async () => {
    const findings = await diagnose(SUBJECT, [
      { area: 'tls', examine: () => Promise.reject(new Error('no such thing')) },
      { area: 'broker', examine: () => new Promise<never>(() => undefined) },
      planned('system', 'well'),
    ]);
    expect(findings).toEqual([
      {
        ...{ area: 'tls', check: 'tls-examination', result: 'fail' },
        what: 'could not be looked at: no such thing',
        hint: expect.any(String),
      },
      {
        ...{ area: 'broker', check: 'broker-examination', result: 'fail' },
        what: 'could not be looked at: it did not end within 0.016 s',
        hint: expect.any(String),
      },
      found('system', 'well'),
    ]);
  });

  it.each([
    [[], 'ok'],
    [['skip'], 'ok'],
    [['ok', 'warn', 'skip'], 'warn'],
    [['ok', 'fail', 'warn'], 'fail'],
  ] as const)('is as bad as the worst of its findings: %j', (results, worst) => {
    const findings = results.map((result) => found('data', result, result));
    expect(worstOf(findings)).toBe(worst);
  });
});
