/** The programs that are measured: Mosquitto, and MCM from its bundle. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import path from 'node:path';
import { root } from '../tools/root.mjs';
import { freePort } from '../tools/free-port.mjs';
import { folder, newFolder, start, until } from './processes.mjs';

const PASSWORD = 'measured, never used';
const bundle = path.join(folder, 'bundle');

// Debian puts the broker into a folder that only root's PATH has.
const PATH = [process.env.PATH, '/usr/sbin', '/usr/local/sbin'].join(path.delimiter);
export const brokerEnv = { ...process.env, PATH };

/** MCM's own settings come from its file alone, and Node's are what they are by default. */
const mcmEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(MCM_|NODE_)/.test(name)),
);

/** Takes a copy of the bundle, so that a build during the run changes nothing; answers its build-info.json. */
export function takeBundle() {
  const built = path.join(root, 'dist/bundle');
  if (!existsSync(path.join(built, 'mcm.mjs'))) {
    throw new Error('dist/bundle/mcm.mjs is missing: run `make build` first.');
  }
  cpSync(built, bundle, { recursive: true });
  return JSON.parse(readFileSync(path.join(bundle, 'build-info.json'), 'utf8'));
}

/** Everybody may do everything. */
const OPEN = () => ['allow_anonymous true'];

/**
 * A Mosquitto with its default limits; its figures are `sysInterval` seconds old at most. `access` writes what it needs
 * into its folder, and answers the lines of mosquitto.conf that say so.
 */
export async function startMosquitto({ sysInterval = 1, access = OPEN } = {}) {
  const port = await freePort();
  const home = newFolder('mosquitto');
  const configuration = path.join(home, 'mosquitto.conf');
  const lines = [...[`listener ${port} 127.0.0.1`, ...access(home)], `sys_interval ${sysInterval}`];
  // As root it would become a user who cannot read our folder.
  if (process.getuid() === 0) lines.push('user root');
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const child = start('mosquitto', ['-c', configuration], brokerEnv);
  await until(() => child.output().includes(' running'), 'Mosquitto did not start.', { child });
  return { ...child, port, home, configuration };
}

/**
 * A data folder with a configuration for that broker, in which MCM can be started again and again; without one, for
 * a broker that MCM runs itself. The broker's `settings` are those that MCM needs for it. `more` is laid over all,
 * section by section.
 */
export async function prepareMcm(broker, more = {}) {
  const home = newFolder('mcm');
  const httpPort = await freePort();
  const configuration = path.join(home, 'config.yaml');
  // JSON is YAML.
  const settings = {
    http: { port: httpPort },
    database: { path: path.join(home, 'data/mcm.db') },
    auth: { bootstrap_admin: { password: PASSWORD } },
    mosquitto: broker
      ? { port: broker.port, managed: false, ...broker.settings }
      : { port: await freePort(), managed: true },
    ...more,
  };
  mkdirSync(path.join(home, 'data'), { mode: 0o700 });
  writeFileSync(configuration, JSON.stringify(settings), { mode: 0o600 });
  return { configuration, url: `http://127.0.0.1:${httpPort}` };
}

/** The bundle, run by the Node that runs this. */
const BUNDLE = { command: path.join(bundle, 'bin/mcm'), node: process.execPath };

/**
 * Starts MCM as people do, through bin/mcm (or another program, { command, node }), and waits until it is ready, which
 * took `readySeconds` from before its process was made.
 */
export async function startMcm({ configuration, url }, { command, node } = BUNDLE) {
  const begun = performance.now();
  const args = ['server', '--config', configuration];
  const child = start(command, args, { ...mcmEnv, ...(node && { MCM_NODE: node }) });
  await until(() => readiness(url), 'MCM did not become ready.', { child, every: 3 });
  return { ...child, url, readySeconds: (performance.now() - begun) / 1000 };
}

/** Resolves when MCM observes the broker. */
export async function untilObserving(mcm) {
  const observes = async () => (await readiness(mcm.url))?.broker === 'connected';
  await until(observes, 'MCM did not reach the broker.', { child: mcm });
}

/** What a log-in sends. */
export const loginRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ username: 'admin', password: PASSWORD }),
};

/** The token of a log-in. */
export async function logIn({ url }) {
  const answer = await fetch(`${url}/api/v1/auth/login`, loginRequest);
  if (!answer.ok) throw new Error(`MCM refused the log-in: ${await answer.text()}`);
  return (await answer.json()).token;
}

/** What MCM's API answers to a GET of `place` below /api/v1, or to another request with a body. */
export async function ask({ url }, token, place, { method = 'GET', body } = {}) {
  const answer = await fetch(`${url}/api/v1/${place}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(
      `MCM answered ${method} ${place} with ${answer.status}: ${await answer.text()}`,
    );
  }
  return answer.json();
}

/** Where MCM's event stream is. */
export function streamUrl({ url }) {
  return `${url.replace('http', 'ws')}/api/v1/broker/events`;
}

/** What /readyz says, over a connection of its own; nothing while it is not a 200 or nobody listens. */
function readiness(url) {
  return new Promise((resolve) => {
    const asked = get(`${url}/readyz`, { agent: false }, (answer) => {
      resolve(json(answer).then((body) => (answer.statusCode === 200 ? body : undefined)));
    });
    asked.once('error', () => resolve(undefined));
  });
}
