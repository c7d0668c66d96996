import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';

interface Containing {
  readonly volumes: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}
/** The tools are plain modules without types; this is what their own comments say. */
const tool = async (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { contained, containerRoot, image } = (await tool('container-root.mjs')) as {
  contained: (folder: string, how: Containing) => readonly [string, ...string[]];
  containerRoot: (to: string) => void;
  image: { readonly command: readonly string[]; readonly healthcheck: readonly string[] };
};
const { noScratchRoot } = (await tool('scratch-root.mjs')) as {
  noScratchRoot: () => string | undefined;
};

const reason = noScratchRoot();

(reason === undefined ? describe : describe.skip)(`the container image ${reason ?? ''}`, () => {
  let home: TemporaryFolder;
  let folder: string;
  let data: string;
  let broker: TestBroker;
  let how: Containing;
  let server: ChildProcess;
  let log = '';
  let url: string;

  /** A command in a container of the image. */
  const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const [command, ...args] = [
      ...contained(folder, { ...how, env: { ...how.env, ...env } }),
      ...words,
    ] as [string, ...string[]];
    return { command, args };
  };
  const run = (...words: readonly string[]) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const { command, args } = start(words);
      execFile(command, args, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
      });
    });
  /** The process that is the first in the container: the child of the one that made it. */
  const first = (): number =>
    Number(readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8'));

  beforeAll(async () => {
    home = await temporaryFolder();
    folder = join(home.path, 'root');
    containerRoot(folder);
    // As docker makes a volume: with the owner of the folder in the image.
    data = join(home.path, 'data');
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, 1000, 1000);
    broker = await startMosquitto();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    how = {
      volumes: { '/var/lib/mcm': data },
      env: { MCM_HTTP_PORT: String(port), MCM_MOSQUITTO_PORT: String(broker.port) },
    };
    const { command, args } = start(image.command);
    server = spawn(command, args);
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    await until(
      () => log.includes('MCM is at') || server.exitCode !== null,
      () => log,
    );
  }, 900_000);
  afterAll(async () => {
    if (server.exitCode === null) server.kill('SIGKILL');
    await broker.stop();
    await home.remove();
  });

  it('runs as its user, who has no rights and cannot get any', () => {
    const status = readFileSync(`/proc/${first()}/status`, 'utf8');
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1];
    expect(field('Uid')).toBe('1000\t1000\t1000\t1000');
    expect(field('Gid')).toBe('1000\t1000\t1000\t1000');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(field(set)).toBe('0'.repeat(16));
    }
    expect(field('NoNewPrivs')).toBe('1');
  });

  it('has a root file system in which it can write nothing but its volume and /tmp', async () => {
    const writes = ['/', '/opt/mcm', '/etc', '/home/node', '/var/tmp', '/usr/local/bin'];
    const tries = [...writes, '/tmp', '/var/lib/mcm'].map(
      (place) => `touch ${place}/try 2>/dev/null && rm ${place}/try && echo ${place}`,
    );
    expect((await run('sh', '-c', tries.join('; '))).said).toBe('/tmp\n/var/lib/mcm\n');
  });

  it('is well by its own health check, and the check fails when nothing answers', async () => {
    expect(await run(...image.healthcheck)).toEqual({ code: 0, said: '' });
    const elsewhere = ['env', `MCM_HTTP_PORT=${await freePort()}`];
    expect((await run(...elsewhere, ...image.healthcheck)).code).toBe(1);
  });

  it('observes a message, for an admin with the password in its volume', async () => {
    const password = (await run('cat', '/var/lib/mcm/first-password')).said.trim();
    const login = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    const { token } = (await login.json()) as { readonly token: string };
    const client = await broker.connect();
    await client.publishAsync('plant/oven', '21.5', { qos: 1, retain: true });
    await until(async () => {
      const answer = await fetch(`${url}/api/v1/topics?filter=plant/%2B`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.text()).includes('plant/oven');
    });
  });

  it('has a broker beside it, on which changes can be tried', async () => {
    expect((await run('sh', '-c', '/usr/sbin/mosquitto -h')).said).toContain(
      'mosquitto version 2.',
    );
  });

  it('finds nothing wrong with itself', async () => {
    expect(await run('/opt/mcm/bin/mcm', 'doctor')).toMatchObject({
      code: 0,
      said: expect.not.stringContaining('FAIL'),
    });
    expect((await run('/opt/mcm/bin/mcm', 'status')).code).toBe(0);
  });

  it('keeps what it knows for itself, and stops with 0', async () => {
    const ended = once(server, 'exit');
    process.kill(first(), 'SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(data)).toContain('mcm.db');
    expect(existsSync(join(folder, 'var/lib/mcm/mcm.db'))).toBe(false);
  });
});
