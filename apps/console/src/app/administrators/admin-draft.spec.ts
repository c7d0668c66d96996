import { describe, expect, it } from '@jest/globals';
import { passwordProblem } from '#domain/password';
import type { AdminUser } from '../api/models';
import { draftOf, endsSessions, NEW_ADMIN, updateOf, usernameFault } from './admin-draft';
import { adminState, lastActiveAdmin } from './admin-words';
import { newPassword } from './new-password';

const weiss: AdminUser = {
  id: 7,
  username: 't.weiss',
  role: 'operator',
  disabled: false,
  mfaEnabled: false,
  passwordTemporary: false,
  createdAt: '2026-11-23T14:20:31Z',
  updatedAt: '2026-11-23T14:20:31Z',
};
const now = Date.parse('2026-11-25T14:00:00Z');

describe('a user that is being changed', () => {
  it('sends what was changed and nothing else', () => {
    expect(updateOf(weiss, draftOf(weiss))).toEqual({});
    const draft = { ...draftOf(weiss), role: 'admin', password: 'several words' } as const;
    expect(updateOf(weiss, draft)).toEqual({ role: 'admin', password: 'several words' });
    expect(updateOf(weiss, { ...draftOf(weiss), username: 'tw', disabled: true })).toEqual({
      username: 'tw',
      disabled: true,
    });
  });

  it.each([
    [{}, undefined],
    [{ role: 'admin' }, undefined],
    [{ role: 'viewer' }, 'the role is lower'],
    [{ disabled: true }, 'they are disabled'],
    [{ password: 'several words' }, 'the password is new'],
  ] as const)('says that %j ends sessions: %s', (change, why) => {
    expect(endsSessions(weiss, { ...draftOf(weiss), ...change })).toBe(why);
  });

  it('may do as little as possible at first', () => {
    expect(NEW_ADMIN).toMatchObject({ role: 'viewer', disabled: false });
  });

  it.each([
    ['m.keller', true],
    ['a_b-c@plant.9', true],
    ['', false],
    ['two words', false],
    ['größe', false],
    ['a/b', false],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
  ])('may be called %j: %s', (name, fine) => {
    expect(usernameFault(name) === undefined).toBe(fine);
  });
});

describe('the state of a user', () => {
  it.each([
    [{}, 'Active'],
    [{ disabled: true }, 'Disabled'],
    [{ disabled: true, lockedUntil: '2026-11-25T14:10:00Z' }, 'Disabled'],
    [{ lockedUntil: '2026-11-25T14:10:00Z' }, 'Locked'],
    [{ lockedUntil: '2026-11-25T13:59:59Z' }, 'Active'],
  ])('of %j is %s', (change, word) => {
    expect(adminState({ ...weiss, ...change }, now).word).toBe(word);
  });

  it('tells how long a lock-out lasts', () => {
    const locked = adminState({ ...weiss, lockedUntil: '2026-11-25T14:10:00Z' }, now);
    expect(locked.until).toMatch(/^until .*10/);
  });

  it('tells who is the last admin that can log in', () => {
    const admin: AdminUser = { ...weiss, id: 1, role: 'admin' };
    const other: AdminUser = { ...admin, id: 2 };
    expect(lastActiveAdmin([weiss, admin])).toBe(admin);
    expect(lastActiveAdmin([weiss, admin, other])).toBeUndefined();
    expect(lastActiveAdmin([admin, { ...other, disabled: true }])).toBe(admin);
    expect(lastActiveAdmin([weiss])).toBeUndefined();
  });
});

describe('a password from this browser', () => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);

  it('is one that the server takes, in groups that can be read aloud', () => {
    for (let tried = 0; tried < 200; tried += 1) {
      const password = newPassword(random);
      expect(password).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
      expect(passwordProblem(password, 't.weiss')).toBeUndefined();
    }
  });

  it('uses five bits of each of twenty bytes', () => {
    const counted = newPassword((bytes) => bytes.map((_, index) => index * 13));
    expect(new Set(counted.replaceAll('-', '')).size).toBe(20);
    expect(newPassword((bytes) => bytes.fill(32))).toBe('aaaaa-aaaaa-aaaaa-aaaaa');
  });
});
