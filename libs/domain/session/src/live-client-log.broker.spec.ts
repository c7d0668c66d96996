import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { logLine } from '#domain/mosquitto';
import {
  dynsecPlugin,
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TestBroker,
} from '#testing';
import { LiveClientLog } from './live-client-log.js';

let broker: TestBroker;
let log: LiveClientLog;
const clients: MqttClient[] = [];

async function start(
  conf: readonly string[] = [],
  options: { aclFile?: string; users?: Record<string, string> } = {},
) {
  const types = ['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe'];
  const line = ['log_dest topic', 'log_dest stderr', ...types.map((type) => `log_type ${type}`)];
  broker = await startMosquitto({ ...options, conf: [...line, ...conf] });
}

async function listen(as: IClientOptions = {}): Promise<void> {
  log = new LiveClientLog();
  const reader = await broker.connect({ clientId: 'reader', ...as });
  reader.on('message', (topic, payload) => {
    const line = logLine(topic, payload.toString());
    if (line) log.take(line.message, Date.now());
  });
  await reader.subscribeAsync('$SYS/#', { qos: 1 });
  log.listening(Date.now());
}

const ids = () => log.snapshot().clients.map(({ clientId }) => clientId);
const client = (id: string) => log.snapshot().clients.find(({ clientId }) => clientId === id);
const filters = (id: string) => client(id)?.subscriptions.map(({ filter }) => filter);
const told = () => JSON.stringify(log.snapshot());
const connected = async (...wanted: readonly string[]) => {
  await until(() => ids().join() === wanted.join(), told);
};

beforeEach(() => {
  clients.length = 0;
});
afterEach(async () => {
  await Promise.all(clients.map((one) => one.endAsync(true)));
  await broker.stop();
});

describe('the log of a running broker', () => {
  it('tells at once that it tells of subscriptions', async () => {
    await start();
    await listen();
    await until(() => log.snapshot().subscriptionsLogged, told);
  });

  it('says who comes, subscribes, and goes in whatever way', async () => {
    await start([], { users: { ann: 'secret' } });
    await listen({ username: 'ann', password: 'secret' });
    const ann = { username: 'ann', password: 'secret' };
    const polite = await broker.connect({ ...ann, clientId: 'polite one', protocolVersion: 4 });
    await polite.subscribeAsync({ 'a/#': { qos: 1 }, 'b 1 c': { qos: 0 } });
    await polite.unsubscribeAsync('a/#');
    await broker.connect({ ...ann, clientId: 'polite one 1', clean: false });
    await until(() => filters('polite one')?.join() === 'b 1 c', told);
    await until(() => client('polite one 1') !== undefined, told);
    expect(client('polite one')).toMatchObject({
      ...{ username: 'ann', address: '127.0.0.1', protocol: '3.1.1', cleanStart: true },
      subscriptionsComplete: true,
    });
    expect(client('polite one 1')).toMatchObject({
      ...{ protocol: '5.0', cleanStart: false, subscriptionsComplete: false },
    });
    await expect(
      broker.connect({ ...ann, password: 'wrong', clientId: 'polite one' }),
    ).rejects.toThrow();
    await polite.endAsync();
    await connected('polite one 1');
    await broker.kill();
    await broker.restart();
    log.notListening();
    expect(ids()).toEqual([]);
  });

  it('says nobody new when an id is taken over, by whatever transport', async () => {
    const port = await freePort();
    await start([`listener ${port}`, 'protocol websockets']);
    await listen();
    const over = async (url: string) => {
      const one = await connectAsync(url, { clientId: 'twin', reconnectPeriod: 0 });
      one.on('error', () => undefined); // the broker ends it for the next
      clients.push(one);
      return one;
    };
    const webSocket = `ws://127.0.0.1:${port}`;
    for (const url of [webSocket, webSocket, broker.url, broker.url, webSocket, webSocket])
      await over(url);
    // Whatever the broker has to say of the last but one, it has said before the next comes and goes.
    await until(() => clients.at(-2)?.connected === false);
    await broker.connect({ clientId: 'later' });
    await connected('twin', 'later');
    clients.at(-1)?.stream.destroy();
    await connected('later');
  });

  it('keeps those apart who are thrown out by a reload and those who were away', async () => {
    await start([], { users: { ann: 'secret', bob: 'secret' } });
    const reader = { username: 'bob', password: 'secret' };
    await listen(reader);
    const ann = { username: 'ann', password: 'secret', protocolVersion: 4 } as const;
    const away = await broker.connect({ ...ann, clientId: 'away', clean: false });
    await away.subscribeAsync('a');
    await away.endAsync();
    await broker.connect({ ...reader, clientId: 'stays' });
    await connected('stays');
    await broker.connect({ ...ann, clientId: 'away', clean: false });
    await connected('stays', 'away');
    expect(client('away')?.subscriptions).toEqual([{ filter: 'a', qos: 0, fromBefore: true }]);
    await broker.reload('');
    await broker.connect({ ...reader, clientId: 'later' });
    await connected('stays', 'away', 'later');
    const passwords = join(broker.folder, 'passwords');
    const lines = (await readFile(passwords, 'utf8')).split('\n');
    await writeFile(passwords, lines.filter((line) => !line.startsWith('ann:')).join('\n'));
    await broker.reload('');
    await connected('stays', 'later');
  });

  it('does not tell of subscriptions that the plugin refuses', async () => {
    const home = await temporaryFolder();
    const state = join(home.path, 'state');
    await writeFile(state, JSON.stringify(STATE));
    await start([`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${state}`]);
    await listen();
    const eager = await broker.connect({ clientId: 'eager' });
    await expect(eager.subscribeAsync('#')).rejects.toThrow('Not authorized');
    await eager.subscribeAsync('allowed');
    await until(() => filters('eager')?.join() === 'allowed', told);
    await home.remove();
  });
});

/** Everybody is without a name here, and may subscribe to two things. */
const STATE = {
  defaultACLAccess: { subscribe: false, publishClientReceive: true, publishClientSend: false },
  clients: [],
  groups: [{ groupname: 'all', roles: [{ rolename: 'few' }] }],
  anonymousGroup: 'all',
  roles: [
    {
      rolename: 'few',
      acls: ['$SYS/#', 'allowed'].map((topic) => ({
        ...{ acltype: 'subscribePattern', topic, priority: 0, allow: true },
      })),
    },
  ],
};
