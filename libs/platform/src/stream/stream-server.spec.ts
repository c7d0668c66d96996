import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { STREAM_PATH, STREAM_PROTOCOL } from '#contract';
import type { AuditSink } from '../audit/audit-sink.js';
import type { Config } from '../config/config.js';
import type { Principal, Principals } from '../http/principal.js';
import { createLogger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { StreamServer } from './stream-server.js';

const ADA: Principal = {
  ...{ userId: 1, username: 'ada', role: 'viewer', via: 'session', sessionId: 's' },
  expiresAt: Number.MAX_SAFE_INTEGER,
};

let server: Server;
const clients: WebSocket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  server.close();
  await once(server, 'close');
});

/** A server of streams that knows a caller as `looks` say, one after the other. */
async function open(...looks: (Principal | 'invalid_bearer_token' | Error)[]): Promise<string[]> {
  const principals: Principals = {
    resolve: () => {
      const look = looks.shift() ?? new Error('asked too often');
      return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
    },
    onEnded: () => () => undefined,
  };
  const sink = { notice: () => undefined } as unknown as AuditSink;
  const config = { http: { trustedProxies: [] as string[] } } as unknown as Config;
  const lines: string[] = [];
  const log = createLogger({ level: 'info', format: 'json' }, { write: (l) => lines.push(l) });
  server = createServer();
  new StreamServer(principals, sink, config, new Metrics()).attach(server, log);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return lines;
}

function connect(path: string = STREAM_PATH): WebSocket {
  const { port } = server.address() as AddressInfo;
  const headers = { 'x-request-id': 'plant-7/42' };
  const url = `ws://127.0.0.1:${port}${path}`;
  const client = new WebSocket(url, [STREAM_PROTOCOL, 'Bearer.x'], { headers });
  clients.push(client);
  client.on('error', () => undefined); // of one that is refused, when it is put away
  return client;
}

describe('a stream that has just been opened', () => {
  it.each([
    ['cannot be checked again', new Error('disk full'), 1011],
    ['has ended meanwhile', 'invalid_bearer_token' as const, 4401],
  ])('is closed, with no word of HTTP in it, when its session %s', async (_, look, code) => {
    await open(ADA, look);
    const client = connect();
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    const [closedWith] = (await once(client, 'close')) as [number];
    expect([closedWith, errors]).toEqual([code, []]);
  });
});

describe('an upgrade that is refused', () => {
  it.each([
    ['for want of a log-in', STREAM_PATH, ['invalid_bearer_token' as const], 401],
    ['since nobody knows who asks', STREAM_PATH, [new Error('disk full')], 500],
    ['for its address', '/api/v1/nowhere?token=xyzzy', [], 404],
  ])('is logged once, %s, with the id that its answer carries', async (_, path, looks, status) => {
    const lines = await open(...looks);
    const client = connect(path);
    const [, response] = (await once(client, 'unexpected-response')) as [
      ...[unknown, import('node:http').IncomingMessage],
    ];
    expect([response.statusCode, response.headers['x-request-id']]).toEqual([status, 'plant-7/42']);
    expect(response.headers['www-authenticate']).toBe(
      status === 401 ? 'Bearer realm="mcm"' : undefined,
    );
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      {
        ...{ level: 'info', time: expect.any(String), msg: 'http_request', method: 'GET' },
        ...{ requestId: 'plant-7/42', status, remoteAddress: '127.0.0.1' },
        route: path === STREAM_PATH ? `GET ${STREAM_PATH}` : 'unmatched',
      },
    ]);
    expect(lines.join('')).not.toContain('xyzzy');
  });
});
