import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { WebSocket } from 'ws';
import { STREAM_PATH, STREAM_PROTOCOL, type ProblemDetails, type StreamEvent } from '#contract';
import { FirstAdmin } from '#feature/auth';
import {
  createLogger,
  Database,
  loadConfig,
  loadKeys,
  type Clock,
  type Config,
  type PasswordCost,
} from '#platform';
import { builtWorker, freePort, temporaryFolder, until } from '#testing';
import { assets } from '../src/built.js';
import { createApp } from '../src/create-app.js';
import { ENTITIES } from '../src/entities.js';

export const USERNAME = 'admin';
export const PASSWORD = 'correct horse battery staple';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly problem: ProblemDetails;
}

/** The application as it is served, on a free port, with a database file of its own. */
export interface Served {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly config: Config;
  /** What was logged so far, as JSON lines. */
  log(): string;
  ask(path: string, init?: RequestInit): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  logIn(username?: string, password?: string): Promise<string>;
  /** Asks with a token; a body makes it a POST unless the method says otherwise. */
  as(token: string): (method: string, path: string, body?: unknown) => Promise<Answer>;
  stream(token: string, options?: { origin?: string; protocols?: string[] }): TestStream;
  stop(): Promise<void>;
}

interface Wishes {
  /** Environment variables of the configuration, besides those that keep tests apart. */
  readonly env?: Readonly<Record<string, string>>;
  /** The configuration file, for what cannot be said in the environment. */
  readonly yaml?: string;
  /** Lays something into the data folder before it is opened. */
  readonly lay?: (folder: string) => Promise<unknown>;
  /** Called before the server listens. */
  readonly prepare?: (app: NestFastifyApplication) => void;
  /** Instead of the real time. */
  readonly clock?: Clock;
  /** Instead of a hundredth of the usual one, where a hash has to take its time. */
  readonly passwordCost?: PasswordCost;
}

const QUICK: PasswordCost = { memoryCost: 2_048, timeCost: 1 };

export async function serve(wishes: Wishes = {}): Promise<Served> {
  const { env = {}, yaml = '', lay, prepare, clock, passwordCost = QUICK } = wishes;
  const home = await temporaryFolder();
  const file = join(home.path, 'mcm.yaml');
  await writeFile(file, yaml);
  const { config } = await loadConfig({
    file,
    env: {
      MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
      MCM_AUTH_BOOTSTRAP_ADMIN_USERNAME: USERNAME,
      MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
      // Nobody listens there: the broker is away unless a test brings one.
      MCM_MOSQUITTO_PORT: String(await freePort()),
      MCM_LOGGING_LEVEL: 'debug',
      ...env,
    },
  });
  await lay?.(home.path);
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', format: 'json' }, { write: (l) => lines.push(l) });
  const database = await Database.open({
    path: config.database.path,
    entities: ENTITIES,
  });
  const app = await createApp({
    config,
    database,
    keys: await loadKeys(dirname(config.database.path)),
    logger,
    build: { version: '0.0.0-test', commit: 'none', date: new Date(0).toISOString() },
    assets,
    workers: {
      observer: builtWorker('observer'),
      judge: builtWorker('judge'),
      sparkplug: builtWorker('sparkplug'),
    },
    ...(clock && { clock }),
    passwordCost,
  });
  const stop = async () => {
    await app.close();
    await database.close();
    await home.remove();
  };
  try {
    prepare?.(app);
    await app.init();
    await app.get(FirstAdmin).ensure(undefined);
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const secure = config.http.tls.enabled ? 's' : '';
  const url = `http${secure}://127.0.0.1:${port}`;
  const ask = async (path: string, init?: RequestInit) => read(await fetch(url + path, init));
  const post: Served['post'] = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ...{ app, url, config, ask, post, stop },
    log: () => lines.join(''),
    async logIn(username = USERNAME, password = PASSWORD) {
      const { body } = await post('/api/v1/auth/login', { username, password });
      return (body as { token: string }).token;
    },
    as: (token) => (method, path, body) =>
      ask(path, {
        method,
        headers: { ...bearer(token), ...(body !== undefined && JSON_BODY) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    stream: (token, { origin, protocols = [STREAM_PROTOCOL, `Bearer.${token}`] } = {}) =>
      new TestStream(
        new WebSocket(
          `ws${secure}://127.0.0.1:${port}${STREAM_PATH}`,
          protocols,
          origin ? { origin } : {},
        ),
      ),
  };
}

const JSON_BODY = { 'content-type': 'application/json' } as const;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  const { status, headers } = response;
  return { status, headers, body, problem: body as ProblemDetails };
}

/** A client of the event stream that remembers what it got. */
export class TestStream {
  readonly frames: StreamEvent[] = [];
  /** The status of an upgrade that was refused. */
  refusedWith: number | undefined;
  closedWith: number | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) =>
      this.frames.push(JSON.parse(data.toString()) as StreamEvent),
    );
    socket.on('unexpected-response', (_, response) => {
      this.refusedWith = response.statusCode;
      response.destroy();
      socket.terminate();
    });
    socket.on('error', () => undefined); // said by `refusedWith` and `closedWith`
    socket.on('close', (code) => (this.closedWith = code));
  }

  /** The first frame that `wanted` accepts, waited for. */
  async frame<T extends StreamEvent>(wanted: (frame: StreamEvent) => frame is T): Promise<T>;
  async frame(wanted: (frame: StreamEvent) => boolean): Promise<StreamEvent>;
  async frame(wanted: (frame: StreamEvent) => boolean): Promise<StreamEvent> {
    await until(
      () => this.frames.some(wanted),
      () => `got ${JSON.stringify(this.frames.slice(-20))}`,
    );
    return this.frames.find(wanted) as StreamEvent;
  }

  async closed(): Promise<number> {
    await until(() => this.closedWith !== undefined);
    return this.closedWith ?? 0;
  }

  async refused(): Promise<number> {
    await until(() => this.refusedWith !== undefined);
    return this.refusedWith ?? 0;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
}
