import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { McmProcess } from '../apps/mcm/test/mcm-process.js';
import { brokerOf, managed, type ManagedAccess, type Settings } from './managed-access.js';

export const USERNAME = 'admin';
export const PASSWORD = 'correct horse battery staple';

/** What `mosquitto_pub` is told: text, a file, or nothing at all. */
export interface Published {
  readonly payload?: string | { readonly file: string };
  readonly retain?: boolean;
}

/** A real Mosquitto and the bundle that looks after it, as an installation has them. */
export class Site {
  private constructor(
    readonly broker: TestBroker,
    readonly home: TemporaryFolder,
    readonly url: string,
    private readonly env: Readonly<Record<string, string>>,
    private mcm: McmProcess,
  ) {}

  /** With `access`, MCM may change who may do what on the broker; without it, everybody may do everything. */
  static async start(settings: Settings = {}, access?: ManagedAccess): Promise<Site> {
    const [broker, home, port] = await Promise.all([
      startMosquitto({
        conf: ['sys_interval 1', 'log_dest stderr', 'log_dest topic', 'log_type all'],
        ...(access && brokerOf(access)),
      }),
      temporaryFolder(),
      freePort(),
    ]);
    const all: Settings = {
      MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
      MCM_AUTH_BOOTSTRAP_ADMIN_USERNAME: USERNAME,
      MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
      MCM_HTTP_PORT: String(port),
      MCM_MOSQUITTO_PORT: String(broker.port),
      ...(access && (await managed(broker, home, access))),
      ...settings,
    };
    const env = Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
    const url = `http://127.0.0.1:${port}`;
    return new Site(broker, home, url, env, await launch(env, url));
  }

  /** The first admin's, where none was configured and no terminal was there to print it on. */
  async firstPassword(): Promise<string> {
    return (await readFile(join(this.home.path, 'first-password'), 'utf8')).trim();
  }

  /** Publishes with the command that people use, and waits until the broker has it. */
  async publish(topic: string, { payload, retain = false }: Published = {}): Promise<void> {
    const message =
      payload === undefined
        ? ['-n']
        : typeof payload === 'string'
          ? ['-m', payload]
          : ['-f', payload.file];
    const target = ['-h', this.broker.host, '-p', String(this.broker.port)];
    const how = ['-q', '1', ...(retain ? ['-r'] : [])];
    await promisify(execFile)('mosquitto_pub', [...target, ...how, '-t', topic, ...message]);
  }

  /** Stops MCM, as an update of the machine would. */
  async stopMcm(): Promise<void> {
    await this.mcm.end('SIGTERM');
  }

  /** Starts it again on the same port and the same data; the broker has to run. */
  async startMcm(): Promise<void> {
    this.mcm = await launch(this.env, this.url);
  }

  async stop(): Promise<void> {
    await this.stopMcm();
    await this.broker.stop();
    await this.home.remove();
  }
}

async function launch(env: Readonly<Record<string, string>>, url: string): Promise<McmProcess> {
  const mcm = new McmProcess(['server'], env);
  await mcm.prints('MCM is at');
  // It serves before it has subscribed: what is published in between, and not retained, it never sees.
  await until(
    async () => {
      const ready = (await (await fetch(`${url}/readyz`)).json()) as { readonly broker?: string };
      return ready.broker === 'connected';
    },
    () => `MCM did not reach the broker:\n${mcm.stdout}${mcm.stderr}`,
  );
  return mcm;
}
