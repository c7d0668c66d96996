import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lockFolder } from '#link/host';
import { freePort, startMosquitto, until, type TestBroker } from '#testing';
import type { Doctored } from '../src/commands/doctor-look.js';
import {
  expectFinding,
  installation,
  LONG_S,
  stateOf,
  unwell,
  type Installation,
} from './doctor-plant.js';
import { McmProcess, runMcm } from './mcm-process.js';

let broker: TestBroker;
let mcm: Installation;
let env: Record<string, string>;
beforeEach(async () => {
  broker = await startMosquitto({ conf: ['log_dest stderr', 'log_dest topic'] });
  mcm = await installation();
  env = {
    MCM_DATABASE_PATH: mcm.database,
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(broker.port),
  };
});
afterEach(async () => {
  await mcm.remove();
  await broker.stop();
});

const doctor = (...args: string[]) => runMcm(['doctor', '--config', mcm.file, ...args], env);
const read = (stdout: string) => JSON.parse(stdout) as Doctored;
const server = async () => {
  const started = new McmProcess(['server', '--config', mcm.file], env);
  await started.prints('MCM is at');
  return started;
};

describe('mcm doctor', () => {
  it('says a line for each check, the remedy below it, and the counts', async () => {
    await broker.kill();
    const { code, stdout, stderr } = await doctor();
    expect(code).toBe(1);
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toMatch(/^((OK {2}|WARN|FAIL|SKIP) {2}[a-z-]+: \S| {6}→ \S)/);
    }
    expect(stdout).toMatch(
      /\nFAIL {2}broker: nothing listens on 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\n {6}→ Start the broker/,
    );
    expect(stderr).toMatch(/^\d+ ok, 0 warn, 1 fail, \d+ skip\n$/);
  });

  it('finds nothing wrong while no server runs, and changes nothing', async () => {
    const before = await stateOf(mcm.home);
    const { code, stdout } = await doctor('--json');
    expect(unwell(read(stdout))).toEqual([]);
    expect([code, read(stdout).asked]).toEqual([0, null]);
    expect(await stateOf(mcm.home)).toEqual(before);
  });

  it('has the server look while one runs, and finds nothing wrong', async () => {
    const running = await server();
    const { code, stdout } = await doctor('--json');
    const found = read(stdout);
    expect(unwell(found)).toEqual([]);
    expect([code, found.asked]).toEqual([0, join(mcm.data, 'mcm.sock')]);
    expectFinding(found, { check: 'system-server', result: 'ok', what: /the server answers/ });
    expectFinding(found, { check: 'data-lock', result: 'ok', what: /this server has taken/ });
    expect((await running.end('SIGTERM')).code).toBe(0);
  });

  it('leaves what a killed server left as it is', async () => {
    const running = await server();
    await running.end('SIGKILL');
    const before = await stateOf(mcm.home);
    expect(before.join('\n')).toContain('mcm.db-wal');
    const { code, stdout } = await doctor('--json');
    expect(unwell(read(stdout)).map(({ check }) => check)).toEqual(['data-lock']);
    expectFinding(read(stdout), { check: 'database-integrity', result: 'ok', what: /whole/ });
    expect(code).toBe(0);
    expect(await stateOf(mcm.home)).toEqual(before);
  });

  it('says so when the server hangs, and looks by itself', async () => {
    const running = await server();
    process.kill(running.pid, 'SIGSTOP');
    const { code, stdout } = await doctor('--json', '--timeout', '5');
    process.kill(running.pid, 'SIGCONT');
    expectFinding(read(stdout), {
      ...{ check: 'system-server', result: 'fail', what: /has .* and does not answer/ },
      hint: /restart MCM/,
    });
    expectFinding(read(stdout), { check: 'database-integrity', result: 'ok', what: /whole/ });
    expect(unwell(read(stdout))).toHaveLength(1);
    expect([code, read(stdout).asked]).toEqual([1, null]);
    await running.end('SIGTERM');
  });

  it('names a configuration that is not valid with all its lines, and ends with 1', async () => {
    env = { ...env, MCM_HTTP_PORT: 'many', MCM_OBSERVE_QOS: '7' };
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL {2}configuration: MCM_HTTP_PORT: http\.port must/);
    expect(stdout).toMatch(/FAIL {2}configuration: MCM_OBSERVE_QOS: observe\.qos must/);
    expect(stdout).toContain('SKIP  broker: not looked at: the configuration is not valid');
  });

  it.each(['0', 'soon'])('does not wait for "%s" seconds', async (seconds) => {
    const { code, stdout, stderr } = await doctor('--timeout', seconds);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--timeout takes seconds');
  });
});

describe('mcm doctor --url', () => {
  it('is the answer of that server, for those who may ask it', async () => {
    env = { ...env, MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery staple' };
    const running = await server();
    const url = `http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}`;
    const login = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: 'correct horse battery staple' }),
    });
    const { token } = (await login.json()) as { token: string };
    const { code, stdout } = await runMcm(['doctor', '--url', url, '--token', token, '--json']);
    expect(unwell(read(stdout))).toEqual([]);
    expect([code, read(stdout).asked]).toEqual([0, url]);
    expectFinding(read(stdout), {
      ...{ check: 'config-file', result: 'ok', what: /server runs on a valid configuration/ },
    });

    const refused = await runMcm(['doctor', '--url', url, '--token', 'wrong']);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    await running.end('SIGTERM');
    const gone = await runMcm(['doctor', '--url', url, '--token', token]);
    expect([gone.code, gone.stdout]).toEqual([3, '']);
    expect(gone.stderr).toContain('does not answer');
  });
});

describe('mcm doctor --url at something that is no MCM', () => {
  it.each<[string, (response: ServerResponse) => unknown]>([
    ['a page for logging in', (response) => response.end('<html>')],
    ['null', (response) => response.end('null')],
    ['findings that are none', (response) => response.end('{"findings":"many"}')],
    ['a refusal that is no problem', (response) => response.writeHead(403).end('"no"')],
    [
      'an answer that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '99' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('%s', async (_, answer) => {
    const other = createServer((__, response) => answer(response)).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    const { code, stdout, stderr } = await runMcm(['doctor', '--url', url, '--token', 'any']);
    other.close();
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(
      /^mcm: (It answered \d+, and not as MCM does|MCM at \S+ does not answer)/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('mcm doctor and whoever has the data folder', () => {
  let door: Server | undefined;
  afterEach(() => {
    door?.close();
    door?.closeAllConnections();
  });
  const knock = async (status: number) => {
    door = createServer((_, response) => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end('{"title":"Not found"}');
    });
    door.listen(join(mcm.data, 'mcm.sock'));
    await until(() => existsSync(join(mcm.data, 'mcm.sock')));
  };

  it('looks by itself while another command has it', async () => {
    const lock = await lockFolder(mcm.data);
    await knock(404);
    const found = await mcm.examine({ MCM_MOSQUITTO_PORT: String(broker.port) }, LONG_S);
    expect([unwell(found), found.asked]).toEqual([[], null]);
    expectFinding(found, { check: 'system-server', result: 'ok', what: /another command has it/ });
    await lock.release();
  });

  it('says what a process without a door may be at', async () => {
    const lock = await lockFolder(mcm.data);
    expectFinding(await mcm.examine(), {
      ...{ check: 'system-server', result: 'fail', what: /does not answer/, hint: /starting/ },
    });
    await lock.release();
  });
});
