import { describe, expect, it } from '@jest/globals';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import { changesOf, grantsOf } from './draft-changes';

const USERS = ['ann', 'bob', ''];
const TOPICS = ['a', 'b', 'c'];
const granted = (text: string, allowAnonymous = true) =>
  grantsOf(
    { broker: brokerVersion('2.0')!, allowAnonymous, aclFile: parseAclFile(bytesOf(text)) },
    USERS,
    TOPICS,
  );

describe('what a draft changes', () => {
  it('is nothing while it says the same', () => {
    const text = 'user ann\ntopic a\n';
    expect(changesOf(granted(text), granted(`# Written anew\n${text}`))).toEqual([]);
  });

  it('is told by user and by what is gained and lost', () => {
    const before = granted('user ann\ntopic a\nuser bob\ntopic read b\n');
    const after = granted('user ann\ntopic write a\ntopic read b\ntopic read c\nuser bob\n');
    expect(changesOf(before, after)).toEqual([
      { user: 'ann', action: 'receive', allowed: true, topics: ['b', 'c'] },
      { user: 'ann', action: 'receive', allowed: false, topics: ['a'] },
      { user: 'bob', action: 'receive', allowed: false, topics: ['b'] },
    ]);
  });

  it('is also who can log in', () => {
    const changes = changesOf(granted(''), granted('', false));
    expect(changes).toEqual(
      USERS.map((user) => ({ user, action: 'log in', allowed: false, topics: [] })),
    );
  });
});
