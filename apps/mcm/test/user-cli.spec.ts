import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { freePort, temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const FIRST = 'correct horse battery staple';

let home: TemporaryFolder;
let env: Record<string, string>;
let server: McmProcess | undefined;
beforeEach(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: FIRST,
  };
  await start();
});
afterEach(async () => {
  await stop();
  await home.remove();
});

async function start(): Promise<void> {
  server = new McmProcess(['server'], env);
  await server.prints('MCM is at');
}

async function stop(): Promise<void> {
  await server?.end('SIGTERM');
  server = undefined;
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
  for (let i = 0; i < 6; i += 1) await logIn(`guess ${i}`);
  expect((await logIn(FIRST)).status).toBe(429);
};

/** What the trail says of the newest act of that name. */
async function trail(action: string, token: string) {
  const { body } = await ask('GET', `/api/v1/audit-events?action=${action}`, undefined, token);
  return (body['events'] as { actor: object; result: string; resourceName: string }[])[0];
}

const CLI = { name: `cli:${process.getuid?.() ?? ''}`, via: 'local' };

describe.each(['running', 'stopped'])('with the server %s', (state) => {
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
    const { token } = (await logIn(FIRST)).body;
    const setup = await ask('POST', '/api/v1/auth/mfa/setup', { password: FIRST }, String(token));
    const code = generateSync({ secret: String(setup.body['secret']) });
    await ask('POST', '/api/v1/auth/mfa/verify', { code }, String(token));
    await aside();
    const plain = await runMcm(['user', 'reset-password', 'admin', '--json'], env);
    const { password: half } = JSON.parse(plain.stdout) as { password: string };
    const whole = await runMcm(['user', 'reset-password', 'admin', '--reset-mfa'], env);
    expect([plain.code, whole.code]).toEqual([0, 0]);
    expect(whole.stderr).toContain('second factor is off');
    await back();
    expect((await logIn(half)).status).toBe(401);
    const { body } = await logIn(whole.stdout.trim());
    expect(body['user']).toMatchObject({ mfaEnabled: false, passwordTemporary: true });
    expect((await ask('GET', '/api/v1/auth/me', undefined, String(token))).status).toBe(401);
    const entry = await trail('admin_user.reset_password', String(body['token']));
    expect(entry).toMatchObject({ actor: CLI, result: 'success', resourceName: 'admin' });
    expect(JSON.stringify(entry)).not.toContain(whole.stdout.trim());
  });

  it('a name that nobody has is named, with those there are', async () => {
    await aside();
    const { code, stderr, stdout } = await runMcm(['user', 'unlock', 'nobody'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('mcm: There is no user named nobody. There are: admin.\n');
  });
});

describe('mcm user', () => {
  it('leaves no first password behind once one was changed', async () => {
    await stop();
    const { MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: _, ...random } = env;
    env = { ...random, MCM_DATABASE_PATH: join(home.path, 'other/mcm.db') };
    await start();
    const file = join(home.path, 'other/first-password');
    const { status, body } = await logIn(readFileSync(file, 'utf8').trim());
    expect([status, body['user']]).toEqual([
      200,
      expect.objectContaining({ passwordTemporary: true }),
    ]);
    const { code } = await runMcm(['user', 'reset-password', 'admin'], env);
    expect(code).toBe(0);
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  it('opens its door to the owner of the data folder alone, and takes it away at the stop', async () => {
    const door = join(home.path, 'mcm.sock');
    expect(statSync(door).isSocket()).toBe(true);
    expect(statSync(door).mode & 0o777).toBe(0o600);
    await stop();
    expect(() => statSync(door)).toThrow('ENOENT');
  });

  it('asks a server elsewhere with the token of an admin', async () => {
    const { token } = (await logIn(FIRST)).body;
    const elsewhere = { MCM_DATABASE_PATH: join(home.path, 'nothing/mcm.db') };
    const args = ['user', 'unlock', 'admin', '--url', url(), '--token'];
    expect((await runMcm([...args, String(token)], elsewhere)).code).toBe(0);
    const refused = await runMcm([...args, 'xyzzy'], elsewhere);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Authentication')]);
    const noToken = await runMcm(args.slice(0, -1), elsewhere);
    expect([noToken.code, noToken.stderr]).toEqual([1, expect.stringContaining('--token')]);
    const noUrl = await runMcm(['user', 'unlock', 'admin', '--token', 'x'], elsewhere);
    expect([noUrl.code, noUrl.stderr]).toEqual([1, expect.stringContaining('--url')]);
    expect((await logIn('guess')).status).toBe(401);
  });

  it('makes no database where there is none', async () => {
    await stop();
    const path = join(home.path, 'nothing/mcm.db');
    const { code, stderr } = await runMcm(['user', 'unlock', 'admin'], { MCM_DATABASE_PATH: path });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`no database at ${path}`)]);
    expect(() => statSync(join(home.path, 'nothing'))).toThrow('ENOENT');
  });

  it('is refused while the folder’s path is too long for a socket, with a way out', async () => {
    await stop();
    const deep = join(home.path, 'a'.repeat(90));
    await mkdir(deep);
    env = { ...env, MCM_DATABASE_PATH: join(deep, 'mcm.db') };
    await start();
    expect(server?.stderr).toContain('too long for a socket');
    const { code, stderr } = await runMcm(['user', 'unlock', 'admin'], env);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--url')]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
