import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shadowState, type DynsecModel } from '#domain/change';
import { passwordHash } from '#link/host';
import { dynsecPlugin, startMosquitto, type TestBroker } from '#testing';

/** A broker with the plugin, and in it `admin` and `mcm`, who may do everything, each with the password. */
export async function startPluginBroker(password: string): Promise<TestBroker> {
  const broker = await startMosquitto({ quiet: true });
  const state = join(broker.folder, 'dynamic-security.json');
  await writeFile(state, await stateText(password));
  const lines = [
    `listener ${broker.port} 127.0.0.1`,
    ...['allow_anonymous true', 'user root', `plugin ${dynsecPlugin()}`],
    ...[`plugin_opt_config_file ${state}`, 'log_dest stderr', 'log_dest topic', 'log_type all'],
  ];
  await writeFile(join(broker.folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
  await broker.restart();
  return broker;
}

async function stateText(password: string): Promise<string | Uint8Array> {
  const types = ['publishClientSend', 'publishClientReceive', 'subscribePattern'];
  const all = (topic: string) =>
    types.map((acltype) => ({ acltype, topic, priority: 0, allow: true }));
  const model: DynsecModel = {
    clients: ['admin', 'mcm'].map((username) => ({ username, roles: [{ rolename: 'all' }] })),
    groups: [],
    roles: [{ rolename: 'all', acls: [...all('#'), ...all('$SYS/#'), ...all('$CONTROL/#')] }],
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: true },
      ...{ subscribe: false, unsubscribe: true },
    },
  };
  const hash = Buffer.from((await passwordHash(password)).reveal()).toString('latin1');
  const [, , iterations = '', salt = '', digest = ''] = hash.split('$');
  return shadowState(model, { password: digest, salt, iterations: Number(iterations) });
}
