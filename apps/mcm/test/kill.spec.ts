import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

/** `make nightly` kills more often. */
const KILLS = process.env['MCM_SEARCH_RUNS'] === undefined ? 6 : 250;
const WRITERS = 4;
const PASSWORD = 'correct horse battery staple';

jest.setTimeout(KILLS * 60_000);

let home: TemporaryFolder;
let env: Record<string, string>;
beforeEach(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    MCM_LOGGING_LEVEL: 'error',
  };
});
afterEach(() => home.remove());

interface Entry {
  readonly requestId: string;
  readonly result: string;
  readonly action: string;
}

class Client {
  /** Changes that were answered with success, by request id. */
  readonly told = new Set<string>();
  private token = '';
  private count = 0;

  async logIn(): Promise<void> {
    const body = { username: 'admin', password: PASSWORD };
    const answer = await this.send('POST', '/api/v1/auth/login', body);
    this.token = ((await answer.json()) as { token: string }).token;
  }

  /** Makes the users whose roles are changed. */
  async addUsers(): Promise<readonly number[]> {
    const ids: number[] = [];
    for (let i = 0; i < WRITERS; i += 1) {
      const wish = { username: `writer-${i}`, password: 'a good long password', role: 'viewer' };
      const answer = await this.change('POST', '/api/v1/admin-users', wish);
      ids.push(((await answer.json()) as { id: number }).id);
    }
    return ids;
  }

  /** Changes a user's role again and again, until the server is gone. */
  async write(id: number): Promise<void> {
    for (let i = 0; ; i += 1) {
      const role = i % 2 === 0 ? 'auditor' : 'operator';
      try {
        await this.change('PUT', `/api/v1/admin-users/${id}`, { role });
      } catch {
        return; // TypeError: the connection was cut, which is what this test does
      }
    }
  }

  async trail(): Promise<readonly Entry[]> {
    const answer = await this.send('GET', '/api/v1/audit-events/export?format=jsonl');
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  private async change(method: string, path: string, body: object): Promise<Response> {
    this.count += 1;
    const requestId = `change-${this.count}`;
    const answer = await this.send(method, path, body, requestId);
    expect(answer.status).toBeLessThan(300);
    this.told.add(requestId);
    return answer;
  }

  private send(method: string, path: string, body?: object, requestId = 'aside') {
    return fetch(`http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}${path}`, {
      method,
      headers: {
        'x-request-id': requestId,
        ...(this.token !== '' && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}

it('kill -9 at any moment loses no change that was answered with success, and the chain verifies', async () => {
  const client = new Client();
  let ids: readonly number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at');
    if (kill === 0) {
      await client.logIn();
      ids = await client.addUsers();
    }
    const before = client.told.size;
    const writing = ids.map((id) => client.write(id));
    const enough = before + randomInt(1, 40);
    await until(
      () => client.told.size >= enough,
      () => server.stderr,
    );
    await server.end('SIGKILL');
    await Promise.all(writing);
    const { code, stdout } = await runMcm(['audit', 'verify'], env);
    expect([kill, code, stdout]).toEqual([kill, 0, expect.any(String)]);
  }

  const last = new McmProcess(['server'], env);
  await last.prints('MCM is at');
  const trail = await client.trail();
  await last.end('SIGTERM');
  const proven = new Set(
    trail.filter(({ result }) => result === 'success').map(({ requestId }) => requestId),
  );
  expect([...client.told].filter((requestId) => !proven.has(requestId))).toEqual([]);
  expect(client.told.size).toBeGreaterThan(KILLS);
  // Whatever was under way is not forgotten either, and nothing seems to be going on still.
  expect(trail.filter(({ result }) => result === 'started')).toEqual([]);
  expect((await runMcm(['audit', 'verify'], env)).code).toBe(0);
});
