import { expect, it } from '@jest/globals';
import type { DynsecAclModel, DynsecModel } from './document.js';
import { withDifference } from './dynsec-merge.js';

const acl = (topic: string, more: Partial<DynsecAclModel> = {}): DynsecAclModel => ({
  ...{ acltype: 'publishClientSend', topic, priority: 0, allow: true },
  ...more,
});

function state(acls: readonly DynsecAclModel[], client: object = {}): DynsecModel {
  return {
    clients: [{ username: 'ann', roles: [{ rolename: 'r' }], ...client }],
    groups: [],
    roles: [
      { rolename: 'r', acls },
      { rolename: 's', acls: [] },
    ],
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: false },
      ...{ subscribe: false, unsubscribe: false },
    },
  };
}

const from = state([acl('a'), acl('b')]);
const to = state([acl('a', { priority: 5 }), acl('c')], { disabled: true });
const roleOf = ({ roles }: DynsecModel) =>
  roles[0]?.acls.map(({ topic, priority }) => [topic, priority]);

it('takes a change back, and what somebody else did to the same role and client stays', () => {
  const there = state([acl('a', { priority: 5 }), acl('c'), acl('theirs')], {
    ...{ disabled: true, textname: 'Ann', roles: [{ rolename: 'r' }, { rolename: 's' }] },
  });
  const back = withDifference(there, to, from);
  expect(roleOf(back)).toEqual(
    expect.arrayContaining([
      ['a', 0],
      ['b', 0],
      ['theirs', 0],
    ]),
  );
  expect(back.roles[0]?.acls).toHaveLength(3);
  expect(back.clients).toEqual([
    { username: 'ann', textname: 'Ann', roles: [{ rolename: 'r' }, { rolename: 's' }] },
  ]);
});

it('leaves what is as neither side has it', () => {
  const back = withDifference(state([acl('a', { priority: 9 }), acl('c')]), to, from);
  expect(roleOf(back)).toEqual(
    expect.arrayContaining([
      ['a', 9],
      ['b', 0],
    ]),
  );
  expect(back.roles[0]?.acls).toHaveLength(2);
});

it('brings back what was half on its way', () => {
  expect(withDifference(state([acl('c')], { disabled: true }), to, from)).toEqual(from);
  expect(withDifference(state([acl('a')]), to, from)).toEqual(from);
});

it('does not make again whom somebody else has deleted', () => {
  expect(withDifference({ ...from, clients: [] }, to, from).clients).toEqual([]);
});
