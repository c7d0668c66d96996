import { describe, expect, it } from '@jest/globals';
import { SECURITY_CATEGORIES, SECURITY_EVENTS } from '#contract';
import { isFiltering, readSecurityFilter, securityParams, securityQuery } from './security-filter';
import { CATEGORIES, categoryWords, REASONS, reasonWords } from './security-words';

const now = Date.parse('2026-11-25T14:00:00.000Z');

describe('a security event in words', () => {
  it('has words for every category and reason', () => {
    expect(Object.keys(CATEGORIES).sort()).toEqual([...SECURITY_CATEGORIES].sort());
    const reasons = new Set<string>(Object.values(SECURITY_EVENTS).flat());
    expect(Object.keys(REASONS).sort()).toEqual([...reasons].sort());
  });

  it('goes by its name when it is newer than this console', () => {
    expect(categoryWords('moon_landed')).toEqual({ words: 'moon_landed', mark: 'warning' });
    expect(reasonWords('softly')).toBe('softly');
    expect(reasonWords('ip_lockout')).toBe('Too many failures from this address');
  });
});

describe('the filter of the security log', () => {
  it('is in the address, and comes out of it as it was', () => {
    const filter = {
      category: 'admin_login_rate_limited',
      reason: 'ip_lockout',
      user: 'm.keller',
      source: '10.20.9.8',
      span: { range: '24h' },
    } as const;
    const { since, until, ...asked } = securityParams(filter);
    expect([since, until]).toEqual([null, null]);
    expect(readSecurityFilter(asked as Record<string, string>)).toEqual(filter);
  });

  it('has no reason without its category', () => {
    expect(readSecurityFilter({ reason: 'ip_lockout' })).toEqual({ span: {} });
    expect(readSecurityFilter({ category: 'mfa_enabled', reason: 'ip_lockout' })).toEqual({
      category: 'mfa_enabled',
      span: {},
    });
  });

  it('is asked for in the words of the server', () => {
    const filter = readSecurityFilter({ user: 'm.keller', source: '::1', range: '1h' });
    expect(securityQuery(filter, now)).toEqual({
      username: 'm.keller',
      sourceIp: '::1',
      since: '2026-11-25T13:00:00.000Z',
    });
    expect([isFiltering(filter), isFiltering({ span: {} })]).toEqual([true, false]);
  });
});
