import { describe, expect, it } from '@jest/globals';
import type { Policy } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import { clientsTouched, type PolicyChange, type SubscribedClient } from './clients-touched.js';

const broker = brokerVersion('2.0')!;
const users = (names: readonly string[]) => ({
  passwordFile: { users: names.map((username, i) => ({ username, line: i + 1 })), problems: [] },
});
const files = (acl: string, names: readonly string[] = ['ann', 'bob']): Policy => ({
  ...{ broker, allowAnonymous: false, aclFile: parseAclFile(bytesOf(acl)) },
  ...users(names),
});

const ann: SubscribedClient = {
  ...{ username: 'ann', clientId: 'c1' },
  subscriptions: [{ filter: 'a/#' }, { filter: 'b' }],
};
const bob: SubscribedClient = { username: 'bob', clientId: 'c2', subscriptions: [] };

function touches(
  clients: readonly SubscribedClient[],
  change: Omit<PolicyChange, 'disconnects'> & Partial<PolicyChange>,
) {
  const steps = clientsTouched(clients, { disconnects: new Map(), ...change });
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value.map(({ client, ...rest }) => ({ id: client.clientId, ...rest }));
    }
  }
}

describe('clients of a broker with files', () => {
  const before = files('user ann\ntopic read a/#\ntopic read b\n');

  it('are not named where nothing changes for them', () => {
    const after = files('user ann\ntopic read a/#\ntopic b\nuser bob\ntopic #\n');
    expect(touches([ann, bob], { before, after })).toEqual([]);
  });

  it('lose and gain what their subscriptions bring, with an example', () => {
    const after = files('user ann\ntopic read a/+\ntopic deny a/secret\ntopic read b\n');
    const wider = files('user ann\ntopic read a/#\ntopic deny b\ntopic read #\n');
    expect(touches([ann, bob], { before, after })).toEqual([
      { id: 'c1', effect: 'loses', filters: ['a/#'], topic: 'a' },
    ]);
    expect(touches([ann], { before: after, after: before })).toEqual([
      { id: 'c1', effect: 'gains', filters: ['a/#'], topic: 'a' },
    ]);
    expect(touches([ann], { before, after: wider })).toEqual([
      { id: 'c1', effect: 'loses', filters: ['b'], topic: 'b' },
    ]);
  });

  it('lose by all subscriptions that are hit, and can gain by others', () => {
    const client = {
      ...ann,
      subscriptions: ['#', '$share/g/a/+', 'b'].map((filter) => ({ filter })),
    };
    const after = files('user ann\ntopic read b\ntopic read c\n');
    expect(touches([client], { before, after })).toEqual([
      { id: 'c1', effect: 'loses', filters: ['#', '$share/g/a/+'], topic: 'a' },
      { id: 'c1', effect: 'gains', filters: ['#'], topic: 'c' },
    ]);
  });

  it('are disconnected when they may not log in any more, or have another password', () => {
    const after = files('', ['bob']);
    const disconnects = new Map([['bob', 'password' as const]]);
    expect(touches([ann, bob], { before, after, disconnects })).toEqual([
      { id: 'c1', effect: 'disconnected', cause: 'login', filters: ['a/#', 'b'] },
      { id: 'c2', effect: 'disconnected', cause: 'password', filters: [] },
    ]);
  });

  it('without a name go by the rules for them', () => {
    const nobody = { clientId: 'c3', subscriptions: [{ filter: '#' }] };
    const open = { ...files('topic read a\n'), allowAnonymous: true };
    expect(touches([nobody], { before: open, after: { ...open, allowAnonymous: false } })).toEqual([
      { id: 'c3', effect: 'disconnected', cause: 'login', filters: ['#'] },
    ]);
    const disconnects = new Map([['', 'command' as const]]);
    expect(touches([nobody], { before: open, after: open, disconnects })).toMatchObject([
      { effect: 'disconnected', cause: 'command' },
    ]);
  });

  it('that came in without a password that is known are not said to be thrown out', () => {
    const eve = { username: 'eve', clientId: 'c4', subscriptions: [] };
    expect(touches([eve], { before, after: files('') })).toEqual([]);
  });

  it('that are bridges are not checked', () => {
    expect(touches([{ ...ann, isBridge: true }], { before, after: files('') })).toEqual([]);
  });
});

describe('clients of the plugin', () => {
  const plugin = (acls: readonly object[], defaults: object = {}): Policy => {
    const state = {
      defaultACLAccess: { publishClientReceive: true, subscribe: false, ...defaults },
      clients: [{ username: 'ann', roles: [{ rolename: 'r' }] }],
      roles: [{ rolename: 'r', acls }],
    };
    const dynsec = parseDynsecState(bytesOf(JSON.stringify(state)));
    return { broker, allowAnonymous: false, dynsec };
  };
  const subscribe = { acltype: 'subscribePattern', topic: 'a/#', priority: 0, allow: true };
  const client = { ...ann, subscriptions: [{ filter: 'a/#' }] };

  it('keep a subscription that they could not make any more, and its messages', () => {
    expect(touches([client], { before: plugin([subscribe]), after: plugin([]) })).toEqual([
      { id: 'c1', effect: 'keeps-subscription', filters: ['a/#'], topic: 'a' },
    ]);
  });

  it('keep it and lose a part of its messages', () => {
    const deny = { acltype: 'publishClientReceive', topic: 'a/b', priority: 0, allow: false };
    expect(touches([client], { before: plugin([subscribe]), after: plugin([deny]) })).toEqual([
      { id: 'c1', effect: 'keeps-subscription', filters: ['a/#'], topic: 'a' },
      { id: 'c1', effect: 'loses', filters: ['a/#'], topic: 'a/b' },
    ]);
  });

  it('lose a subscription that brings nothing any more', () => {
    const after = plugin([], { publishClientReceive: false });
    expect(touches([client], { before: plugin([subscribe]), after })).toEqual([
      { id: 'c1', effect: 'loses', filters: ['a/#'], topic: 'a' },
    ]);
  });
});
