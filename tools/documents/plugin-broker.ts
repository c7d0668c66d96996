import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dynsecPlugin, startMosquitto, type TestBroker } from '#testing';

/** A broker with the dynamic-security plugin, and in it the `admin` of `mosquitto_ctrl dynsec init`. */
export async function startPluginBroker(password: string): Promise<TestBroker> {
  const broker = await startMosquitto({ quiet: true });
  const state = join(broker.folder, 'dynamic-security.json');
  await promisify(execFile)('mosquitto_ctrl', ['dynsec', 'init', state, 'admin', password]);
  const lines = [
    `listener ${broker.port} 127.0.0.1`,
    'allow_anonymous false',
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    `plugin ${dynsecPlugin()}`,
    `plugin_opt_config_file ${state}`,
  ];
  await writeFile(join(broker.folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
  await broker.restart();
  return broker;
}
