import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  freePort,
  Program,
  startMosquitto,
  temporaryFolder,
  until,
  type TestBroker,
} from '#testing';
import { ROOT } from './pages.js';
import { startPluginBroker } from './plugin-broker.js';

/** The password of everybody on the brokers, and the one that the documents have for MCM's first admin. */
export const PASSWORD = 'the first password';

const RULES = `# The plant
user mcm
topic read #
topic read $SYS/#

user hmi
topic readwrite plant/#
topic readwrite spBv1.0/#

user ann
topic write line2/#

user plc-7
# mcm begin role sensors
topic write in/plc-7
# mcm end role sensors
topic read cmd/plc-7

# mcm role sensors: What a sensor does
# mcm   write in/%u
# mcm role line-2
# mcm   write line2/%u
`;

/** What a Sparkplug edge node publishes: a payload with a time and a sequence number. */
const SPARKPLUG = Buffer.from([0x08, 0x01, 0x18, 0x00]);

/** The brokers and the server on which the commands of the documents are run. */
export interface Plant {
  readonly broker: TestBroker;
  /** One with the dynamic-security plugin, and its `admin`. */
  readonly plugin: TestBroker;
  readonly url: string;
  /** Of an admin. */
  readonly token: string;
  /** The configuration of the server. */
  readonly config: string;
  stop(): Promise<void>;
}

export async function startPlant(): Promise<Plant> {
  const home = await temporaryFolder();
  const pidFile = join(home.path, 'mosquitto.pid');
  const users = Object.fromEntries(['mcm', 'hmi', 'ann', 'plc-7'].map((name) => [name, PASSWORD]));
  const conf = [`pid_file ${pidFile}`, 'log_dest stderr', 'log_dest topic', 'sys_interval 1'];
  const [broker, plugin] = await Promise.all([
    startMosquitto({ aclFile: RULES, users, conf }),
    startPluginBroker(PASSWORD),
  ]);
  await retain(broker);
  const config = join(home.path, 'mcm.yaml');
  const port = await freePort();
  await writeFile(config, configuration({ broker, port, folder: home.path, pidFile }));
  const server = await serve(config);
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ broker, plugin, url, config, token: await owner(url) },
    async stop() {
      await server.end('SIGTERM');
      await Promise.all([broker.stop(), plugin.stop()]);
      await home.remove();
    },
  };
}

async function retain(broker: TestBroker): Promise<void> {
  const client = await broker.connect({ username: 'hmi', password: PASSWORD });
  const options = { qos: 1, retain: true } as const;
  await client.publishAsync('plant/line1/oven', '{"celsius": 21.5}', options);
  await client.publishAsync('spBv1.0/plant/NBIRTH/line-7', SPARKPLUG, options);
}

interface Wishes {
  readonly broker: TestBroker;
  readonly port: number;
  readonly folder: string;
  readonly pidFile: string;
}

const configuration = ({ broker, port, folder, pidFile }: Wishes): string => `
http: { port: ${port} }
database: { path: ${join(folder, 'data/mcm.db')} }
auth: { bootstrap_admin: { password: ${PASSWORD} } }
mosquitto:
  port: ${broker.port}
  username: mcm
  password: ${PASSWORD}
  access:
    backend: file
    config_file: ${join(broker.folder, 'mosquitto.conf')}
    reload: { pid_file: ${pidFile} }
`;

async function serve(config: string): Promise<Program> {
  const { PATH, HOME } = process.env;
  const command = [join(ROOT, 'bin/mcm'), 'server', '--config', config];
  const server = new Program(command, { env: { PATH, HOME } });
  await until(
    () => /^MCM is at/m.test(server.stdout) || !server.isRunning,
    () => server.stdout + server.stderr,
  );
  if (!server.isRunning) throw new Error(server.stdout + server.stderr);
  return server;
}

/** The token of an admin whom no document knows, so that none can end it. */
async function owner(url: string): Promise<string> {
  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as { readonly token: string };
  };
  const admin = await post('auth/login', { username: 'admin', password: PASSWORD });
  const other = { username: 'owner', password: 'another long password' };
  await post('admin-users', { ...other, role: 'admin' }, admin.token);
  return (await post('auth/login', other)).token;
}
