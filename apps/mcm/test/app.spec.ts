import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS } from '#contract';
import { assets } from '../src/built.js';
import { bearer, serve, type Served } from './served.js';

let served: Served;
/** The answer to headers that do not end, which takes its time: the tests meanwhile go on. */
let late: Promise<string>;
beforeAll(async () => {
  served = await serve();
  late = raw('GET / HTTP/1.1\r\nhost: x\r\n');
});
afterAll(() => served.stop());

describe('every route', () => {
  it('is in the OpenAPI document with its floor, its security and its failures', () => {
    const { paths } = JSON.parse(readFileSync(assets.openapi, 'utf8')) as {
      paths: Record<string, Record<string, Record<string, unknown>>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(8);
    for (const operation of operations) {
      const { operationId, security, responses } = operation;
      const floor = operation['x-role-floor'];
      expect([operationId, floor]).toEqual([operationId, expect.any(String)]);
      expect([operationId, security]).toEqual([
        operationId,
        floor === 'public' ? [] : [{ bearer: [] }],
      ]);
      if (floor !== 'public') expect(Object.keys(responses as object)).toContain('401');
      const missing = answersOfAny(operation).filter(
        (kind) => !JSON.stringify(responses).includes(`\`${kind}\``),
      );
      expect([operationId, missing]).toEqual([operationId, []]);
    }
  });

  it.each(['handler', 'raw'])(
    'keeps the server from starting when it is %s and declares no floor',
    async (kind) => {
      const starting = serve({
        prepare: (app) => {
          const http = app.getHttpAdapter().getInstance();
          if (kind === 'raw') http.get('/planted', () => 'open to all');
          else
            http.route({
              method: 'POST',
              url: '/planted',
              config: {},
              handler: () => 'open to all',
            });
        },
      });
      await expect(starting).rejects.toThrow('No floor is declared for');
    },
  );

  it('asks for a log-in unless it is public', async () => {
    for (const path of [
      '/api/v1/status',
      '/api/v1/topics',
      '/api/v1/auth/me',
      '/api/v1/broker/events',
    ]) {
      const { status, problem, headers } = await served.ask(path);
      expect([path, status, problem.type]).toEqual([path, 401, '/problems/not-authenticated']);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('has a page for each problem it may answer with', async () => {
    expect(withoutPage(Object.keys(PROBLEMS))).toEqual([]);
    expect(withoutPage(['not-found', 'planted'])).toEqual(['planted']);
    const { status, body } = await served.ask('/problems/not-found');
    expect([status, String(body).startsWith('# ')]).toEqual([200, true]);
    expect((await served.ask('/problems/..%2f..%2fpackage.json')).status).toBe(404);
  });
});

const withoutPage = (kinds: readonly string[]) =>
  kinds.filter((kind) => !existsSync(join(assets.problems, `${kind}.md`)));

/** What the server itself answers, whatever the handler is. */
const answersOfAny = (operation: Record<string, unknown>) => [
  ...(operation['requestBody']
    ? ['malformed-request', 'body-too-large', 'unsupported-media-type']
    : []),
  ...(operation['x-audit-action'] ? ['database-unavailable', 'too-many-requests'] : []),
];

describe('a request that cannot be answered', () => {
  it.each([
    ['an unknown address', '/api/v1/nowhere', {}, 404, 'not-found'],
    ['an address that is none', '/api/v1/topics/%zz', {}, 400, 'malformed-request'],
    ['an address that is too long', `/api/v1/topics/${'a'.repeat(200)}`, {}, 404, 'not-found'],
    [
      'text that is no JSON',
      '/api/v1/auth/login',
      { body: '{"username":' },
      400,
      'malformed-request',
    ],
    [
      'a form',
      '/api/v1/auth/login',
      { body: 'a=b', type: 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    [
      'plain text',
      '/api/v1/auth/login',
      { body: 'a', type: 'text/plain' },
      415,
      'unsupported-media-type',
    ],
    [
      'a body of 2 MB',
      '/api/v1/auth/login',
      { body: JSON.stringify({ username: 'a'.repeat(2e6) }) },
      413,
      'body-too-large',
    ],
    [
      'members it does not know',
      '/api/v1/auth/login',
      { body: '{"username":"a","password":"b","role":"admin"}' },
      400,
      'validation-failed',
    ],
    [
      'a password that is no text',
      '/api/v1/auth/login',
      { body: '{"username":"a","password":{"$gt":""}}' },
      400,
      'validation-failed',
    ],
  ])(
    'says why: %s',
    async (
      _,
      path,
      { body, type = 'application/json' }: { body?: string; type?: string },
      status,
      kind,
    ) => {
      const init =
        body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': type } };
      const answer = await served.ask(path, init);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.problem).toMatchObject({
        type: `/problems/${kind}`,
        status,
        title: expect.any(String),
      });
      expect(answer.problem.instance).toBe(`urn:request:${answer.headers.get('x-request-id')}`);
    },
  );

  it('names each faulty member', async () => {
    const { problem } = await served.post('/api/v1/auth/login', { username: '', extra: 1 });
    const pointers = problem.errors?.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/username', '/password', '/extra']));
  });

  it('is answered although its header is too large to read', async () => {
    const text = await raw(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(text).toContain('431 Request Header Fields Too Large');
    expect(text).toContain('/problems/headers-too-large');
  });
});

/** What the server answers to bytes of our own, until it closes the connection. */
function raw(bytes: string): Promise<string> {
  const { port, hostname } = new URL(served.url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => {
      resolve(answer);
    });
    // A reset after the answer: the server does not read to the end what it refuses.
    socket.on('error', () => undefined);
  });
}

describe('every answer', () => {
  it('carries the headers that keep a browser from misusing it', async () => {
    const { headers } = await served.ask('/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('gives the console a policy with a nonce of its own that the page carries', async () => {
    const nonces = await Promise.all(
      ['/', '/topics/anything'].map(async (path) => {
        const { status, body, headers } = await served.ask(path);
        const policy = headers.get('content-security-policy') ?? '';
        const [, nonce = 'none'] = /'nonce-([^']+)'/.exec(policy) ?? [];
        expect(status).toBe(200);
        expect(String(body)).toContain(`ngcspnonce="${nonce}"`);
        expect(policy).toContain("require-trusted-types-for 'script'");
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it('repeats the request id it was given, and makes one for none or an unfit one', async () => {
    const given = await served.ask('/healthz', { headers: { 'x-request-id': 'plant-7/42' } });
    expect(given.headers.get('x-request-id')).toBe('plant-7/42');
    const unfit = await served.ask('/healthz', { headers: { 'x-request-id': 'a b' } });
    expect(unfit.headers.get('x-request-id')).toMatch(/^[0-9a-f]{24}$/);
  });

  it('is logged once, with its route and without its address or headers', async () => {
    const token = await served.logIn();
    await served.ask('/api/v1/topics?limit=1&cursor=xyzzy', {
      headers: { ...bearer(token), 'x-request-id': 'once' },
    });
    const lines = served
      .log()
      .split('\n')
      .filter((line) => line.includes('"requestId":"once"'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'http_request',
      route: 'GET /api/v1/topics',
      status: 200,
    });
    expect(served.log()).not.toContain('xyzzy');
    expect(served.log()).not.toContain(token);
  });
});

describe('what others ask for', () => {
  it('tells that it lives, and that it is ready although the broker is away', async () => {
    expect((await served.ask('/healthz')).body).toEqual({ status: 'ok' });
    expect((await served.ask('/livez')).body).toEqual({ status: 'ok' });
    expect((await served.ask('/readyz')).body).toEqual({ status: 'ok', broker: 'disconnected' });
  });

  it('counts requests by pattern, and all unknown addresses as one', async () => {
    await served.ask('/api/v1/auth/me');
    await served.ask('/one/unknown');
    await served.ask('/another/unknown');
    const { body, headers } = await served.ask('/metrics');
    expect(headers.get('content-type')).toContain('version=0.0.4');
    expect(body).toMatch(
      /mcm_http_requests_total\{method="GET",route="GET \/api\/v1\/auth\/me",status="401"\} \d/,
    );
    expect(body).toMatch(
      /mcm_http_requests_total\{method="unmatched",route="unmatched",status="404"\} [2-9]/,
    );
    expect(body).toContain('mcm_http_request_duration_seconds_bucket');
    expect(body).toContain('mcm_broker_status 0');
    expect(body).not.toContain('/one/unknown');
  });
});

describe('a request whose headers do not come to an end', () => {
  it('is not waited for', async () => {
    const text = await late;
    expect(text).toContain('408 Request Timeout');
    expect(text).toContain('/problems/request-timeout');
  });
});
