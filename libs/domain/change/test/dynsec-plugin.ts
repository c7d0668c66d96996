import { pbkdf2Sync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { SecretBytes, textOf } from '#domain/mosquitto';
import { dynsecPlugin, startMosquitto, temporaryFolder } from '#testing';
import type { DynsecModel } from '../src/document.js';
import { answersIn, modelFromAnswers, pageIn, type DynsecAnswer } from '../src/dynsec-answers.js';
import type { DynsecCommand } from '../src/dynsec-command.js';
import { shadowState, wireJson } from '../src/dynsec-model.js';
import { ordered } from '../src/dynsec-order.js';

const COMMANDS = '$CONTROL/dynamic-security/v1';
const CONTROL = 'control';
const PASSWORD = 'secret';
const SALT = Buffer.from('twelve bytes');
const FIELDS = {
  password: pbkdf2Sync(PASSWORD, SALT, 1, 64, 'sha512').toString('base64'),
  salt: SALT.toString('base64'),
  iterations: 1,
};

/** The state with an account that may command the plugin, and nothing else. */
export function governed({ clients, roles, ...rest }: DynsecModel): DynsecModel {
  const types = ['publishClientSend', 'publishClientReceive', 'subscribePattern'];
  const acls = types.map((acltype) => {
    return { acltype, topic: '$CONTROL/#', priority: 100, allow: true };
  });
  return ordered({
    ...rest,
    clients: [...clients, { username: CONTROL, roles: [{ rolename: CONTROL, priority: 100 }] }],
    roles: [...roles, { rolename: CONTROL, acls }],
  });
}

/** A broker with the plugin in this state. */
export async function startPlugin(model: DynsecModel) {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'state.json');
  await writeFile(file, shadowState(governed(model), FIELDS));
  const conf = [`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${file}`];
  const broker = await startMosquitto({ quiet: true, conf });
  const client = await broker.connect({ username: CONTROL, password: PASSWORD });
  await client.subscribeAsync(`${COMMANDS}/response`);
  return {
    ask: (commands: readonly DynsecCommand[]) => ask(client, commands),
    model: () => readBack(client),
    stop: async () => {
      await broker.stop();
      await folder.remove();
    },
  };
}

async function ask(
  client: MqttClient,
  commands: readonly DynsecCommand[],
): Promise<readonly DynsecAnswer[]> {
  const answered = new Promise<Buffer>((resolve) =>
    client.once('message', (_, payload) => resolve(payload)),
  );
  await client.publishAsync(COMMANDS, wireJson({ commands: commands.map(revealed) }));
  return answersIn(await answered);
}

const revealed = (command: DynsecCommand) =>
  'password' in command && command.password instanceof SecretBytes
    ? { ...command, password: textOf(command.password.reveal()) }
    : command;

async function readBack(client: MqttClient): Promise<DynsecModel> {
  const page = { verbose: true, count: -1, offset: 0 };
  const [clients, groups, roles, defaults, anonymousGroup] = await ask(client, [
    { command: 'listClients', ...page },
    { command: 'listGroups', ...page },
    { command: 'listRoles', ...page },
    { command: 'getDefaultACLAccess' },
    { command: 'getAnonymousGroup' },
  ]);
  return modelFromAnswers({
    clients: pageIn(clients?.data, 'clients').items,
    groups: pageIn(groups?.data, 'groups').items,
    roles: pageIn(roles?.data, 'roles').items,
    defaults: defaults?.data,
    anonymousGroup: anonymousGroup?.data,
  });
}
