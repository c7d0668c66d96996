import { describe, expect, it } from '@jest/globals';
import {
  PLANT,
  aclsOf,
  after,
  clientOf,
  create,
  documentOf,
  refusal,
  secret,
  state,
  users,
} from '../test/dynsec-examples.js';
import { dynsecRoles, dynsecUsers } from './dynsec-view.js';
import type { Edit } from './edit.js';
import type { RoleRule } from './view.js';

describe('users of the plugin', () => {
  it('are its clients, with their roles, groups and how many rules are theirs alone', () => {
    expect(dynsecUsers(PLANT)).toEqual([
      { username: 'ann', disabled: false, roles: ['sensors'], groups: [], rules: 1 },
      { username: 'bob', disabled: false, roles: ['sensors'], groups: ['ops'], rules: 0 },
      { username: 'old', disabled: true, roles: [], groups: [], rules: 0 },
    ]);
  });

  it('are created with roles, and with a password that waits for the plugin', () => {
    const made = after(PLANT, create('cem', { roles: ['sensors', 'readers'], disabled: true }));
    expect(users(made)).toEqual(['ann', 'bob', 'cem', 'old']);
    expect(clientOf(made, 'cem')).toEqual({
      ...{ username: 'cem', disabled: true },
      roles: [{ rolename: 'readers' }, { rolename: 'sensors' }],
    });
    expect(made.newPasswords.map(({ username }) => username)).toEqual(['cem']);
    expect(made.newPasswords[0]?.password.reveal()).toEqual(secret('pw').reveal());
  });

  it.each([
    [create('ann'), 'name-taken /username: There is a user ann already.'],
    [create('mcm-probe'), 'invalid /username: mcm-probe is the account by which MCM'],
    [create('a/b'), 'invalid /username: A name cannot contain /'],
    [create('cem', { credential: secret('') }), 'invalid /credential: The plugin takes no empty'],
    [create('cem', { credential: secret('a\0b') }), 'invalid /credential: The plugin takes pass'],
    [create('cem', { roles: ['sensors', 'x'] }), 'role-not-found /roles/1: There is no role x.'],
    [create('cem', { roles: ['user/ann'] }), 'role-not-found /roles/0: There is no role user/ann'],
    [{ kind: 'delete-user', username: 'x' }, 'user-not-found : There is no user x.'],
    [{ kind: 'set-roles', username: 'ann', roles: ['x'] }, 'role-not-found /roles/0'],
    [{ kind: 'replace-acl', text: '' }, 'not-supported : The dynamic-security plugin has no acl'],
    [
      { kind: 'replace', document: { backend: 'file', disabled: [] }, why: '' },
      'not-supported : This is for a broker with files.',
    ],
  ] as const)('are refused where they cannot be: %#', (edit, why) => {
    expect(refusal(PLANT, edit)).toContain(why);
  });

  it('are imported: who is new is created, who is there gets the password', () => {
    const imported = ['cem', 'bob', 'cem'].map((username, at) => ({
      ...{ username, credential: secret(`pw${at}`) },
    }));
    const made = after(PLANT, { kind: 'import-users', users: imported });
    expect(users(made)).toEqual(['ann', 'bob', 'cem', 'old']);
    const passwords = made.newPasswords.map(
      ({ username, password }) => `${username} ${Buffer.from(password.reveal()).toString()}`,
    );
    expect(passwords).toEqual(['bob pw1', 'cem pw2']);
    expect(clientOf(made, 'bob')).toEqual(clientOf(PLANT, 'bob'));
  });

  it('keep what holds their rules, and the priorities of roles that stay, when they get others', () => {
    const made = after(
      PLANT,
      { kind: 'set-roles', username: 'ann', roles: ['readers'] },
      { kind: 'set-roles', username: 'bob', roles: ['readers', 'sensors'] },
    );
    expect(clientOf(made, 'ann')?.roles).toEqual([
      { rolename: 'user/ann', priority: 0 },
      { rolename: 'readers' },
    ]);
    expect(clientOf(made, 'bob')?.roles).toEqual([
      { rolename: 'sensors', priority: 3 },
      { rolename: 'readers' },
    ]);
  });

  it('go with their rules, their memberships and the password that waits', () => {
    const made = after(
      PLANT,
      { kind: 'set-password', username: 'bob', credential: secret('new') },
      { kind: 'delete-user', username: 'ann' },
      { kind: 'delete-user', username: 'bob' },
    );
    expect(users(made)).toEqual(['old']);
    expect(made.newPasswords).toEqual([]);
    expect(made.state.groups[0]?.clients).toEqual([]);
    expect(made.state.roles.map(({ rolename }) => rolename)).toEqual(['readers', 'sensors']);
  });

  it('may log in or not', () => {
    const made = after(
      PLANT,
      { kind: 'disable-user', username: 'ann' },
      { kind: 'enable-user', username: 'old' },
    );
    expect(dynsecUsers(made).map(({ disabled }) => disabled)).toEqual([true, false, false]);
    expect(after(made, { kind: 'enable-user', username: 'ann' }).state).toEqual({
      ...PLANT.state,
      clients: PLANT.state.clients.map(({ disabled: _, ...client }) => client),
    });
  });
});

describe('roles of the plugin', () => {
  const role = (name: string, ...said: readonly RoleRule[]) => ({ name, rules: said });
  const WRITE_A: RoleRule = { permission: 'write', topicFilter: 'a' };

  it('are those that do not only hold the rules of one user', () => {
    expect(dynsecRoles(PLANT)).toEqual([
      {
        name: 'readers',
        rules: [{ permission: 'read', topicFilter: 'line/#' }],
        ...{ users: [], groups: ['ops'] },
      },
      {
        name: 'sensors',
        rules: [{ permission: 'write', topicFilter: 'line/#' }],
        ...{ users: ['ann', 'bob'], groups: [] },
      },
    ]);
  });

  it('are created with a description', () => {
    const made = after(PLANT, {
      kind: 'create-role',
      role: { ...role('new', WRITE_A), description: ' Everything ' },
    });
    expect(made.state.roles[0]).toEqual({
      ...{ rolename: 'new', textdescription: 'Everything' },
      acls: [{ acltype: 'publishClientSend', topic: 'a', priority: 0, allow: true }],
    });
    expect(dynsecRoles(made)[0]).toMatchObject({ name: 'new', description: 'Everything' });
  });

  it.each([
    [role('sensors'), 'name-taken /name'],
    [role('user/ann'), 'invalid /name: A role is called by'],
    [role('all-users'), 'invalid /name: all-users is what MCM calls'],
    [role('mcm-probe'), 'invalid /name: mcm-probe is a role of MCM'],
    [{ ...role('x'), description: 'a\nb' }, 'invalid /description: A description is one line'],
    [role('x', { permission: 'read', topicFilter: 'a/#/b' }), 'invalid /rules/0/topicFilter'],
    [role('x', WRITE_A, WRITE_A), 'name-taken /rules/1: Another rule of this role allows'],
    [role('x', { ...WRITE_A, acltypes: [] }), 'invalid /rules/0/acltypes: A rule is about one'],
    [
      role('x', { ...WRITE_A, acltypes: ['subscribeLiteral'] }),
      'invalid /rules/0/acltypes: These types stand for read, not for write.',
    ],
    [role('x', { ...WRITE_A, priority: 100_001 }), 'invalid /rules/0/priority'],
    [role('x', { ...WRITE_A, priority: 1.5 }), 'invalid /rules/0/priority'],
  ])('are refused where they cannot be: %#', (spec, why) => {
    expect(refusal(PLANT, { kind: 'create-role', role: spec })).toContain(why);
  });

  it('keep entries that stay, in their places, when they change', () => {
    const odd = documentOf(
      state({
        clients: { ann: ['r:5'] },
        roles: { r: ['+ publishClientSend b', '+ publishClientSend a+', '- publishClientSend c'] },
      }),
    );
    const [{ rules: said } = { rules: [] }] = dynsecRoles(odd);
    const made = after(odd, {
      kind: 'change-role',
      name: 'r',
      role: {
        name: 'r2',
        rules: [WRITE_A, ...said.filter(({ topicFilter }) => topicFilter !== 'b')],
      },
    });
    expect(aclsOf(made, 'r2')).toEqual([
      '+ publishClientSend a+ 0',
      '- publishClientSend c 0',
      '+ publishClientSend a 0',
    ]);
    expect(clientOf(made, 'ann')?.roles).toEqual([{ rolename: 'r2', priority: 5 }]);
    expect(refusal(odd, { kind: 'change-role', name: 'x', role: role('x') })).toContain(
      'role-not-found',
    );
  });

  it('are taken from everybody when they go', () => {
    const made = after(
      PLANT,
      { kind: 'delete-role', name: 'sensors' },
      { kind: 'delete-role', name: 'readers' },
    );
    expect(made.state.roles.map(({ rolename }) => rolename)).toEqual(['user/ann']);
    expect(clientOf(made, 'bob')?.roles).toEqual([]);
    expect(made.state.groups[0]?.roles).toEqual([]);
    expect(refusal(PLANT, { kind: 'delete-role', name: 'user/ann' })).toContain('role-not-found');
  });
});

describe('a whole state in place of another', () => {
  const replace = (document: typeof PLANT): Edit => ({ kind: 'replace', document, why: 'test' });

  it('is taken as it is', () => {
    const other = documentOf(
      state({ clients: { cem: [] }, anonymousGroup: 'g', groups: { g: {} } }),
    );
    expect(after(PLANT, replace(other))).toEqual(other);
  });

  it('has an anonymous group of nobody where there was one, for the plugin cannot be without again', () => {
    const before = documentOf(state({ groups: { g: { roles: [] } }, anonymousGroup: 'g' }));
    expect(after(before, replace(PLANT)).state).toMatchObject({ anonymousGroup: 'g' });
    const taken = documentOf(state({ groups: { g: { roles: ['r'] } }, roles: { r: [] } }));
    const made = after(before, replace(taken)).state;
    expect(made.anonymousGroup).toBe('anonymous');
    expect(made.groups).toContainEqual({ groupname: 'anonymous', roles: [], clients: [] });
    expect(made.groups).toContainEqual(taken.state.groups[0]);
  });

  it('has nobody with an empty client id, by which nobody can log in, but who had it before', () => {
    const named = (clientid?: string) => {
      const client = { username: 'ann', roles: [] };
      const clients = [clientid === undefined ? client : { ...client, clientid }];
      return documentOf({ ...state({}), clients });
    };
    expect(after(named('c'), replace(named(''))).state.clients).toEqual([
      { username: 'ann', disabled: true, roles: [] },
    ]);
    expect(after(named(''), replace(named(''))).state).toEqual(named('').state);
    expect(after(named(''), replace(named('c'))).state).toEqual(named('c').state);
  });
});
