import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

/** What Docker gives a container that is told to stop, before it kills it. */
const STOPPED_MS = 10_000;

let home: TemporaryFolder;
let env: Record<string, string>;
beforeEach(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'data/mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
  };
});
afterEach(() => home.remove());

const url = () => `http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}`;

describe('mcm', () => {
  it('says which one it is', async () => {
    const { code, stdout } = await runMcm(['version', '--json']);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version, commit: expect.any(String) });
  });

  it('lists its commands when asked for help', async () => {
    const { code, stdout } = await runMcm(['--help']);
    expect(code).toBe(0);
    for (const command of ['server', 'status', 'version', 'config', 'audit'])
      expect(stdout).toContain(command);
  });

  it.each(['server', 'status', 'doctor', 'config validate', 'audit verify', 'user unlock anna'])(
    'takes --config before the command and behind it: mcm %s',
    async (command) => {
      const file = join(home.path, 'absent.yaml');
      const words = command.split(' ');
      const config = ['--config', file];
      for (const args of [config.concat(words), words.concat(config)]) {
        // To the doctor, a configuration that is not there is what it was asked for.
        const { code, stdout, stderr } = await runMcm(args, env);
        const said = expect.stringContaining(`${file}: does not exist`);
        expect([code === 0, stdout + stderr]).toEqual([false, said]);
      }
    },
  );

  it.each([[[]], [['no-such-command']], [['server', '--no-such-option']], [['config']]])(
    'exits 2 when it is misused: mcm %j',
    async (args) => {
      const { code, stdout, stderr } = await runMcm(args);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );
});

describe('mcm config', () => {
  it('writes a file that only the owner reads, that is valid, and that the server runs on as it is', async () => {
    const file = join(home.path, 'new/config.yaml');
    expect(await runMcm(['config', 'init', '--config', file])).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await runMcm(['--config', file, 'config', 'validate'])).code).toBe(0);

    const server = new McmProcess(['server', '--config', file], env);
    await server.prints(`MCM is at ${url()}`);
    expect((await server.end('SIGTERM')).code).toBe(0);
  });

  it('does not overwrite a file', async () => {
    const file = join(home.path, 'config.yaml');
    await writeFile(file, '# mine\n');
    const { code, stderr } = await runMcm(['config', 'init', '--config', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe('# mine\n');
  });

  it('tells every problem of a file at once, and starts nothing', async () => {
    const file = join(home.path, 'config.yaml');
    await writeFile(file, 'http:\n  prot: 1\n  port: many\nmosquito: {}\n');
    const check = await runMcm(['config', 'validate', '--config', file]);
    expect(check.code).toBe(1);
    const start = await runMcm(['server', '--config', file]);
    expect(start.code).toBe(2);
    for (const { stderr } of [check, start]) {
      expect(stderr).toContain('configuration validation failed:');
      expect(stderr).toContain('http.port');
      expect(stderr).toMatch(/prot.*port/);
      expect(stderr).toMatch(/mosquito.*mosquitto/);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});

describe('mcm server', () => {
  it('runs a Mosquitto of its own, lets the first administrator in, and stops both with exit 0', async () => {
    const server = new McmProcess(['server'], { ...env, MCM_MOSQUITTO_MANAGED: 'true' });
    await server.prints('mosquitto_pub -h 127.0.0.1 -p');
    // No terminal is there, so the password is in a file whose path the log names.
    const path = join(home.path, 'data/first-password');
    expect(server.stderr).toContain(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const password = readFileSync(path, 'utf8').trim();
    expect(server.stdout + server.stderr).not.toContain(password);
    const login = await fetch(`${url()}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    const { token } = (await login.json()) as { token: string };
    await until(async () => {
      const ready = await fetch(`${url()}/readyz`);
      return ((await ready.json()) as { broker: string }).broker === 'connected';
    });
    expect((await runMcm(['status', '--token', token], env)).code).toBe(0);
    const told = await runMcm(['status', '--token', token, '--json'], env);
    expect(JSON.parse(told.stdout)).toMatchObject({
      server: { status: 'ready' },
      broker: { status: 'connected' },
    });
    const refused = await runMcm(['status', '--token', 'wrong'], env);
    expect([refused.code, refused.stdout]).toEqual([3, expect.stringContaining('not valid')]);

    const asked = Date.now();
    expect((await server.end('SIGTERM')).code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(STOPPED_MS);
    const gone = await runMcm(['status'], env);
    expect(gone.code).toBe(3);
    expect(gone.stdout).toContain('unreachable');
  });

  it('warns at the start of a setting that is for development only', async () => {
    const server = new McmProcess(['server'], { ...env, MCM_HTTP_TRUSTED_PROXIES: '0.0.0.0/0' });
    await server.prints('MCM is at');
    const { stderr } = await server.end('SIGTERM');
    expect(stderr).toMatch(/"level":"warn".*"msg":"http\.trusted_proxies: Everybody can claim/);
  });

  it('serves the console compressed, for ever, and its page anew each time', async () => {
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at');
    const page = await fetch(`${url()}/`);
    const [, script = ''] = /src="(main-[^"]+\.js)"/.exec(await page.text()) ?? [];
    const code = await fetch(`${url()}/${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(Object.fromEntries(code.headers)).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await code.text()).length).toBeGreaterThan(1_000);
    await server.end('SIGTERM');
  });

  it('stops with exit 0 in the middle of a flood', async () => {
    const server = new McmProcess(['server'], { ...env, MCM_MOSQUITTO_MANAGED: 'true' });
    await server.prints('mosquitto_pub -h 127.0.0.1 -p');
    const port = /-p (\d+)/.exec(server.stdout)?.[1] ?? '';
    const flood = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    flood.on('error', () => undefined); // the broker goes with MCM
    let sent = 0;
    const pour = setInterval(() => {
      for (let i = 0; i < 2_000 && flood.connected; i += 1)
        flood.publish(`flood/${i}`, 'x'.repeat(64));
      sent += 2_000;
    }, 10);
    await until(() => sent > 50_000);
    const asked = Date.now();
    const { code } = await server.end('SIGTERM');
    clearInterval(pour);
    await flood.endAsync(true);
    expect([code, Date.now() - asked < STOPPED_MS]).toEqual([0, true]);
  });

  it('refuses a database that a newer MCM has written', async () => {
    const first = new McmProcess(['server'], env);
    await first.prints('MCM is at');
    await first.end('SIGTERM');
    const source = new DataSource({
      type: 'sqlite',
      driver: sqlite3,
      database: env['MCM_DATABASE_PATH'] ?? '',
    });
    await source.initialize();
    await source.query("INSERT INTO schema_migrations VALUES (999, 'from-tomorrow', 0)");
    await source.query('PRAGMA user_version = 999');
    await source.destroy();
    const { code, stderr } = await runMcm(['server'], env);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/newer|999/)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['its port is taken', 'http.port'],
    ['another MCM has its data folder', 'data'],
    ['its data folder cannot be written', 'data'],
  ])('says what to do when %s, without a stack trace', async (bad, remedy) => {
    const blockers: { end: () => Promise<unknown> }[] = [];
    if (bad.includes('port')) {
      const blocker = createServer().listen(Number(env['MCM_HTTP_PORT']), '127.0.0.1');
      blockers.push({ end: () => new Promise((resolve) => blocker.close(resolve)) });
    } else if (bad.includes('another')) {
      const first = new McmProcess(['server'], env);
      await first.prints('MCM is at');
      blockers.push({ end: () => first.end('SIGTERM') });
      env = { ...env, MCM_HTTP_PORT: String(await freePort()) };
    } else {
      await writeFile(join(home.path, 'data'), 'a file where the folder should be');
    }
    const { code, stderr } = await runMcm(['server'], env);
    for (const blocker of blockers) await blocker.end();
    expect([code, stderr]).toEqual([1, expect.stringContaining(remedy)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
