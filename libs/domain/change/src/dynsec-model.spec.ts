import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, parseDynsecState, textOf } from '#domain/mosquitto';
import { models } from '../test/dynsec-arbitraries.js';
import { state } from '../test/dynsec-examples.js';
import { answersIn, disabledIn, modelFromAnswers, pageIn } from './dynsec-answers.js';
import { dynsecModel, dynsecStateText, shadowState } from './dynsec-model.js';
import { ordered } from './dynsec-order.js';
import { withoutProbe, withProbe } from './dynsec-probe.js';

const FIELDS = { password: 'aGFzaA==', salt: 'c2FsdA==', iterations: 1 };

describe('the state of the plugin', () => {
  it('is what the plugin reads in its file, without what it passes over, in its order', () => {
    const text = `\uFEFF{ "Roles": [
        { "rolename": "r", "textname": "", "acls": [
          { "acltype": "subscribepattern", "topic": "a" },
          { "acltype": "none", "topic": "a" },
          { "acltype": "publishClientSend", "topic": "b", "allow": true, "priority": 2.9 },
          { "acltype": "publishClientSend", "topic": "a", "allow": true, "priority": 3 }
        ] },
        { "rolename": "r", "acls": [] },
        { "rolename": "q", "allowwildcardsubs": false, "textdescription": "d" }, 5
      ],
      "clients": [
        { "username": "z", "ROLES": [{ "rolename": "q", "priority": -1 }, { "rolename": "r", "priority": 0 },
          { "rolename": "unknown" }], "disabled": true, "password": "x" },
        { "username": "a", "username": "b", "clientid": "c", "roles": null }, { "textname": "nobody" }
      ],
      "groups": [{ "groupname": "g", "clients": [{ "username": "z" }, { "username": "a", "priority": 4 },
        { "username": "gone" }] }],
      "anonymousGroup": "unknown", "defaultACLAccess": { "subscribe": true }
    } and more`;
    expect(dynsecModel(text)).toEqual({
      clients: [
        { username: 'a', clientid: 'c', roles: [] },
        {
          ...{ username: 'z', disabled: true },
          roles: [{ rolename: 'r', priority: 0 }, { rolename: 'q' }],
        },
      ],
      groups: [
        {
          ...{ groupname: 'g', roles: [] },
          clients: [{ username: 'a', priority: 4 }, { username: 'z' }],
        },
      ],
      roles: [
        { rolename: 'q', textdescription: 'd', allowwildcardsubs: false, acls: [] },
        {
          rolename: 'r',
          acls: [
            { acltype: 'publishClientSend', topic: 'a', priority: 3, allow: true },
            { acltype: 'publishClientSend', topic: 'b', priority: 2, allow: true },
            { acltype: 'subscribePattern', topic: 'a', priority: 0, allow: false },
          ],
        },
      ],
      defaultACLAccess: {
        ...{ publishClientSend: false, publishClientReceive: false },
        ...{ subscribe: true, unsubscribe: false },
      },
    });
  });

  it.each(['', 'x', '[]', '{"clients": [}', '5'])('is not read in %j', (text) => {
    expect(() => dynsecModel(text)).toThrow('This is no state of the dynamic-security plugin');
  });

  it('becomes a text that is read as the same, here and by those who explain it', () => {
    fc.assert(
      fc.property(models, (model) => {
        const text = dynsecStateText(model);
        expect(dynsecModel(text)).toEqual(model);
        const parsed = parseDynsecState(bytesOf(text));
        const lockedOut = model.clients.filter(({ clientid }) => clientid === '');
        expect(parsed.problems).toHaveLength(lockedOut.length);
        expect(parsed.anonymousGroup).toBe(model.anonymousGroup);
        expect(parsed.defaults).toEqual(model.defaultACLAccess);
        expect(
          parsed.clients.map(({ username, clientId, disabled, hasPassword, roles }) => ({
            ...{ username, clientId, disabled, hasPassword, roles },
          })),
        ).toEqual(
          model.clients.map(({ username, clientid, disabled = false, roles }) => ({
            ...{ username, clientId: clientid, disabled, hasPassword: true },
            roles: roles.map(({ rolename, priority = -1 }) => ({ role: rolename, priority })),
          })),
        );
        expect(parsed.roles.map(({ acls }) => acls.map(({ line: _, ...acl }) => acl))).toEqual(
          model.roles.map(({ acls }) =>
            acls.map(({ acltype: type, ...acl }) => ({ type, ...acl })),
          ),
        );
        expect(parsed.groups.map(({ name, clients }) => ({ name, clients }))).toEqual(
          model.groups.map(({ groupname: name, clients }) => ({
            name,
            clients: clients.map(({ username, priority = -1 }) => ({ username, priority })),
          })),
        );
      }),
    );
  });

  it('keeps names that are no UTF-8', () => {
    const [odd, quoted] = [textOf(Uint8Array.of(0x61, 0xff)), '\\udc80 "\\\\'];
    const model = state({ clients: { [odd]: [], [quoted]: [] } });
    expect(dynsecModel(textOf(bytesOf(dynsecStateText(model))))).toEqual(model);
    expect(bytesOf(dynsecStateText(model))).toContain(0xff);
  });

  it('has one password for all on a broker on which it is tried out', () => {
    const model = state({ clients: { ann: [], '!bob': [] } });
    const { clients } = JSON.parse(shadowState(model, FIELDS)) as { clients: object[] };
    expect(clients).toEqual([
      { username: 'ann', roles: [], ...FIELDS },
      { username: 'bob', disabled: true, roles: [], ...FIELDS },
    ]);
  });

  it('has an account for the probes of one revision, or none', () => {
    const model = state({ clients: { ann: ['r'], zoe: [] }, roles: { r: [] } });
    const probed = withProbe(model, 7);
    expect(probed.clients[1]).toEqual({
      username: 'mcm-probe',
      roles: [{ rolename: 'mcm-probe' }],
    });
    expect(probed.roles[0]?.acls.map(({ acltype, topic }) => `${acltype} ${topic}`)).toEqual([
      'publishClientSend mcm/probe/7/#',
      'publishClientReceive mcm/probe/7/#',
      'subscribePattern mcm/probe/7/#',
      'unsubscribePattern mcm/probe/7/#',
    ]);
    expect(withProbe(withProbe(model, 6), 7)).toEqual(probed);
    expect(withoutProbe(probed)).toEqual(model);
    const { clients, groups } = withoutProbe({
      ...probed,
      groups: [{ groupname: 'g', roles: [], clients: [{ username: 'mcm-probe' }] }],
      clients: [...probed.clients, { username: 'b', roles: [{ rolename: 'mcm-probe' }] }],
    });
    expect(groups[0]?.clients).toEqual([]);
    expect(clients[1]).toEqual({ username: 'b', roles: [] });
  });
});

describe('the answers of the plugin', () => {
  const answer = (data: object, more: object = {}) =>
    answersIn(bytesOf(JSON.stringify({ responses: [{ command: 'x', data, ...more }] })))[0]!;

  it('say the same in the words of 2.0 and of 2.1', () => {
    const acl = { acltype: 'publishClientSend', topic: 'a/#', priority: 5, allow: true };
    const [v20, v21] = [false, true].map((isNew) =>
      modelFromAnswers({
        clients: [
          { username: 'admin', roles: [{ rolename: 'r1' }], groups: [] },
          {
            ...{ username: 'u1', clientid: 'c', textname: 'n', disabled: true },
            ...{ roles: [{ rolename: 'r1', priority: 2 }] },
            ...{ groups: [{ groupname: 'g1', priority: 7 }] },
          },
        ].map((client) => answer({ ...client, ...(isNew ? { connections: [] } : {}) }).data),
        groups: [
          answer({
            ...{ groupname: 'g1', textname: 'gn', clients: [{ username: 'u1' }] },
            ...{ roles: [{ rolename: 'r1', priority: 3 }] },
          }).data,
        ],
        roles: [
          answer({ rolename: 'r1', ...(isNew ? { allowwildcardsubs: true } : {}), acls: [acl] })
            .data,
        ],
        defaults: answer({ acls: [{ acltype: 'publishClientReceive', allow: true }] }).data,
        anonymousGroup: answer({ group: { groupname: isNew ? 'g1' : '' } }).data,
      }),
    );
    expect(v20).toEqual({
      clients: [
        { username: 'admin', roles: [{ rolename: 'r1' }] },
        {
          ...{ username: 'u1', clientid: 'c', textname: 'n', disabled: true },
          roles: [{ rolename: 'r1', priority: 2 }],
        },
      ],
      groups: [
        {
          ...{ groupname: 'g1', textname: 'gn', roles: [{ rolename: 'r1', priority: 3 }] },
          clients: [{ username: 'u1', priority: 7 }],
        },
      ],
      roles: [{ rolename: 'r1', acls: [acl] }],
      defaultACLAccess: {
        ...{ publishClientSend: false, publishClientReceive: true },
        ...{ subscribe: false, unsubscribe: false },
      },
    });
    expect(v21).toEqual({ ...v20, anonymousGroup: 'g1' });
  });

  it('are told apart by what was sent along', () => {
    expect(answer({ totalCount: 3, clients: [1, 2] }, { correlationData: 'c' })).toMatchObject({
      ...{ command: 'x', correlationData: 'c' },
    });
    expect(pageIn(answer({ totalCount: 3, clients: [1, 2] }).data, 'clients')).toEqual({
      ...{ items: [1, 2], total: 3 },
    });
    expect(answer({}, { error: 'Client not found' }).error).toBe('Client not found');
    expect(disabledIn(answer({ client: { disabled: true } }).data)).toBe(true);
    expect(disabledIn(answer({ client: {} }).data)).toBe(false);
  });

  it.each(['', 'x', '[]', '{"responses": 5}'])('are none in %j', (text) => {
    expect(answersIn(bytesOf(text))).toEqual([]);
  });
});

describe('the order of the plugin', () => {
  it('goes by bytes, and does not change what is in it', () => {
    const model = state({ clients: { ｚ: [], '😀': [], a: [], Z: [], ü: [] } });
    expect(model.clients.map(({ username }) => username)).toEqual(['Z', 'a', 'ü', 'ｚ', '😀']);
    fc.assert(fc.property(models, (one) => expect(ordered(one)).toEqual(one)));
  });
});
