import { describe, expect, it } from '@jest/globals';
import {
  PLANT,
  aclsOf,
  after,
  clientOf,
  create,
  documentOf,
  keyOf,
  refusal,
  rule,
  rules,
  state,
  to,
} from '../test/dynsec-examples.js';
import { dynsecRoles, dynsecRules, dynsecUsers } from './dynsec-view.js';
import type { Edit } from './edit.js';
import type { RuleSpec } from './view.js';

describe('rules of the plugin', () => {
  it('are for users, roles, all and clients without a name', () => {
    const made = after(
      PLANT,
      rule(to('user', 'bob'), 'deny', 'secret/#'),
      rule(to('all'), 'readwrite', 'plant/%u/#'),
      rule(to('anonymous'), 'read', 'public/#'),
      rule(to('role', 'sensors'), 'read', 'cmd/#'),
    );
    expect(rules(made)).toEqual([
      'all  readwrite plant/%u/#',
      'anonymous  read public/#',
      'role readers read line/#',
      'role sensors write line/#',
      'role sensors read cmd/#',
      'user ann read ann/#',
      'user bob deny secret/#',
    ]);
    expect(aclsOf(made, 'user/bob')).toEqual([
      '- publishClientSend secret/# 10',
      '- publishClientReceive secret/# 10',
      '- subscribePattern secret/# 10',
    ]);
    expect(clientOf(made, 'bob')?.roles).toEqual([
      { rolename: 'sensors', priority: 3 },
      { rolename: 'user/bob', priority: 0 },
      { rolename: 'all-users', priority: -2 },
    ]);
    expect(made.state.anonymousGroup).toBe('anonymous');
    expect(dynsecUsers(made).map(({ roles }) => roles)).toEqual([['sensors'], ['sensors'], []]);
    // Whoever comes later has the rules for all, too.
    expect(clientOf(after(made, create('cem')), 'cem')?.roles).toEqual([
      { rolename: 'all-users', priority: -2 },
    ]);
  });

  it('leave nothing behind when they go', () => {
    const made = after(PLANT, rule(to('all'), 'write', 'x'), rule(to('user', 'bob'), 'read', 'y'));
    const gone = after(
      made,
      { kind: 'delete-rule', key: keyOf(made, 'x') },
      { kind: 'delete-rule', key: keyOf(made, 'y') },
    );
    expect(gone).toEqual(PLANT);
    expect(refusal(gone, { kind: 'delete-rule', key: keyOf(made, 'x') })).toContain(
      'rule-not-found',
    );
  });

  it('change in their place, or for somebody else', () => {
    const key = keyOf(PLANT, 'ann/#');
    const change = (spec: Partial<RuleSpec>): Edit => ({
      kind: 'change-rule',
      key,
      rule: { principal: to('user', 'ann'), permission: 'read', topicFilter: 'ann/#', ...spec },
    });
    expect(after(PLANT, change({}))).toEqual(PLANT);
    const more = after(PLANT, change({ permission: 'readwrite' }));
    expect(rules(more)).toContain('user ann readwrite ann/#');
    expect(keyOf(more, 'ann/#')).not.toBe(key);
    const other = after(PLANT, change({ principal: to('user', 'bob') }));
    expect(rules(other)).toContain('user bob read ann/#');
    expect(rules(other)).not.toContain('user ann read ann/#');
    const exact = after(PLANT, change({ acltypes: ['subscribeLiteral'], priority: -4 }));
    expect(aclsOf(exact, 'user/ann')).toEqual(['+ subscribeLiteral ann/# -4']);
    expect(dynsecRules(exact).at(-1)).toMatchObject({
      ...{ permission: 'read', acltypes: ['subscribeLiteral'], priority: -4 },
    });
  });

  it.each([
    [rule(to('user', 'x'), 'read', 'a'), 'user-not-found /principal'],
    [rule(to('role', 'x'), 'read', 'a'), 'role-not-found /principal'],
    [rule(to('role', 'user/ann'), 'read', 'a'), 'role-not-found /principal'],
    [rule(to('all'), 'read', 'a/#/b'), 'invalid /topicFilter'],
    [rule(to('user', 'ann'), 'read', 'ann/#'), 'name-taken /topicFilter: There is such a rule'],
    [rule(to('user', 'ann'), 'deny', 'ann/#'), 'name-taken /topicFilter: Another rule of this'],
    [
      {
        kind: 'create-rule',
        rule: { ...rule(to('all'), 'read', 'a').rule, description: 'why' },
      },
      'not-supported /description',
    ],
  ] as const)('are refused where they cannot be: %#', (edit, why) => {
    expect(refusal(PLANT, edit)).toContain(why);
  });

  it('say what imported entries say, however odd these are', () => {
    const odd = documentOf(
      state({
        roles: {
          r: [
            '+ publishClientSend a 3',
            '+ publishClientReceive a 3',
            '+ subscribeLiteral a 3',
            '- publishClientSend b',
            '- publishClientSend c 10',
            '+ unsubscribePattern a',
          ],
        },
      }),
    );
    expect(dynsecRoles(odd)[0]?.rules).toEqual([
      { permission: 'deny', topicFilter: 'c', acltypes: ['publishClientSend'] },
      {
        ...{ permission: 'readwrite', topicFilter: 'a', priority: 3 },
        acltypes: ['publishClientSend', 'publishClientReceive', 'subscribeLiteral'],
      },
      { permission: 'deny', topicFilter: 'b', acltypes: ['publishClientSend'], priority: 0 },
      { permission: 'read', topicFilter: 'a', acltypes: ['unsubscribePattern'] },
    ]);
    const said = dynsecRoles(odd)[0]?.rules ?? [];
    const same = after(odd, { kind: 'change-role', name: 'r', role: { name: 'r', rules: said } });
    expect(same).toEqual(odd);
  });
});

describe('roles that have the names of MCM by chance', () => {
  const NATIVE = documentOf(
    state({
      clients: { ann: ['user/bob', 'all-users'], bob: [] },
      groups: {
        anon: { roles: ['anonymous'], members: ['bob'] },
        anonymous: {},
      },
      roles: { 'user/bob': [], 'all-users': ['+ publishClientSend a'], anonymous: [] },
      anonymousGroup: 'anon',
    }),
  );

  it('are roles like any other', () => {
    expect(dynsecRoles(NATIVE).map(({ name }) => name)).toEqual([
      ...['all-users', 'anonymous', 'user/bob'],
    ]);
    expect(dynsecUsers(NATIVE)[0]?.roles).toEqual(['all-users', 'user/bob']);
    expect(rules(NATIVE)).toEqual(['role all-users write a']);
  });

  it.each([to('user', 'bob'), to('all'), to('anonymous')])('do not get rules for %j', (who) => {
    expect(refusal(NATIVE, rule(who, 'read', 'x'))).toContain('name-taken /principal: MCM keeps');
  });

  it('become what MCM means when just these have them', () => {
    const made = after(NATIVE, { kind: 'set-roles', username: 'bob', roles: ['all-users'] });
    expect(rules(made)).toEqual(['all  write a']);
    expect(clientOf(made, 'bob')?.roles).toEqual([{ rolename: 'all-users', priority: -2 }]);
  });

  it('give a group of their name nothing it is not for', () => {
    const group = documentOf(state({ groups: { anonymous: {} } }));
    expect(refusal(group, rule(to('anonymous'), 'read', 'x'))).toContain('name-taken /principal');
    const members = documentOf(
      state({ clients: { ann: [] }, groups: { g: { members: ['ann'] } }, anonymousGroup: 'g' }),
    );
    expect(refusal(members, rule(to('anonymous'), 'read', 'x'))).toContain(
      'not-supported /principal',
    );
  });
});
