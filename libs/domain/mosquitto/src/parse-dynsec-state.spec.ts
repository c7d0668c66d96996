import { describe, expect, it } from '@jest/globals';
import { parseDynsecState, printDynsecState } from './parse-dynsec-state.js';

const encoder = new TextEncoder();
const parse = (state: unknown) =>
  parseDynsecState(encoder.encode(typeof state === 'string' ? state : JSON.stringify(state)));

/** Problems in short: where, what comes of it, and the first words of the reason. */
const problems = (state: unknown) =>
  parse(state).problems.map(
    ({ line, column, effect, reason }) => `${line}:${column} ${effect}: ${reason}`,
  );

const NOTHING = {
  clients: [],
  groups: [],
  roles: [],
  defaults: {
    publishClientSend: false,
    publishClientReceive: false,
    subscribe: false,
    unsubscribe: false,
  },
};

describe('the state of the plugin', () => {
  it('is read with the lines at which things begin', () => {
    const text = `{
  "roles": [
    { "rolename": "r", "allowwildcardsubs": false, "acls": [
      { "acltype": "publishclientsend", "topic": "a/#", "allow": true },
      { "acltype": "subscribePattern", "topic": "b",
        "priority": 2 }
    ] }
  ],
  "clients": [{ "username": "u", "textname": "x", "clientid": "c", "disabled": true,
    "roles": [{ "rolename": "r" }] }],
  "groups": [
    {
      "groupname": "g", "clients": [{ "username": "u", "priority": 3 }],
      "roles": [{ "rolename": "r", "priority": -4 }]
    }
  ],
  "anonymousGroup": "g",
  "defaultACLAccess": { "publishClientReceive": true, "unsubscribe": true }
}`;
    const state = parse(text);
    expect(state).toEqual({
      roles: [
        {
          name: 'r',
          allowsWildcardSubscriptions: false,
          acls: [
            { type: 'publishClientSend', topic: 'a/#', priority: 0, allow: true, line: 4 },
            { type: 'subscribePattern', topic: 'b', priority: 2, allow: false, line: 5 },
          ],
          line: 3,
        },
      ],
      clients: [
        {
          username: 'u',
          clientId: 'c',
          disabled: true,
          hasPassword: false,
          roles: [{ role: 'r', priority: -1 }],
          line: 9,
        },
      ],
      groups: [
        {
          name: 'g',
          roles: [{ role: 'r', priority: -4 }],
          clients: [{ username: 'u', priority: 3 }],
          line: 12,
        },
      ],
      defaults: {
        publishClientSend: false,
        publishClientReceive: true,
        subscribe: false,
        unsubscribe: true,
      },
      anonymousGroup: 'g',
      problems: [],
      bytes: expect.anything(),
    });
    expect(printDynsecState(state)).toEqual(encoder.encode(text));
  });

  it('allows nothing by default where the file does not say', () => {
    expect(parse({})).toMatchObject({ ...NOTHING, problems: [] });
    expect(parse({ defaultACLAccess: [] })).toMatchObject(NOTHING);
  });

  it('finds names in any case, and the first of repeated ones', () => {
    const text = '{"ROLES":[{"RoleName":"a","rolename":"b","ACLs":[]}],"roles":[]}';
    expect(parse(text).roles).toMatchObject([{ name: 'a' }]);
    expect(problems(text)).toEqual([
      '1:27 ignores: "rolename" stands here once more; the first counts.',
      '1:54 ignores: "roles" stands here once more; the first counts.',
    ]);
  });

  it('keeps names that are defined twice, and says so', () => {
    const twice = { clients: [{ username: 'u' }, { username: 'u', disabled: true }] };
    expect(parse(twice).clients).toHaveLength(2);
    expect(problems(twice)).toEqual([
      '1:30 misreads: "u" is defined already. Versions differ in which counts.',
    ]);
  });

  it('makes whole numbers of 32 bits of priorities', () => {
    const priorities = [2.9, -2.9, 1e99, -1e99, '5', null, -0.5];
    const acls = priorities.map((priority) => ({
      acltype: 'subscribeLiteral',
      topic: 't',
      priority,
    }));
    const state = parse({ roles: [{ rolename: 'r', acls }] });
    expect(state.roles[0]?.acls.map(({ priority }) => priority)).toEqual([
      2, -2, 2_147_483_647, -2_147_483_648, 0, 0, 0,
    ]);
    expect(state.problems).toHaveLength(priorities.length);
  });
});

describe('what the plugin passes over', () => {
  it.each<readonly [string, unknown, string]>([
    ['clients without a name', { clients: [{}] }, '1:13 ignores: Without "username"'],
    [
      'names that are no text',
      { clients: [{ username: 5 }] },
      '1:14 ignores: "username" is a text',
    ],
    ['groups without a name', { groups: [[], { groupname: 'g' }] }, '1:12 ignores: In "groups"'],
    ['empty names', { groups: [{ groupname: '' }] }, '1:25 ignores: "groupname" is empty'],
    [
      'an id that is empty',
      { clients: [{ username: 'u', clientid: '' }] },
      '1:40 ignores: No client',
    ],
    [
      'unknown roles',
      { clients: [{ username: 'u', roles: [{ rolename: 'x' }] }] },
      '1:50 ignores: "x" is not defined',
    ],
    [
      'unknown members',
      { groups: [{ groupname: 'g', clients: [{ username: 'x' }] }] },
      '1:52 ignores: "x" is not',
    ],
    ['unknown anonymous groups', { anonymousGroup: 'x' }, '1:19 ignores: "x" is not'],
    [
      'unknown kinds of entries',
      { roles: [{ rolename: 'r', acls: [{ acltype: 'x', topic: 't' }] }] },
      '1:46 ignores: An entry has one',
    ],
    [
      'entries without a topic',
      { roles: [{ rolename: 'r', acls: [{ acltype: 'subscribeLiteral' }] }] },
      '1:35 ignores: Without "topic"',
    ],
    [
      'flags that are no flags',
      { clients: [{ username: 'u', disabled: 'true' }] },
      '1:29 ignores: "disabled" is true',
    ],
  ])('are %s', (_, state, problem) => {
    expect(problems(state)).toEqual([expect.stringContaining(problem)]);
  });

  it('is a role the second time it is listed', () => {
    const roles = [
      { rolename: 'r', priority: 1 },
      { rolename: 'r', priority: 2 },
    ];
    const state = { roles: [{ rolename: 'r' }], groups: [{ groupname: 'g', roles }] };
    expect(parse(state).groups[0]?.roles).toHaveLength(2);
    expect(problems(state)).toEqual(['1:107 ignores: "r" is in this list already.']);
  });

  it('is everything after a list of the wrong kind', () => {
    const state = parse({ clients: {}, groups: [{ groupname: 'g' }], roles: [{ rolename: 'r' }] });
    expect([state.roles.length, state.clients.length, state.groups.length]).toEqual([1, 0, 0]);
    expect(state.problems.map(({ reason }) => reason)).toContainEqual(
      'Here the plugin stops reading. There are no clients, groups.',
    );
  });

  it('is the whole file where it is no JSON', () => {
    const state = parse('{"clients": [{"username": "u"}],\n "roles": [}');
    expect(state).toMatchObject(NOTHING);
    expect(state.unreadable).toEqual({
      line: 2,
      column: 12,
      effect: 'ignores',
      reason:
        'Here a value is missing. The plugin starts with nothing defined: nobody can log in through it.',
    });
    expect(state.problems).toEqual([state.unreadable]);
  });

  it('is the whole file where it is empty or no object', () => {
    for (const text of ['', '[]', '"x"']) {
      const state = parse(text);
      expect(state).toMatchObject(NOTHING);
      expect(state.problems).toMatchObject([{ line: 1, column: 1, effect: 'ignores' }]);
      expect(state.unreadable).toBeUndefined();
    }
  });

  it('is what follows the state', () => {
    expect(problems('{}\n')).toEqual([]);
    expect(problems('{}\n {"roles": []}')).toEqual([
      '2:2 ignores: What follows the state is not read.',
    ]);
    expect(problems('{}\u0000')).toHaveLength(1);
  });
});

describe('a role whose name is no text', () => {
  it('keeps 2.0 from starting', () => {
    for (const role of [{ rolename: 5 }, { rolename: 'r', textname: null }]) {
      expect(parse({ roles: [role] }).problems).toContainEqual(
        expect.objectContaining({ effect: 'refuses' }),
      );
    }
  });
});
