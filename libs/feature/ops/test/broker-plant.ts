import { it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { passwordHash } from '#link/host';
import { loadConfig } from '#platform';
import { dynsecPlugin, freePort, temporaryFolder, until } from '#testing';
import { examineBrokerFiles } from '../src/diagnosis/broker-files/examine-broker-files.js';
import type { Finding } from '../src/diagnosis/finding.js';

/** Not root, as a broker should be; where tests do not run as root, their own user. */
const BROKER_USER = 65_534;
/** MCM's, in the tests in which it is not root. */
const OWN_USER = 1_885;
const PASSWORD = 'a long pass phrase';
const env = {
  ...process.env,
  PATH: [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].join(delimiter),
};
const isRoot = process.getuid?.() === 0;

/** Whether there can be more users than one. */
export const itWithUsers = isRoot ? it : it.skip;

/** Lets `work` run as a user who is in the group of the broker. */
export async function asColleague<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work();
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([BROKER_USER]);
  process.setegid?.(OWN_USER);
  process.seteuid?.(OWN_USER);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}

const LOGS = ['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe'];

/** Rules by which MCM sees all. */
export const RULES = `user mcm
topic readwrite #
topic read $SYS/#
`;

export interface BrokerPlant {
  readonly folder: string;
  readonly port: number;
  readonly conf: string;
  readonly acl: string;
  readonly passwords: string;
  readonly pidFile: string;
  /** The plugin's state. */
  readonly state: string;
  /** `mosquitto.access` of MCM's configuration. */
  access: object;
  /** How MCM reaches the broker, in its configuration. */
  target: object;
  /** In milliseconds. */
  patience: number;
  pid(): number;
  /** Replaces a text in mosquitto.conf, or appends it. */
  edit(change: { readonly from?: string | RegExp; readonly to: string }): Promise<void>;
  /** Makes a file root's alone, or a folder; nothing where tests do not run as root. */
  shut(path: string): Promise<void>;
  /** Starts mosquitto, and waits until it runs. */
  start(): Promise<void>;
  kill(): Promise<void>;
  examine(
    how?: (work: () => Promise<readonly Finding[]>) => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]>;
  remove(): Promise<void>;
}

/** A broker and its files as they should be, for MCM to change users and rules by files or by the plugin. */
export async function brokerPlant(backend: 'file' | 'dynamic-security'): Promise<BrokerPlant> {
  const home = await temporaryFolder();
  const port = await freePort();
  const folder = home.path;
  const places = {
    conf: join(folder, 'mosquitto.conf'),
    acl: join(folder, 'access', 'acl'),
    passwords: join(folder, 'access', 'passwords'),
    pidFile: join(folder, 'pid'),
    state: join(folder, 'access', 'state.json'),
  };
  await mkdir(join(folder, 'access'));
  await writeFile(
    places.conf,
    [...common(folder, port), ...deciders(backend, places), ''].join('\n'),
  );
  if (backend === 'file') await writeFiles(places);
  else await writeState(places.state);
  await chmod(folder, 0o755);
  for (const path of [folder, join(folder, 'access')]) await give(path);
  // The broker's group hands itself down, as deploy/mcm/README.md has it.
  await chmod(join(folder, 'access'), 0o2770);
  let child: ChildProcess | undefined;

  const plant: BrokerPlant = {
    ...{ folder, port, ...places },
    access:
      backend === 'file'
        ? { backend, config_file: places.conf, reload: { pid_file: places.pidFile } }
        : { backend, config_file: places.conf, control: { username: 'mcm', password: PASSWORD } },
    target: { host: '127.0.0.1', port, username: 'mcm', password: PASSWORD },
    patience: 60_000, // all that is asked is answered at once, but for a machine that stands still
    pid: () => child!.pid!,
    async edit({ from, to }) {
      const text = await readFile(places.conf, 'utf8');
      await writeFile(places.conf, from === undefined ? `${text}${to}\n` : text.replace(from, to));
    },
    async shut(path) {
      if (isRoot) await chown(path, 0, 0);
      await chmod(path, (await stat(path)).isDirectory() ? 0o700 : 0o600);
    },
    async start() {
      child = await run(places.conf);
    },
    async kill() {
      await end(child);
      child = undefined;
    },
    async examine(how = (work) => work()) {
      const config = await configOf(folder, { ...plant.target, access: plant.access });
      const subject = { config, clock: () => Date.now(), patience: plant.patience };
      return how(() => examineBrokerFiles(subject));
    },
    async remove() {
      await end(child);
      await home.remove();
    },
  };
  return plant;
}

function common(folder: string, port: number): string[] {
  return [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous false',
    `pid_file ${join(folder, 'pid')}`,
    ...(isRoot ? ['user nobody'] : []),
    ...['log_dest stderr', 'log_dest topic', ...LOGS.map((type) => `log_type ${type}`)],
    ...['sys_interval 1', 'persistence true', `persistence_location ${folder}/`],
  ];
}

function deciders(
  backend: string,
  { acl, passwords, state }: Record<'acl' | 'passwords' | 'state', string>,
) {
  return backend === 'file'
    ? [`acl_file ${acl}`, `password_file ${passwords}`]
    : [`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${state}`];
}

async function writeFiles({ acl, passwords }: Record<'acl' | 'passwords', string>): Promise<void> {
  await writeFile(acl, RULES, { mode: 0o640 });
  const hash = Buffer.from((await passwordHash(PASSWORD)).reveal()).toString('latin1');
  await writeFile(passwords, `mcm:${hash}\n`, { mode: 0o640 });
  for (const path of [acl, passwords]) await give(path);
}

async function writeState(path: string): Promise<void> {
  await promisify(execFile)('mosquitto_ctrl', ['dynsec', 'init', path, 'mcm', PASSWORD], { env });
  await chmod(path, 0o600);
  await give(path);
}

async function give(path: string): Promise<void> {
  if (isRoot) await chown(path, BROKER_USER, BROKER_USER);
}

async function configOf(folder: string, mosquitto: object) {
  const file = join(folder, 'mcm.yaml');
  const database = { path: join(folder, 'mcm.db') };
  await writeFile(file, JSON.stringify({ database, mosquitto }), { mode: 0o600 });
  return (await loadConfig({ file, env: {} })).config;
}

async function run(conf: string): Promise<ChildProcess> {
  const child = spawn('mosquitto', ['-c', conf], { stdio: ['ignore', 'ignore', 'pipe'], env });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  await until(
    () => log.includes(' running') || child.exitCode !== null,
    () => log,
  );
  if (child.exitCode !== null) throw new Error(`mosquitto did not start:\n${log}`);
  return child;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
