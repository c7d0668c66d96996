import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

async function load(access: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(home.path, 'mcm.yaml');
  await writeFile(file, `mosquitto: { access: { ${access} } }\n`, { mode: 0o600 });
  return loadConfig({ file, env });
}

/** What is printed of it, without the place. */
async function problems(access: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const error = await load(access, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error('was taken', { cause: error });
  return error.problems.map(({ key, message }) => `${key} ${message}`);
}

const BACKEND = 'mosquitto.access.backend';
const PID_FILE = 'mosquitto.access.reload.pid_file';
const COMMAND = 'mosquitto.access.reload.command';
const USERNAME = 'mosquitto.access.control.username';
const PASSWORD = 'mosquitto.access.control.password';

describe('the way to the broker’s access', () => {
  it('is none unless it is said: MCM only reads', async () => {
    const { config } = await load('acl_file: acl');
    expect(config.mosquitto.access).not.toHaveProperty('backend');
    expect(config.mosquitto.access).toMatchObject({ reload: {}, control: {} });
  });

  it('is files and a process that is told by a signal', async () => {
    const { config } = await load('backend: file, acl_file: acl, reload: { pid_file: pid }');
    expect(config.mosquitto.access).toMatchObject({
      backend: 'file',
      reload: { pidFile: join(home.path, 'pid') },
    });
  });

  it('is files and a command, whose arguments stay apart', async () => {
    const { config } = await load(
      'backend: file, config_file: conf, reload: { command: [ssh, plant, "a  b"] }',
    );
    expect(config.mosquitto.access.reload).toEqual({ command: ['ssh', 'plant', 'a  b'] });
  });

  it('is an account for the plugin, whose password is kept secret', async () => {
    const { config } = await load('backend: dynamic-security, control: { username: boss }', {
      MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: 'hunter2',
    });
    const { control } = config.mosquitto.access;
    expect([control.username, control.password?.reveal()]).toEqual(['boss', 'hunter2']);
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('may be said in the environment, but for the command, which whoever sets variables could run', async () => {
    const env = {
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: '/run/mosquitto.pid',
    };
    const { config } = await load('acl_file: acl', env);
    expect(config.mosquitto.access.reload).toEqual({ pidFile: '/run/mosquitto.pid' });
    expect(
      await problems('backend: file, acl_file: acl, reload: { pid_file: pid }', {
        MCM_MOSQUITTO_ACCESS_RELOAD_COMMAND: 'reboot',
      }),
    ).toEqual([`${COMMAND} can be set in the configuration file only`]);
  });
});

const noEffect = (key: string, backend: string) =>
  `${key} has no effect unless ${BACKEND} is ${backend}`;
const noPlace = `${BACKEND} is file, which needs mosquitto.access.config_file or mosquitto.access.acl_file`;
const mustBeList = `${COMMAND} must be a list such as [systemctl, reload, mosquitto]`;

it.each<[string, readonly string[]]>([
  ['reload: { pid_file: pid }', [noEffect(PID_FILE, 'file')]],
  ['reload: { command: [x] }', [noEffect(COMMAND, 'file')]],
  [
    'control: { username: u, password: p }',
    [noEffect(USERNAME, 'dynamic-security'), noEffect(PASSWORD, 'dynamic-security')],
  ],
  ['backend: file, acl_file: acl', [`${BACKEND} is file, which needs ${PID_FILE}`]],
  ['backend: file, reload: { pid_file: pid }', [noPlace]],
  ['backend: file, password_file: p, reload: { pid_file: pid }', [noPlace]],
  [
    'backend: file, acl_file: acl, reload: { pid_file: pid, command: [x] }',
    [`${COMMAND} cannot be set beside ${PID_FILE}`],
  ],
  [
    'backend: file, acl_file: acl, reload: { pid_file: pid }, control: { username: u, password: p }',
    [noEffect(USERNAME, 'dynamic-security'), noEffect(PASSWORD, 'dynamic-security')],
  ],
  ['backend: dynamic-security', [`${BACKEND} is dynamic-security, which needs ${USERNAME}`]],
  [
    'backend: dynamic-security, control: { username: u }',
    [`${USERNAME} needs ${PASSWORD} as well`],
  ],
  [
    'backend: dynamic-security, control: { username: u, password: p }, reload: { command: [x] }',
    [noEffect(COMMAND, 'file')],
  ],
  [
    'backend: files, acl_file: acl',
    [`${BACKEND} must be one of file, dynamic-security, not "files"`],
  ],
  ['backend: file, acl_file: acl, reload: { command: [] }', [`${mustBeList}, not an empty list`]],
  [
    'backend: file, acl_file: acl, reload: { command: systemctl reload mosquitto }',
    [`${mustBeList}, not "systemctl reload mosquitto": put it in brackets`],
  ],
  [
    'backend: file, acl_file: acl, reload: { command: [kill, -1, ""] }',
    [`${mustBeList}, without -1, ""`],
  ],
])('%s is refused', async (access, expected) => {
  expect(await problems(access)).toEqual(expected);
});

it.each([
  ['BACKEND', 'file', BACKEND],
  ['RELOAD_PID_FILE', '/run/pid', PID_FILE],
  ['CONTROL_USERNAME', 'boss', USERNAME],
])('MCM_MOSQUITTO_ACCESS_%s has no effect on the broker that MCM runs', async (name, text, key) => {
  const env = { MCM_MOSQUITTO_MANAGED: 'true', [`MCM_MOSQUITTO_ACCESS_${name}`]: text };
  expect(await problems('', env)).toEqual([
    `${key} has no effect when mosquitto.managed is true: MCM knows the files of that broker`,
  ]);
});
