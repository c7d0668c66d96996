import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { createCertificates, type TestCertificates } from './certificates.js';
import { freePort } from './free-port.js';
import { temporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

// Debian puts the broker into a folder that only root's PATH has.
export const env = {
  ...process.env,
  PATH: [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].join(delimiter),
};

/** Between two signals to a broker that is to end. */
const AGAIN_MS = 200;

export interface TestBrokerOptions {
  /** An acl_file; without it everybody may do everything. */
  readonly aclFile?: string;
  /** Passwords by user name; without it everybody may log in. */
  readonly users?: Readonly<Record<string, string>>;
  /** A TLS listener in place of the plain one. */
  readonly tls?: {
    readonly certificate?: 'server' | 'elsewhere' | 'expired';
    readonly requireClientCertificate?: boolean;
  };
  /** Further lines of mosquitto.conf. */
  readonly conf?: readonly string[];
  /** Leaves debug lines out of the log, for a broker with which much is exchanged. */
  readonly quiet?: boolean;
}

export interface TestBroker {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  /** What a broker with `tls` was started with. */
  readonly certificates: TestCertificates | undefined;
  /** The broker's process, while it runs. */
  readonly pid: number | undefined;
  /** What the broker wrote to stderr so far, debug lines included. */
  log(): string;
  /** A client that does not reconnect; ended by {@link TestBroker.stop}. */
  connect(options?: IClientOptions): Promise<MqttClient>;
  /** Replaces the acl_file and has the broker reread it. */
  reload(aclFile: string | Uint8Array): Promise<void>;
  /** Ends the broker as a power failure would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, stopping it first where it runs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Mosquitto on a free loopback port, in a folder of its own, gone when stopped. */
export async function startMosquitto(options: TestBrokerOptions = {}): Promise<TestBroker> {
  const home = await temporaryFolder();
  const port = await freePort();
  const certificates = options.tls && (await createCertificates(home.path));
  const configuration = await writeConfiguration(home.path, port, options);
  const clients: MqttClient[] = [];
  const scheme = certificates ? 'mqtts' : 'mqtt';
  const url = `${scheme}://127.0.0.1:${port}`;
  const start = () => launch(configuration, options.quiet === true ? [] : ['-v']);
  let running = await start();
  let log = running.log;

  const kill = async (signal: NodeJS.Signals) => {
    await end(running.child, signal);
  };
  return {
    host: '127.0.0.1',
    port,
    url,
    folder: home.path,
    certificates,
    get pid() {
      return hasEnded(running.child) ? undefined : running.child.pid;
    },
    log: () => log(),
    async connect(clientOptions) {
      const trust = certificates ? { ca: certificates.ca.cert } : {};
      const settings = { protocolVersion: 5, reconnectPeriod: 0, ...trust } as const;
      const client = await connectAsync(url, { ...settings, ...clientOptions });
      clients.push(client);
      return client;
    },
    async reload(aclFile) {
      await writeFile(join(home.path, 'acl'), aclFile);
      const before = log().length;
      running.child.kill('SIGHUP');
      // The broker looks for signals between the turns of its loop, and without traffic a turn takes 100 ms.
      const nudge = connect(port, '127.0.0.1', () => nudge.destroy());
      await until(() => log().slice(before).includes('Reloading config'), log);
    },
    kill: () => kill('SIGKILL'),
    async restart() {
      await kill('SIGTERM');
      const earlier = log();
      running = await start();
      const { log: later } = running;
      log = () => earlier + later();
    },
    async stop() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await kill('SIGTERM');
      await home.remove();
    },
  };
}

async function writeConfiguration(
  folder: string,
  port: number,
  { aclFile, users, tls, conf = [] }: TestBrokerOptions,
): Promise<string> {
  const lines = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${users === undefined}`,
    ...(process.getuid?.() === 0 ? ['user root'] : []), // do not drop to a user who cannot read our folder
  ];
  if (tls) {
    const { certificate = 'server', requireClientCertificate = false } = tls;
    const home = join(folder, 'certificates');
    lines.push(`certfile ${join(home, `${certificate}.crt`)}`);
    lines.push(`keyfile ${join(home, `${certificate}.key`)}`, `cafile ${join(home, 'ca.crt')}`);
    lines.push(`require_certificate ${requireClientCertificate}`);
  }
  if (aclFile !== undefined) {
    await writeFile(join(folder, 'acl'), aclFile);
    lines.push(`acl_file ${join(folder, 'acl')}`);
  }
  if (users) {
    await writePasswords(join(folder, 'passwords'), users);
    lines.push(`password_file ${join(folder, 'passwords')}`);
  }
  const path = join(folder, 'mosquitto.conf');
  await writeFile(path, [...lines, ...conf, ''].join('\n'));
  return path;
}

async function writePasswords(
  path: string,
  users: Readonly<Record<string, string>>,
): Promise<void> {
  await writeFile(path, '');
  for (const [name, password] of Object.entries(users)) {
    await promisify(execFile)('mosquitto_passwd', ['-b', path, name, password], { env });
  }
  await chmod(path, 0o600);
}

/** Started when it says so, or an error that holds its log. */
async function launch(configuration: string, flags: readonly string[]) {
  const child = spawn('mosquitto', [...flags, '-c', configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.on('error', (error) => (text += error.message));
  await until(
    () => text.includes(' running') || hasEnded(child),
    () => `mosquitto did not start:\n${text}`,
  );
  if (hasEnded(child)) throw new Error(`mosquitto did not start:\n${text}`);
  return { child, log: () => text };
}

/**
 * Told again and again: a SIGTERM that comes before the main loop begins would be forgotten. Over once all that it wrote
 * is read, too.
 */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const closed = once(child, 'close');
  child.kill(signal);
  const again = setInterval(() => child.kill(signal), AGAIN_MS);
  await closed;
  clearInterval(again);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
