import { afterEach, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import type { Policy } from '#domain/access';
import {
  brokerVersion,
  bytesOf,
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
} from '#domain/mosquitto';
import {
  dynsecPlugin,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { clientsTouched, type PolicyChange, type SubscribedClient } from './clients-touched.js';

const version = brokerVersion('2.0')!;

let broker: TestBroker;
let home: TemporaryFolder | undefined;
afterEach(async () => {
  await broker.stop();
  await home?.remove();
  home = undefined;
});

/** A client that is subscribed, and the topics of what it has received. */
async function subscribed(clientId: string, filters: readonly string[], login: object = {}) {
  const client = await broker.connect({ ...login, clientId });
  const topics: string[] = [];
  client.on('message', (topic) => topics.push(topic));
  for (const filter of filters) await client.subscribeAsync(filter);
  return { client, topics };
}

function touches(clients: readonly SubscribedClient[], change: PolicyChange) {
  const steps = clientsTouched(clients, change);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Until all that was published before has come, where it may. */
async function settle(publisher: MqttClient, ends: readonly string[][]): Promise<void> {
  await publisher.publishAsync('end', '', { qos: 1 });
  await until(() => ends.every((topics) => topics.includes('end')));
}

it('what becomes of clients of a broker with files is as it was said', async () => {
  const rules = (ann: string) => `user ann\n${ann}topic read end\nuser eve\ntopic #\n`;
  const [old, now] = [rules('topic read a/#\n'), rules('topic read a/+\ntopic read b\n')];
  const users = { ann: 'x', bob: 'x', cem: 'x', eve: 'x', spare: 'y' };
  broker = await startMosquitto({ aclFile: old, users });
  const passwords = join(broker.folder, 'passwords');
  const before = await readFile(passwords, 'utf8');
  // Bob goes, and Cem gets the password of somebody else.
  const [, spare = ''] = /^spare:(.*)$/m.exec(before) ?? [];
  const after = before.replace(/^bob:.*\n/m, '').replace(/^cem:.*$/m, () => `cem:${spare}`);

  const policy = (acl: string, file: string): Policy => ({
    ...{ broker: version, allowAnonymous: false, aclFile: parseAclFile(bytesOf(acl)) },
    passwordFile: parsePasswordFile(bytesOf(file), version),
  });
  const clients = [
    {
      clientId: 'c-ann',
      username: 'ann',
      subscriptions: [{ filter: 'a/#' }, { filter: 'b' }, { filter: 'end' }],
    },
    { clientId: 'c-bob', username: 'bob', subscriptions: [] },
    { clientId: 'c-cem', username: 'cem', subscriptions: [] },
    { clientId: 'c-eve', username: 'eve', subscriptions: [] },
  ];
  const said = touches(clients, {
    before: policy(old, before),
    after: policy(now, after),
    disconnects: new Map([['cem', 'password']]),
  });
  const [ann, bob, cem, eve] = await Promise.all(
    clients.map(({ clientId, username, subscriptions }) =>
      subscribed(
        clientId,
        subscriptions.map(({ filter }) => filter),
        { username, password: 'x', reconnectPeriod: 0 },
      ),
    ),
  );
  await writeFile(passwords, after);
  await broker.reload(now);
  await until(() => !bob!.client.connected && !cem!.client.connected);
  const lost = said.find(({ effect }) => effect === 'loses')?.topic ?? '';
  const gained = said.find(({ effect }) => effect === 'gains')?.topic ?? '';
  for (const topic of [lost, gained]) await eve!.client.publishAsync(topic, '', { qos: 1 });
  await settle(eve!.client, [ann!.topics]);

  expect(said.map(({ client, effect, cause }) => [client.clientId, effect, cause])).toEqual([
    ['c-ann', 'loses', undefined],
    ['c-ann', 'gains', undefined],
    ['c-bob', 'disconnected', 'login'],
    ['c-cem', 'disconnected', 'password'],
  ]);
  expect([lost, gained]).toEqual(['a', 'b']);
  expect(ann!.topics).toEqual(['b', 'end']);
  expect([ann!.client.connected, eve!.client.connected]).toEqual([true, true]);
});

it('a subscription outlives its right in the plugin, as it was said', async () => {
  home = await temporaryFolder();
  const allow = (acltype: string, topic: string) => ({ acltype, topic, priority: 0, allow: true });
  const control = ['$CONTROL/dynamic-security/#', 'a/b', 'end'];
  const always = [
    ...control.map((topic) => allow('publishClientSend', topic)),
    ...['$CONTROL/#', 'end'].map((topic) => allow('subscribePattern', topic)),
    allow('publishClientReceive', '$CONTROL/#'),
  ];
  const state = (acls: readonly object[]) => ({
    defaultACLAccess: { publishClientReceive: true, subscribe: false, publishClientSend: false },
    clients: [],
    groups: [{ groupname: 'all', roles: [{ rolename: 'r' }] }],
    roles: [{ rolename: 'r', acls: [...always, ...acls] }],
    anonymousGroup: 'all',
  });
  const path = join(home.path, 'state');
  const old = state([allow('subscribePattern', 'a/#')]);
  await writeFile(path, JSON.stringify(old));
  broker = await startMosquitto({
    conf: [`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${path}`],
  });
  const policy = (of: object): Policy => ({
    ...{ broker: version, allowAnonymous: true },
    dynsec: parseDynsecState(bytesOf(JSON.stringify(of))),
  });
  const said = touches(
    [{ clientId: 'victim', subscriptions: [{ filter: 'a/#' }, { filter: 'end' }] }],
    {
      ...{ before: policy(old), after: policy(state([])), disconnects: new Map() },
    },
  );
  const victim = await subscribed('victim', ['a/#', 'end']);
  const admin = await subscribed('admin', ['$CONTROL/dynamic-security/v1/response', 'end']);
  const command = { command: 'modifyRole', rolename: 'r', acls: always };
  await admin.client.publishAsync(
    '$CONTROL/dynamic-security/v1',
    JSON.stringify({ commands: [command] }),
    { qos: 1 },
  );
  await until(() => admin.topics.length > 0);
  await admin.client.publishAsync('a/b', '', { qos: 1 });
  await settle(admin.client, [victim.topics]);

  expect(said).toMatchObject([{ effect: 'keeps-subscription', filters: ['a/#'], topic: 'a' }]);
  expect(victim.topics).toEqual(['a/b', 'end']);
  await expect(victim.client.subscribeAsync('a/#')).rejects.toThrow('Not authorized');
});
