import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { freePort, temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const FIRST = 'correct horse battery staple';
/** Fewer than by default, since each one costs a hash. */
const MOST = 3;

let home: TemporaryFolder;
let env: Record<string, string>;
let server: McmProcess | undefined;
beforeAll(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: FIRST,
    MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: String(MOST),
  };
});
afterAll(async () => {
  await stop();
  await home.remove();
});

/** Has the server run that the tests share, on which some stop it. */
async function start(): Promise<void> {
  if (server) return;
  server = new McmProcess(['server'], env);
  await server.prints('MCM is at');
}

async function stop(): Promise<void> {
  await server?.end('SIGTERM');
  server = undefined;
}

/** Another server, on a database of its own, for as long as `work` takes. */
async function elsewhere(own: Record<string, string>, work: (other: McmProcess) => Promise<void>) {
  const other = new McmProcess(['server'], own);
  await other.prints('MCM is at');
  await work(other).finally(() => other.end('SIGTERM'));
}

const url = () => `http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}`;

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(method: string, path: string, body?: object, token?: string): Promise<Told> {
  const answer = await fetch(url() + path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Told['body']) };
}

const logIn = (password: string, username = 'admin') =>
  ask('POST', '/api/v1/auth/login', { username, password });
const lockOut = async () => {
  for (let i = 0; i < MOST; i += 1) await logIn(`guess ${i}`);
  expect((await logIn(FIRST)).status).toBe(429);
};

/** What the trail says of the newest act of that name. */
async function trail(action: string, token: string) {
  const { body } = await ask('GET', `/api/v1/audit-events?action=${action}`, undefined, token);
  return (body['events'] as { actor: object; result: string; resourceName: string }[])[0];
}

const CLI = { name: `cli:${process.getuid?.() ?? ''}`, via: 'local' };

describe.each(['running', 'stopped'])('with the server %s', (state) => {
  beforeEach(start);
  const aside = async () => {
    if (state === 'stopped') await stop();
  };
  const back = async () => {
    if (state === 'stopped') await start();
  };

  it('a locked-out owner is unlocked, and the trail says by whom', async () => {
    await lockOut();
    await aside();
    const { code, stdout } = await runMcm(
      ['user', 'unlock', 'Admin', '--address', '127.0.0.1'],
      env,
    );
    expect([code, stdout]).toEqual([0, 'the failed log-ins of admin are forgotten\n']);
    await back();
    const { status, body } = await logIn(FIRST);
    expect(status).toBe(200);
    const entry = await trail('admin_user.unlock', String(body['token']));
    expect(entry).toMatchObject({ actor: CLI, result: 'success', resourceName: 'admin' });
  });

  it('a forgotten password is replaced, and the second factor taken off if asked', async () => {
    const username = `ann-${state}`;
    const wish = { username, password: 'a good long password', role: 'admin' };
    const { token: owner } = (await logIn(FIRST)).body;
    expect((await ask('POST', '/api/v1/admin-users', wish, String(owner))).status).toBe(201);
    const { token } = (await logIn(wish.password, username)).body;
    const { password } = wish;
    const setup = await ask('POST', '/api/v1/auth/mfa/setup', { password }, String(token));
    const code = generateSync({ secret: String(setup.body['secret']) });
    await ask('POST', '/api/v1/auth/mfa/verify', { code }, String(token));
    await aside();
    const plain = await runMcm(['user', 'reset-password', username, '--json'], env);
    const { password: half } = JSON.parse(plain.stdout) as { password: string };
    const whole = await runMcm(['user', 'reset-password', username, '--reset-mfa'], env);
    expect([plain.code, whole.code]).toEqual([0, 0]);
    expect(whole.stderr).toContain('second factor is off');
    await back();
    expect((await logIn(half, username)).status).toBe(401);
    const { body } = await logIn(whole.stdout.trim(), username);
    expect(body['user']).toMatchObject({ mfaEnabled: false, passwordTemporary: true });
    expect((await ask('GET', '/api/v1/auth/me', undefined, String(token))).status).toBe(401);
    const entry = await trail('admin_user.reset_password', String(body['token']));
    expect(entry).toMatchObject({ actor: CLI, result: 'success', resourceName: username });
    expect(JSON.stringify(entry)).not.toContain(whole.stdout.trim());
  });

  it('a name that nobody has is named, with those there are', async () => {
    await aside();
    const { code, stderr, stdout } = await runMcm(['user', 'unlock', 'nobody'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^mcm: There is no user named nobody\. There are: admin[^\n]*\.\n$/);
  });
});

describe('mcm user', () => {
  it('leaves no first password behind once one was changed', async () => {
    const { MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: _, ...random } = env;
    const own = { ...random, MCM_DATABASE_PATH: join(home.path, 'other/mcm.db') };
    const file = join(home.path, 'other/first-password');
    await stop();
    await elsewhere(own, async () => {
      const { status, body } = await logIn(readFileSync(file, 'utf8').trim());
      expect([status, body['user']]).toEqual([
        200,
        expect.objectContaining({ passwordTemporary: true }),
      ]);
      const { code } = await runMcm(['user', 'reset-password', 'admin'], own);
      expect(code).toBe(0);
      expect(() => statSync(file)).toThrow('ENOENT');
    });
  });

  it('opens its door to the owner of the data folder alone, and takes it away at the stop', async () => {
    await start();
    const door = join(home.path, 'mcm.sock');
    expect(statSync(door).isSocket()).toBe(true);
    expect(statSync(door).mode & 0o777).toBe(0o600);
    await stop();
    expect(() => statSync(door)).toThrow('ENOENT');
  });

  it('asks a server elsewhere with the token of an admin', async () => {
    await start();
    const { token } = (await logIn(FIRST)).body;
    const folder = { MCM_DATABASE_PATH: join(home.path, 'nothing/mcm.db') };
    const args = ['user', 'unlock', 'admin', '--url', url(), '--token'];
    expect((await runMcm([...args, String(token)], folder)).code).toBe(0);
    const refused = await runMcm([...args, 'xyzzy'], folder);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Authentication')]);
    const noToken = await runMcm(args.slice(0, -1), folder);
    expect([noToken.code, noToken.stderr]).toEqual([1, expect.stringContaining('--token')]);
    const noUrl = await runMcm(['user', 'unlock', 'admin', '--token', 'x'], folder);
    expect([noUrl.code, noUrl.stderr]).toEqual([1, expect.stringContaining('--url')]);
    expect((await logIn('guess')).status).toBe(401);
  });

  it('makes no database where there is none', async () => {
    const path = join(home.path, 'nothing/mcm.db');
    const { code, stderr } = await runMcm(['user', 'unlock', 'admin'], { MCM_DATABASE_PATH: path });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`no database at ${path}`)]);
    expect(() => statSync(join(home.path, 'nothing'))).toThrow('ENOENT');
  });

  it('is refused while the folder’s path is too long for a socket, with a way out', async () => {
    const deep = join(home.path, 'a'.repeat(90));
    await mkdir(deep);
    const own = { ...env, MCM_DATABASE_PATH: join(deep, 'mcm.db') };
    await stop();
    await elsewhere(own, async (other) => {
      expect(other.stderr).toContain('too long for a socket');
      const { code, stderr } = await runMcm(['user', 'unlock', 'admin'], own);
      expect([code, stderr]).toEqual([1, expect.stringContaining('--url')]);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });
});
