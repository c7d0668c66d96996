import { describe, expect, it } from '@jest/globals';
import type { DiagnosisFinding, FindingResult } from '../api/models';
import { groupsOf, needsAttention, summaryOf } from './checks';

const found = (
  area: DiagnosisFinding['area'],
  result: FindingResult,
  what = 'It is so.',
): DiagnosisFinding => ({ area, check: `${area}-check`, result, what });

describe('what was checked', () => {
  it('is told by area, in the order in which it came', () => {
    const findings = [
      found('data', 'ok', 'a'),
      found('broker', 'fail'),
      found('data', 'warn', 'b'),
    ];
    expect(groupsOf(findings).map(({ name, findings: some }) => [name, some.length])).toEqual([
      ['Data folder', 2],
      ['Connection to the broker', 1],
    ]);
  });

  it('needs attention when it failed or warns', () => {
    const results = ['fail', 'warn', 'ok', 'skip'] as const;
    expect(results.filter((result) => needsAttention(found('tls', result)))).toEqual([
      'fail',
      'warn',
    ]);
  });

  it.each([
    [['ok'], '1 fine'],
    [['fail', 'ok'], '1 fault, 1 fine'],
    [['fail', 'fail', 'warn', 'ok', 'skip'], '2 faults, 1 warning, 1 fine, 1 not looked at'],
    [['warn', 'warn'], '2 warnings, 0 fine'],
    [[], '0 fine'],
  ] as const)('of %j it says: %s', (results, line) => {
    expect(summaryOf(results.map((result) => found('tls', result)))).toBe(line);
  });
});
