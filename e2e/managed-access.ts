import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  dynsecPlugin,
  type TemporaryFolder,
  type TestBroker,
  type TestBrokerOptions,
} from '#testing';

/** Configuration that a site has in place of its own; `undefined` takes a key out. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** MCM's own account on a broker whose access it changes. */
export const OWN = { username: 'mcm', password: 'the words of mcm itself' };

/** Who may do what at first on a broker whose access MCM changes; `mcm` is added by itself. */
export type ManagedAccess =
  | {
      readonly rules: string;
      /** Passwords by user name. */
      readonly users: Readonly<Record<string, string>>;
    }
  /** The dynamic-security plugin, with nobody but `mcm`. */
  | 'plugin';

/** How a broker is started that goes by this. */
export function brokerOf(access: ManagedAccess): TestBrokerOptions {
  if (access === 'plugin') return {};
  return {
    aclFile: `user ${OWN.username}\ntopic readwrite #\ntopic read $SYS/#\n\n${access.rules}`,
    users: { [OWN.username]: OWN.password, ...access.users },
  };
}

/** What MCM is told so that it may change access on this broker. */
export async function managed(
  broker: TestBroker,
  home: TemporaryFolder,
  access: ManagedAccess,
): Promise<Settings> {
  const own = {
    MCM_MOSQUITTO_USERNAME: OWN.username,
    MCM_MOSQUITTO_PASSWORD: OWN.password,
  };
  if (access !== 'plugin') return { ...own, ...(await managedFiles(broker, home)) };
  const configuration = join(broker.folder, 'mosquitto.conf');
  await loadPlugin(broker, configuration);
  return {
    ...own,
    MCM_MOSQUITTO_ACCESS_BACKEND: 'dynamic-security',
    MCM_MOSQUITTO_ACCESS_CONFIG_FILE: configuration,
    MCM_MOSQUITTO_ACCESS_CONTROL_USERNAME: OWN.username,
    MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: OWN.password,
  };
}

/** Starts the broker anew with the plugin, whose state is as the broker's own tool makes it. */
async function loadPlugin(broker: TestBroker, configuration: string): Promise<void> {
  const state = join(broker.folder, 'dynamic-security.json');
  const init = ['dynsec', 'init', state, OWN.username, OWN.password];
  await promisify(execFile)('mosquitto_ctrl', init);
  const lines = (await readFile(configuration, 'utf8')).replace(/^allow_anonymous .*$/m, '');
  const plugin = `plugin ${dynsecPlugin()}\nplugin_opt_config_file ${state}\n`;
  await writeFile(configuration, `${lines}allow_anonymous false\n${plugin}`);
  await broker.restart();
}

const scriptIn = (home: TemporaryFolder) => join(home.path, 'reload');

/** The files of the broker; it is told to read them again by a program. */
async function managedFiles(broker: TestBroker, home: TemporaryFolder): Promise<Settings> {
  const configuration = join(home.path, 'mcm.yaml');
  const access = {
    backend: 'file',
    config_file: join(broker.folder, 'mosquitto.conf'),
    reload: { command: ['/bin/sh', scriptIn(home)] },
  };
  // JSON is YAML, too.
  await writeFile(configuration, JSON.stringify({ mosquitto: { access } }));
  await reloading(broker, home, true);
  return { MCM_CONFIG: configuration };
}

/** Whether the program does what it is for, or nothing and says that all is well. */
export async function reloading(
  broker: TestBroker,
  home: TemporaryFolder,
  works: boolean,
): Promise<void> {
  await writeFile(scriptIn(home), works ? `kill -HUP ${broker.pid ?? 0}\n` : 'true\n');
}
