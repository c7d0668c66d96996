import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ProblemDetails } from '#contract';
import { doorOf, openDoor } from '../src/create-app.js';
import { serve, type Served } from './served.js';

const LOGIN = '/api/v1/auth/login';
const ME = '/api/v1/auth/me';

let served: Served;
let token: string;
beforeAll(async () => {
  served = await serve();
  token = await served.logIn();
});
afterAll(() => served.stop());

/** What the server answers to bytes of our own, until it closes the connection. */
async function raw(...lines: readonly string[]): Promise<string> {
  const { port, hostname } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  socket.write([...lines, '', ''].join('\r\n'));
  return text(socket);
}
const head = ['host: x', 'connection: close'];
const logged = (id: string) =>
  served
    .log()
    .split('\n')
    .filter((line) => line.includes(`"requestId":"${id}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const idIn = (answer: string) => /urn:request:([^"]+)/.exec(answer)?.[1] ?? 'none';

describe('a route that asks for no log-in', () => {
  it('reads what a log-in can be, and no more', async () => {
    const [username, password] = ['\u{1f600}'.repeat(64), '\u0001'.repeat(1_024)];
    const most = await served.post(LOGIN, { username, password });
    expect(most.problem.type).toBe('/problems/login-failed');
    const more = await served.post(LOGIN, { username, password: 'a'.repeat(9_000) });
    expect([more.status, more.problem.type]).toEqual([413, '/problems/body-too-large']);
  });

  it('answers at once to members without end, and to levels without end', async () => {
    const elements = Array.from({ length: 1_100 }, () => 0).join();
    for (const body of [
      `{"username":[${elements}]}`,
      `{"username":${'['.repeat(4_000)}${']'.repeat(4_000)}}`,
    ]) {
      const { status, problem } = await served.post(LOGIN, body);
      expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    }
  });
});

describe('a request that no handler sees', () => {
  it.each(['/%ff', `/api/v1/topics/${'a'.repeat(200)}`])('is logged: GET %s', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1`, ...head);
    const lines = logged(idIn(answer));
    const status = Number(answer.slice(9, 12));
    expect(lines).toEqual([
      expect.objectContaining({ msg: 'http_request', method: 'GET', route: 'unmatched', status }),
    ]);
    expect(JSON.stringify(lines)).not.toContain(path);
  });

  it('is logged although it cannot be read', async () => {
    const answer = await raw('GET /secret HTTP/9.9', ...head);
    const lines = logged(idIn(answer));
    expect(lines).toEqual([
      expect.objectContaining({ msg: 'http_request', route: 'unmatched', status: 400 }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('an answer', () => {
  it('says by what to prove who one is whenever it is 401', async () => {
    const wrong = { username: 'admin', password: 'wrong' };
    const answers = [
      await served.post(LOGIN, wrong),
      await served.post('/api/v1/auth/login/mfa', { mfaChallenge: 'x', code: '123456' }),
      await served.as(token)('DELETE', '/api/v1/auth/mfa', { password: 'wrong' }),
      await served.ask(ME),
    ];
    for (const { status, headers } of answers)
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="mcm"']);
  });

  it.each([
    '/%61pi/v1/auth/me',
    'http://x/api/v1/auth/me',
    '/api/v1/nowhere',
    '/%61pi/v1/no',
    '/api/%ff',
  ])('below the API is not kept by anybody, however its address is written: %s', async (target) => {
    const answer = await raw(`GET ${target} HTTP/1.1`, ...head, `authorization: Bearer ${token}`);
    expect(answer.toLowerCase()).toContain('cache-control: no-store');
  });

  it.each([
    ['DELETE', '/api/v1/auth/tokens/99', 404, undefined],
    ['POST', LOGIN, 400, ['/username', '/password']],
  ])(
    'to %s %s is about what is missing, not about an empty body',
    async (method, path, ...said) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const { status, problem } = await served.ask(path, { method, headers });
      const pointers = problem.errors && [...new Set(problem.errors.map(({ pointer }) => pointer))];
      expect([status, pointers]).toEqual(said);
    },
  );
});

describe('through the door in the data folder', () => {
  let door: Awaited<ReturnType<typeof openDoor>>;
  beforeAll(async () => {
    door = await openDoor(served.app, served.config);
  });
  afterAll(() => door?.close());

  it.each([
    ['GET', ME],
    ['GET', '/api/v1/auth/tokens'],
    ['POST', '/api/v1/auth/tokens'],
    ['DELETE', '/api/v1/auth/tokens/1'],
    ['GET', '/api/v1/auth/mfa'],
    ['POST', '/api/v1/auth/mfa/setup'],
    ['GET', '/api/v1/auth/sessions'],
    ['DELETE', '/api/v1/auth/sessions'],
    ['PUT', '/api/v1/auth/password'],
    ['POST', '/api/v1/auth/logout'],
  ])('nobody has an account: %s %s', async (method, path) => {
    const { status, body } = await ask(method, path);
    expect([status, body.type]).toEqual([403, '/problems/account-required']);
  });

  async function ask(method: string, path: string) {
    const sent = request({ socketPath: doorOf(served.config), method, path, agent: false }).end();
    const answer = await new Promise<
      AsyncIterable<Buffer> & { statusCode?: number; headers: IncomingHttpHeaders }
    >((resolve, reject) => sent.once('response', resolve).once('error', reject));
    let body = '';
    for await (const chunk of answer) body += chunk.toString();
    return { status: answer.statusCode, body: JSON.parse(body) as ProblemDetails };
  }
});
