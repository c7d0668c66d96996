import { expect } from '@jest/globals';
import { join } from 'node:path';
import {
  freePort,
  Program,
  startMosquitto,
  temporaryFolder,
  until,
  type Outcome,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';

const ADMIN = { username: 'admin', password: 'correct horse battery staple' } as const;

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
    waitMs = 120_000,
  ): Promise<Server> {
    const home = await temporaryFolder();
    const broker = await startMosquitto();
    const port = await freePort();
    const program = new Program([...command, 'server'], {
      cwd: home.path,
      env: {
        MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
        MCM_HTTP_PORT: String(port),
        MCM_MOSQUITTO_PORT: String(broker.port),
        MCM_AUTH_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
        ...env,
      },
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
        if (!this.own.program.isRunning)
          throw new Error(this.own.program.stdout + this.own.program.stderr);
        return condition();
      },
      () => this.own.program.stdout + this.own.program.stderr,
      this.own.waitMs,
    );
  }

  /** Stops it, and then the broker. Answers how it ended. */
  async stop(): Promise<Outcome> {
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
