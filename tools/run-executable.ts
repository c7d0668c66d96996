import { expect } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';

const ADMIN = { username: 'admin', password: 'correct horse battery staple' } as const;

/** How a program ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A program in an empty folder and an empty environment but for `env`. */
export class Program {
  out = '';
  error = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(
    [command = '', ...args]: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.error += text));
    this.closed = once(this.child, 'close');
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async end(signal?: NodeJS.Signals): Promise<Ended> {
    if (signal) this.child.kill(signal);
    await this.closed;
    return { code: this.child.exitCode, out: this.out, error: this.error };
  }
}

/** `mcm server` on a real broker, as `command` starts it. */
export class Server {
  private constructor(
    readonly url: string,
    readonly broker: TestBroker,
    private readonly own: { program: Program; home: TemporaryFolder; waitMs: number },
  ) {}

  /** Waits until it has the broker. `env` says where to unpack; `waitMs` is for a machine that is imitated. */
  static async start(
    command: readonly string[],
    env: Readonly<Record<string, string>>,
    waitMs = 30_000,
  ): Promise<Server> {
    const home = await temporaryFolder();
    const broker = await startMosquitto();
    const port = await freePort();
    const program = new Program([...command, 'server'], home.path, {
      MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
      MCM_HTTP_PORT: String(port),
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_AUTH_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
      MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      ...env,
    });
    const server = new Server(`http://127.0.0.1:${port}`, broker, { program, home, waitMs });
    await server.until(async () => (await server.get('/readyz')).text.includes('"connected"'));
    return server;
  }

  async post(path: string, body: object, token?: string): Promise<unknown> {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${this.url}${path}`, request)).json();
  }

  /** The answer; status 0 while nothing listens. */
  async get(path: string, token?: string): Promise<{ status: number; text: string }> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    try {
      const response = await fetch(`${this.url}${path}`, { headers });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // ECONNREFUSED, before the server listens: fetch knows only by trying.
      return { status: 0, text: String(error) };
    }
  }

  async logIn(): Promise<string> {
    const { token } = (await this.post('/api/v1/auth/login', ADMIN)) as { token: string };
    return token;
  }

  async until(condition: () => Promise<boolean>): Promise<void> {
    await until(
      async () => {
        if (!this.own.program.running)
          throw new Error(this.own.program.out + this.own.program.error);
        return condition();
      },
      () => this.own.program.out + this.own.program.error,
      this.own.waitMs,
    );
  }

  /** Stops it, and then the broker. Answers how it ended. */
  async stop(): Promise<Ended> {
    const ended = await this.own.program.end('SIGTERM');
    await this.broker.stop();
    await this.own.home.remove();
    return ended;
  }
}

/** What of the server can be seen from outside when each of its parts does its work: pages, database, threads. */
export async function partsThatWork(server: Server): Promise<Readonly<Record<string, unknown>>> {
  const token = await server.logIn();
  const plant = await server.broker.connect();
  await plant.publishAsync('hall/temperature', '21', { qos: 1 });
  const topics = '/api/v1/topics?contains=temperature';
  await server.until(async () => (await server.get(topics, token)).text.includes('hall/temp'));
  const groups = '/api/v1/sparkplug/groups';
  await server.until(async () => (await server.get(groups, token)).status === 200);
  const tried = { document: { type: 'string' }, payload: '21' };
  return {
    console: (await server.get('/')).text.includes('<mcm-root'),
    problems: (await server.get('/problems/not-found')).text.startsWith('# '),
    openapi: (await server.get('/openapi.json')).status,
    judge: await server.post('/api/v1/json-schemas/try', tried, token),
  };
}

export const ALL_WORK = {
  ...{ console: true, problems: true, openapi: 200 },
  judge: expect.objectContaining({ judged: 1, violations: 1 }) as unknown,
};
