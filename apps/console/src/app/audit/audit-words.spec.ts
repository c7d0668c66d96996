import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS, type AuditAction } from '#contract';
import type { AuditActor } from '../api/models';
import {
  actionFilterWords,
  actionWords,
  ACTIONS,
  reasonWords,
  resourceWords,
  resultMark,
  shortHash,
  who,
} from './audit-words';

const actor: AuditActor = { name: 'm.keller', via: 'session', address: '10.20.9.8' };

describe('an act in words', () => {
  it('says what was done, and what only was tried', () => {
    const action = 'session.open';
    expect(actionWords({ action, result: 'success' })).toBe('Logged in');
    for (const result of ['failure', 'started', 'interrupted'] as const)
      expect(actionWords({ action, result })).toBe('Log in');
  });

  it('is the only one that is called so', () => {
    expect(Object.keys(ACTIONS).sort()).toEqual([...AUDIT_ACTIONS].sort());
    const done = Object.values(ACTIONS).map(([words]) => words);
    expect(new Set(done).size).toBe(done.length);
  });

  it('goes by its name when it is newer than this console', () => {
    const action = 'moon.land' as AuditAction;
    expect(actionWords({ action, result: 'success' })).toBe('moon.land');
  });

  it('is filtered by kind of thing or by deed', () => {
    expect(actionFilterWords('api_token')).toBe('API tokens');
    expect(actionFilterWords('api_token.revoke')).toBe('Revoked API token');
  });
});

describe('the result', () => {
  it.each([
    [{ result: 'success' }, 'ok', 'Done'],
    [{ result: 'started' }, 'unknown', 'Running'],
    [{ result: 'interrupted' }, 'warning', 'Interrupted'],
    [{ result: 'failure', reason: 'role-too-low' }, 'fault', 'Refused'],
    [{ result: 'failure', reason: 'database-unavailable' }, 'fault', 'Failed'],
    [{ result: 'failure', reason: 'a-reason-of-tomorrow' }, 'fault', 'Failed'],
    [{ result: 'failure' }, 'fault', 'Failed'],
  ] as const)('%j is marked %s: %s', (event, icon, word) => {
    expect(resultMark(event)).toEqual({ icon, word });
  });

  it('has a reason in words where it is known', () => {
    expect(reasonWords('role-too-low')).toBe('Your role does not allow this');
    expect(reasonWords('a-reason-of-tomorrow')).toBe('a-reason-of-tomorrow');
    expect(reasonWords(undefined)).toBeUndefined();
  });
});

describe('who and what', () => {
  it.each([
    [actor, { name: 'm.keller' }],
    [
      { name: 'ci', via: 'api-token', token: 'deploy' },
      { name: 'ci', via: 'token deploy' },
    ],
    [
      { name: 'ci', via: 'api-token' },
      { name: 'ci', via: 'API token' },
    ],
    [
      { name: 'cli:1000', via: 'local' },
      { name: 'Command line', via: 'user id 1000' },
    ],
    [
      { name: 'system', via: 'system' },
      { name: 'MCM', via: 'by itself' },
    ],
    [{ name: 'anonymous', via: 'anonymous' }, { name: 'Not logged in' }],
  ] as const)('%j is %j', (given, told) => {
    expect(who(given)).toEqual(told);
  });

  it.each([
    [{ resourceType: 'admin_user', resourceId: '7', resourceName: 't.weiss', actor }, 't.weiss'],
    [{ resourceType: 'admin_user', resourceId: '7', actor }, '7'],
    [{ resourceType: 'session', resourceId: '0b7c1ad2', actor }, '10.20.9.8'],
    [{ resourceType: 'audit', actor }, undefined],
  ])('%j is on %s', (event, on) => {
    expect(resourceWords(event)).toBe(on);
  });

  it('shortens a hash so that it can be compared', () => {
    expect(shortHash('8d2f61c0aaaaaaaa4b7e')).toBe('8d2f 61c0 … 4b7e');
  });
});
