import { describe, expect, it } from '@jest/globals';
import { DeclarationInvalid } from './declaration.js';
import { declaredBy } from './declaration-reader.js';

function problemsOf(value: unknown): readonly [pointer: string, detail: string][] {
  try {
    declaredBy(value);
  } catch (error) {
    if (!(error instanceof DeclarationInvalid)) throw error;
    return error.problems.map(({ pointer, detail }) => [pointer, detail]);
  }
  return [];
}

const text = (secret: { reveal(): Uint8Array } | undefined) =>
  secret && Buffer.from(secret.reveal()).toString();

describe('what an access file says', () => {
  it('is read with the place of each part', () => {
    const { users, roles, rules } = declaredBy({
      version: 1,
      users: [
        { name: 'ann', passwordHash: '$7$x', disabled: true, roles: ['r'] },
        { name: 'bob', password: 'secret' },
      ],
      roles: [{ name: 'r', description: 'All', rules: [{ topic: 'a/#', permission: 'read' }] }],
      rules: [
        { user: 'ann', topic: 'b', permission: 'deny', description: 'Never' },
        { all: true, topic: 'c/%u', permission: 'readwrite' },
        {
          anonymous: true,
          topic: 'd',
          permission: 'write',
          acltypes: ['publishClientSend'],
          priority: 5,
        },
      ],
    });
    expect(users).toMatchObject([
      { pointer: '/users/0', name: 'ann', disabled: true, roles: ['r'] },
      { pointer: '/users/1', name: 'bob', disabled: false, roles: [] },
    ]);
    expect([text(users?.[0]?.passwordHash), text(users?.[1]?.password)]).toEqual([
      '$7$x',
      'secret',
    ]);
    expect(JSON.stringify(users)).not.toContain('secret');
    expect(roles).toEqual([
      {
        ...{ pointer: '/roles/0', name: 'r', description: 'All' },
        rules: [{ pointer: '/roles/0/rules/0', rule: { topicFilter: 'a/#', permission: 'read' } }],
      },
    ]);
    expect(rules).toEqual([
      {
        pointer: '/rules/0',
        rule: {
          ...{ principal: { type: 'user', name: 'ann' }, topicFilter: 'b', permission: 'deny' },
          description: 'Never',
        },
      },
      {
        pointer: '/rules/1',
        rule: { principal: { type: 'all' }, topicFilter: 'c/%u', permission: 'readwrite' },
      },
      {
        pointer: '/rules/2',
        rule: {
          ...{ principal: { type: 'anonymous' }, topicFilter: 'd', permission: 'write' },
          ...{ acltypes: ['publishClientSend'], priority: 5 },
        },
      },
    ]);
  });

  it('says nothing of what it leaves out, which is not the same as an empty list', () => {
    expect(declaredBy({ version: 1 })).toEqual({});
    expect(declaredBy({ version: 1, roles: [] })).toEqual({ roles: [] });
  });

  it('can have rules of its roles among the others', () => {
    const rule = { role: 'r', topic: 'a', permission: 'read' };
    expect(declaredBy({ version: 1, roles: [{ name: 'r' }], rules: [rule] })).toMatchObject({
      roles: [{ rules: [{ pointer: '/rules/0', rule: { topicFilter: 'a' } }] }],
      rules: [],
    });
    expect(problemsOf({ version: 1, rules: [rule] })).toEqual([
      ['/rules/0/role', 'The role r is not among the roles here.'],
    ]);
    const described = { ...rule, description: 'x' };
    expect(problemsOf({ version: 1, roles: [{ name: 'r' }], rules: [described] })).toEqual([
      ['/rules/0/description', 'Rules of a role have no description; the role has.'],
    ]);
  });

  const rule = { user: 'u', topic: 'a', permission: 'read' };
  it.each([
    ['nothing', null, '', 'It has to be an object with members.'],
    ['a list', [], '', 'It has to be an object with members.'],
    ['no version', {}, '', 'It has to have the member version: 1.'],
    ['another version', { version: 2 }, '', 'It has to have the member version: 1.'],
    [
      'an unknown member',
      { version: 1, 'us/er~s': [] },
      '/us~1er~0s',
      'Nothing of that name is known here; there can be version, users, roles, rules.',
    ],
    [
      'an empty member',
      { version: 1, users: null },
      '/users',
      'It has to be a list; [] is an empty one.',
    ],
    [
      'a user that is a text',
      { version: 1, users: ['ann'] },
      '/users/0',
      'It has to be an object with members.',
    ],
    [
      'a user without a name',
      { version: 1, users: [{ disabled: true }] },
      '/users/0',
      'It has to have a member name.',
    ],
    [
      'a name that is a number',
      { version: 1, users: [{ name: 7 }] },
      '/users/0/name',
      'It has to be a text; in YAML, put it in quotes.',
    ],
    [
      'an empty name',
      { version: 1, users: [{ name: '' }] },
      '/users/0/name',
      'It has to have at least one character.',
    ],
    [
      'password and hash',
      { version: 1, users: [{ name: 'a', password: 'b', passwordHash: 'c' }] },
      '/users/0/password',
      'It has a password or a hash of one, not both.',
    ],
    [
      'disabled as a text',
      { version: 1, users: [{ name: 'a', disabled: 'no' }] },
      '/users/0/disabled',
      'It has to be true or false.',
    ],
    [
      'a role twice',
      { version: 1, users: [{ name: 'a', roles: ['r', 'r'] }] },
      '/users/0/roles/1',
      'r stands there twice.',
    ],
    [
      'a role that is a number',
      { version: 1, users: [{ name: 'a', roles: [1] }] },
      '/users/0/roles/0',
      'It has to be a text.',
    ],
    [
      'a user twice',
      { version: 1, users: [{ name: 'a' }, { name: 'a' }] },
      '/users/1/name',
      'a is declared at /users/0 already.',
    ],
    [
      'two roles of a name',
      { version: 1, roles: [{ name: 'a' }, { name: 'a' }] },
      '/roles/1/name',
      'a is declared at /roles/0 already.',
    ],
    [
      'a rule for nobody',
      { version: 1, rules: [{ topic: 'a', permission: 'read' }] },
      '/rules/0',
      'It has to say whom it is for: user, role, all: true or anonymous: true.',
    ],
    [
      'a rule for two',
      { version: 1, rules: [{ ...rule, all: true }] },
      '/rules/0',
      'It has to say whom it is for: user, role, all: true or anonymous: true.',
    ],
    [
      'all: false',
      { version: 1, rules: [{ ...rule, all: false }] },
      '/rules/0/all',
      'It can only be true, or left out.',
    ],
    [
      'no topic',
      { version: 1, rules: [{ user: 'u', permission: 'read' }] },
      '/rules/0',
      'It has to have a member topic.',
    ],
    [
      'no permission',
      { version: 1, rules: [{ user: 'u', topic: 'a' }] },
      '/rules/0',
      'It has to have a member permission.',
    ],
    [
      'an odd permission',
      { version: 1, rules: [{ ...rule, permission: 'all' }] },
      '/rules/0/permission',
      'It has to be one of read, write, readwrite, deny.',
    ],
    [
      'an odd type',
      { version: 1, rules: [{ ...rule, acltypes: ['x'] }] },
      '/rules/0/acltypes/0',
      'It has to be one of publishClientSend, publishClientReceive, subscribeLiteral, subscribePattern, unsubscribeLiteral, unsubscribePattern.',
    ],
    [
      'half a priority',
      { version: 1, rules: [{ ...rule, priority: 0.5 }] },
      '/rules/0/priority',
      'It has to be a whole number.',
    ],
  ])('with %s is refused', (_, value, pointer, detail) => {
    expect(problemsOf(value)).toContainEqual([pointer, detail]);
    expect(() => declaredBy(value)).toThrow(DeclarationInvalid);
  });

  it('is told all that is wrong with it, up to a hundred things', () => {
    const rules = Array.from({ length: 200 }, () => ({ user: 'u', topic: 'a' }));
    expect(problemsOf({ version: 1, rules })).toHaveLength(100);
    expect(problemsOf({ version: 1, rules })[7]?.[0]).toBe('/rules/7');
  });
});
