import { describe, expect, it } from '@jest/globals';
import type { MqttUser } from '../api/models';
import {
  draftOf,
  MADE,
  nameFault,
  NEW_USER,
  passwordFault,
  passwordOf,
  requestOf,
  updateOf,
} from './user-draft';
import { userState } from './user-words';

const plc: MqttUser = {
  id: 'a'.repeat(22),
  username: 'plc-7',
  disabled: false,
  hasPassword: true,
  roles: ['sensors'],
  groups: [],
  rules: 2,
  unknownToPasswordFile: false,
};

describe('a user that is filled in', () => {
  it('leaves the password to MCM, unless somebody gives one', () => {
    const draft = { ...NEW_USER, username: 'plc-7', roles: ['sensors'] };
    const request = { username: 'plc-7', roles: ['sensors'], disabled: false };
    expect(requestOf(draft)).toEqual(request);
    const password = { by: 'person', given: 'its own' } as const;
    expect(requestOf({ ...draft, password })).toEqual({ ...request, password: 'its own' });
    expect(passwordOf({ by: 'mcm', given: 'typed before' })).toEqual({});
  });

  it('sends what was changed and nothing else', () => {
    expect(updateOf(plc, draftOf(plc))).toEqual({});
    expect(updateOf(plc, { ...draftOf(plc), disabled: true })).toEqual({ disabled: true });
    expect(updateOf(plc, { ...draftOf(plc), roles: [] })).toEqual({ roles: [] });
  });

  it.each([
    ['', 'Enter a name.'],
    ['a/b', 'cannot contain'],
    ['$SYS', 'cannot begin with $'],
    ['a:b', 'colon'],
    ['mcm-probe', 'Choose another name'],
  ])('is not called %j', (name, words) => {
    expect(nameFault(name)).toContain(words);
  });

  it.each(['plc-7', 'größe 4', 'a@b'])('is called %j', (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  it('needs a password where somebody gives it', () => {
    expect(passwordFault(MADE)).toBeUndefined();
    expect(passwordFault({ by: 'person', given: '' })).toContain('Enter a password');
    expect(passwordFault({ by: 'person', given: 'x' })).toBeUndefined();
    expect(passwordFault({ by: 'person', given: 'x'.repeat(1_025) })).toContain('1,024');
  });
});

describe('the state of a user', () => {
  it.each([
    [{}, 'Active'],
    [{ disabled: true }, 'Disabled'],
    [{ disabled: true, hasPassword: false }, 'Disabled'],
    [{ hasPassword: false }, 'No password'],
    [{ hasPassword: false, unknownToPasswordFile: true }, 'No account'],
  ])('of %j is %s', (change, word) => {
    expect(userState({ ...plc, ...change }).word).toBe(word);
  });

  it('is not in doubt where the broker does not tell of passwords', () => {
    const { hasPassword, ...untold } = plc;
    expect([hasPassword, userState(untold).word]).toEqual([true, 'Active']);
  });
});
