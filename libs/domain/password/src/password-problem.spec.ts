import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { passwordProblem } from './password-problem.js';

describe('passwordProblem', () => {
  it.each([
    ['correct horse battery staple', undefined],
    ['Tr0ub4dor&3 in the attic', undefined],
    ['vq7Yw3mZpKfR2dTxHnLs', undefined],
    ['ÄÖÜß-Straßenbahn 7', undefined],
    ['elevenchars', 'too-short'],
    ['🔑🔑🔑🔑🔑🔑', 'too-short'],
    ['x'.repeat(1025), 'too-long'],
    ['Password1234', 'common'],
    ['1234567890123', 'common'],
    ['!!!password!!!', 'common'],
    ['mosquitto2026!', 'common'],
    ['passwordpassword', 'common'],
    ['abcdabcdabcd', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['QWERTYUIOP123', 'common'],
    ['m.keller.plant-7', 'is-user-name'],
    ['M.KELLER.PLANT-7', 'is-user-name'],
  ] as const)('of %s is %s', (password, problem) => {
    expect(passwordProblem(password, 'm.keller.plant-7')).toBe(problem);
  });

  it('sees the user name with digits around it', () => {
    expect(passwordProblem('annabrandt2026', 'AnnaBrandt')).toBe('is-user-name');
  });

  it('lets every long random password through, and takes no time for long ones', () => {
    const random = fc.string({
      minLength: 24,
      maxLength: 64,
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('')),
    });
    fc.assert(
      fc.property(random, (text) => {
        fc.pre(new Set(text).size > 8);
        expect(passwordProblem(text, 'admin')).toBeUndefined();
      }),
    );
    expect(passwordProblem('ab'.repeat(500) + 'c', 'admin')).toBe('common');
  });
});
