/**
 * Whether an installed MCM does what it is for: started from an empty folder with an empty environment, as a real
 * process beside a real Mosquitto. One line for each step; exit code 0 when all of them hold, else 1.
 *
 * usage: node tools/smoke.mjs [--node] COMMAND…
 *
 *   node tools/smoke.mjs --node dist/bundle/bin/mcm     the bundle, which needs a Node: the one that runs this
 *   node tools/smoke.mjs /usr/bin/mcm                   whatever brings its own
 *
 * It needs nothing but Node and mosquitto, so that it can be copied to where MCM was installed.
 */
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import {
  newFolder,
  prints,
  processesOf,
  publish,
  removeFolder,
  start,
  startMosquitto,
  until,
} from './smoke-site.mjs';

const NEW_PASSWORD = 'a password for the smoke test';
const RULES = 'user ann\ntopic read plant/#\n';

/** Throws `what` unless it holds. */
function demand(holds, what) {
  if (!holds) throw new Error(what);
}

/** One command of MCM in the site's folder, which has to end with `code`. */
async function run(site, args, code = 0) {
  const result = await start([...site.command, ...args], site).end();
  const said = `${result.stdout}${result.stderr}`;
  demand(result.code === code, `mcm ${args.join(' ')} ended with ${result.code}:\n${said}`);
  return result.stdout;
}

/** A request to the API; answers the body. */
async function ask({ url, token }, method, place, body) {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
  };
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${url}${place}`, request);
  const told = await answer.text();
  demand(answer.ok, `${method} ${place} was answered with ${answer.status}: ${told}`);
  return /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(told) : told;
}

async function startServer(site) {
  site.server = start([...site.command, 'server', ...site.configured], site);
  await prints(site.server, `MCM is at ${site.url}`);
  await until(
    async () => (await ask(site, 'GET', '/readyz')).broker === 'connected',
    () => `MCM did not reach the broker:\n${site.server.stderr}`,
  );
}

async function logIn(site, password) {
  const who = { username: 'admin', password };
  const { token, user } = await ask(site, 'POST', '/api/v1/auth/login', who);
  site.token = token;
  return user;
}

/** The first frame that `suits`, while `cause` is done again and again: nobody tells since when the server watches. */
async function frame(site, suits, cause) {
  const address = `${site.url.replace('http', 'ws')}/api/v1/broker/events`;
  const socket = new WebSocket(address, ['mcm.v1', `Bearer.${site.token}`]);
  let found;
  socket.onopen = () => socket.send(JSON.stringify({ type: 'watch', filters: ['plant/#'] }));
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (suits(told)) found ??= told;
  };
  try {
    return await until(async () => {
      await cause();
      return found;
    }, 'nothing came on the stream');
  } finally {
    socket.close();
  }
}

const STEPS = {
  'says its version': async (site) => {
    const told = await run(site, ['version']);
    demand(/\d+\.\d+\.\d+/.test(told), `there is no version in “${told}”`);
  },

  'writes a configuration for its owner alone, and finds it valid': async (site) => {
    await run(site, ['config', 'init', ...site.configured]);
    const { mode } = statSync(site.configuration);
    demand(process.platform === 'win32' || (mode & 0o077) === 0, 'others may read it');
    await run(site, ['config', 'validate', ...site.configured]);
  },

  'starts for the first time, and reaches the broker': async (site) => {
    site.broker = await startMosquitto(site.cwd);
    const httpPort = await freePort();
    Object.assign(site.env, {
      MCM_HTTP_PORT: String(httpPort),
      MCM_DATABASE_PATH: path.join(site.cwd, 'data/mcm.db'),
      MCM_MOSQUITTO_PORT: String(site.broker.port),
    });
    site.url = `http://127.0.0.1:${httpPort}`;
    await startServer(site);
  },

  'serves its console': async (site) => {
    const page = await ask(site, 'GET', '/');
    const [, script] = /src="(main-[^"]+\.js)"/.exec(page) ?? [];
    demand(script !== undefined, 'there is no script in the page');
    demand((await ask(site, 'GET', `/${script}`)).length > 1000, 'the script is empty');
  },

  'lets the first administrator in, who changes the password': async (site) => {
    const text = readFileSync(site.configuration, 'utf8');
    const [, currentPassword] = /^ {4}password: "([^"]+)"$/m.exec(text) ?? [];
    await logIn(site, currentPassword);
    const newPassword = NEW_PASSWORD;
    await ask(site, 'PUT', '/api/v1/auth/password', { currentPassword, newPassword });
    const { passwordTemporary } = await logIn(site, newPassword);
    demand(!passwordTemporary, 'the new password counts as one that others know');
  },

  'shows a message on the stream as it comes': async (site) => {
    const payload = '{"celsius":21.5}';
    const suits = ({ type, payloadPreview }) =>
      type === 'topic_message' && payloadPreview === payload;
    const told = await frame(site, suits, () => publish(site.broker.port, 'plant/oven', payload));
    demand(told.topic === 'plant/oven', `it came as one to ${told.topic}`);
  },

  'says how broker and MCM are': async (site) => {
    const how = ['status', ...site.configured, '--token', site.token, '--json'];
    const { broker } = JSON.parse(await run(site, how));
    demand(broker.status === 'connected', `the broker is ${broker.status}`);
  },

  'examines itself': async (site) => {
    const told = await run(site, ['doctor', ...site.configured]);
    demand(!told.includes('FAIL'), told);
  },

  'explains who may do what, from files alone': async (site) => {
    writeFileSync(path.join(site.cwd, 'acl'), RULES);
    const question = ['acl', 'explain', '--file', 'acl', '--user', 'ann', 'plant/oven'];
    const told = await run(site, [...question, '--action', 'receive']);
    demand(/line 2/i.test(told), `there is no line in “${told}”`);
    await run(site, [...question, '--action', 'publish'], 1);
  },

  'makes a backup while it runs, and proves it': async (site) => {
    await run(site, ['backup', 'create', ...site.configured, '--output', 'backup.db']);
    await run(site, ['backup', 'verify', ...site.configured, '--input', 'backup.db']);
  },

  'stops at SIGTERM with exit code 0': stopServer,

  'starts again with what it knew, and stops again': async (site) => {
    await startServer(site);
    await logIn(site, NEW_PASSWORD);
    await stopServer(site);
  },

  'leaves nothing behind but its data': async (site) => {
    await site.broker.end('SIGTERM');
    const processes = processesOf(site.cwd);
    demand(processes.length === 0, `processes ${processes.join(', ')} still run`);
    const files = readdirSync(site.env.TMPDIR);
    demand(files.length === 0, `there are temporary files: ${files.join(', ')}`);
    demand(existsSync(site.env.MCM_DATABASE_PATH), 'the database is gone');
  },
};

async function stopServer(site) {
  const { code, stderr } = await site.server.end('SIGTERM');
  demand(code === 0, `it ended with ${code}:\n${stderr}`);
}

/** Takes all steps with `command`, of which a program of this machine may be the first word. */
async function smoke(command, env) {
  const cwd = realpathSync(newFolder());
  const configuration = path.join(cwd, 'config.yaml');
  const site = {
    ...{ command, cwd, configuration, configured: ['--config', configuration] },
    // Where temporary files go, and what an executable unpacks; both go with the folder.
    env: { ...env, TMPDIR: path.join(cwd, 'tmp'), XDG_CACHE_HOME: path.join(cwd, 'cache') },
  };
  try {
    for (const [name, step] of Object.entries(STEPS)) {
      const begun = performance.now();
      await step(site).catch((error) => {
        throw new Error(`it ${name}: no\n${error.message}`, { cause: error });
      });
      console.log(`ok   ${name} (${((performance.now() - begun) / 1000).toFixed(2)} s)`);
    }
  } finally {
    for (const program of [site.server, site.broker]) await program?.kill();
    removeFolder(cwd);
  }
}

const [first, ...others] = process.argv.slice(2);
const withNode = first === '--node';
const [program, ...words] = withNode ? others : [first, ...others];
if (program === undefined) {
  console.error('usage: node tools/smoke.mjs [--node] COMMAND…');
  process.exit(2);
}
try {
  const command = [program.includes(path.sep) ? path.resolve(program) : program, ...words];
  await smoke(command, withNode ? { MCM_NODE: process.execPath } : {});
} catch (error) {
  console.log(`FAIL ${error.message}`);
  process.exitCode = 1;
}
