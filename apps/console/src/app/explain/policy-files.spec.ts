import { describe, expect, it } from '@jest/globals';
import type { Policy } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import { drafted, usersOf } from './policy-files';

describe('a draft', () => {
  const passwordFile = { users: ['a'], problems: [] };
  const live = { allowAnonymous: false, aclFile: 'user a', dynsec: '{}', passwordFile };

  it('is as in force where it says nothing', () => {
    expect(drafted(live, {})).toEqual(live);
  });

  it('has its own files, or goes without', () => {
    expect(drafted(live, { aclFile: '', dynsec: null, allowAnonymous: true })).toEqual({
      ...{ allowAnonymous: true, aclFile: '', passwordFile },
    });
  });

  it('starts from a broker without files where none is known', () => {
    expect(drafted(undefined, {})).toEqual({ allowAnonymous: true });
    expect(drafted(undefined, { aclFile: 'user a' })).toEqual({
      ...{ allowAnonymous: true, aclFile: 'user a' },
    });
  });
});

describe('the users of a policy', () => {
  const policyOf = (files: Partial<Policy>): Policy => ({
    ...{ broker: brokerVersion('2.0')!, allowAnonymous: false },
    ...files,
  });

  it('are those that any file names, each once, and clients without a name at last', () => {
    const clients = [{ username: 'plugged' }, { username: 'both' }];
    const dynsec = parseDynsecState(bytesOf(JSON.stringify({ clients })));
    const aclFile = parseAclFile(bytesOf('user both\nuser ruled\nuser both\n'));
    const users = [{ username: 'known', line: 1 }];
    const passwordFile = { users, problems: [], lines: [] };
    expect(usersOf(policyOf({ dynsec, aclFile, passwordFile }))).toEqual([
      ...['plugged', 'both', 'known', 'ruled', ''],
    ]);
  });

  it('are none but those without a name where no file names any', () => {
    expect(usersOf(policyOf({}))).toEqual(['']);
  });
});
