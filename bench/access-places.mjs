/**
 * Brokers whose users and rules MCM changes: one with files, one with the dynamic-security plugin. Each lets in MCM,
 * and `loopback`, who sends to itself.
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startMosquitto } from './programs.mjs';

/** Of everybody who is there at the start. */
export const PASSWORD = 'measured-only';
export const LOOPBACK = { username: 'loopback', topic: 'bench/loopback' };
const OBSERVER = 'mcm';
const CONTROL = 'mcm-control';

const ACL_FILE = `user ${OBSERVER}
topic read #
topic read $SYS/#

user ${LOOPBACK.username}
topic readwrite ${LOOPBACK.topic}
`;

/** A broker with an acl_file and a password_file, which reads them again at a signal. */
export async function startWithFiles() {
  const broker = await startMosquitto({
    access(home) {
      const at = (name) => path.join(home, name);
      const users = [OBSERVER, LOOPBACK.username].map((name) => `${name}:${passwordLine()}\n`);
      writeFileSync(at('acl'), ACL_FILE);
      writeFileSync(at('passwords'), users.join(''), { mode: 0o600 });
      return [
        ...['allow_anonymous false', `acl_file ${at('acl')}`, `password_file ${at('passwords')}`],
        `pid_file ${at('pid')}`,
      ];
    },
  });
  // Mosquitto writes its pid_file only as a daemon.
  const pidFile = path.join(broker.home, 'pid');
  if (!existsSync(pidFile)) writeFileSync(pidFile, `${broker.pid}\n`);
  return {
    ...broker,
    settings: {
      ...{ username: OBSERVER, password: PASSWORD },
      access: {
        ...{ backend: 'file', config_file: broker.configuration, reload: { pid_file: pidFile } },
      },
    },
  };
}

/** A broker with the dynamic-security plugin. */
export async function startWithPlugin() {
  const broker = await startMosquitto({
    access(home) {
      const state = path.join(home, 'dynamic-security.json');
      writeFileSync(state, JSON.stringify(firstState()), { mode: 0o600 });
      return ['allow_anonymous false', `plugin ${pluginPath()}`, `plugin_opt_config_file ${state}`];
    },
  });
  return {
    ...broker,
    settings: {
      ...{ username: OBSERVER, password: PASSWORD },
      access: {
        backend: 'dynamic-security',
        control: { username: CONTROL, password: PASSWORD },
      },
    },
  };
}

function firstState() {
  const roles = {
    [OBSERVER]: ['#', '$SYS/#'],
    [CONTROL]: ['$CONTROL/dynamic-security/#'],
    [LOOPBACK.username]: [LOOPBACK.topic],
  };
  const types = ['publishClientSend', 'publishClientReceive', 'subscribePattern'];
  const entry = (topic) => (acltype) => ({ acltype, topic, priority: 0, allow: true });
  return {
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: true },
      ...{ subscribe: false, unsubscribe: true },
    },
    clients: Object.keys(roles).map((username) => ({
      ...{ username, ...stateFields(), roles: [{ rolename: `of-${username}` }] },
    })),
    groups: [],
    roles: Object.entries(roles).map(([username, topics]) => ({
      rolename: `of-${username}`,
      acls: topics.flatMap((topic) => types.map(entry(topic))),
    })),
  };
}

const ITERATIONS = 101;

/** The password as the plugin's state has it. */
function stateFields() {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(PASSWORD, salt, ITERATIONS, 64, 'sha512');
  return {
    ...{ password: hash.toString('base64'), salt: salt.toString('base64') },
    iterations: ITERATIONS,
  };
}

/** The same as it stands in a password_file. */
function passwordLine() {
  const { password, salt, iterations } = stateFields();
  return ['', 7, iterations, salt, password].join('$');
}

function pluginPath() {
  const [found] = globSync('/usr{,/local}/lib{,/*}/mosquitto_dynamic_security.so');
  if (found === undefined) throw new Error('Mosquitto’s dynamic-security plugin is not installed.');
  return found;
}
