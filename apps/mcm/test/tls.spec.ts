import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect as connectPlain, type AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { STREAM_PATH } from '#contract';
import {
  createCertificates,
  temporaryFolder,
  type TemporaryFolder,
  type TestCertificates,
} from '#testing';
import { assets } from '../src/built.js';
import { answer, GET, handshake, portOf, serveTls } from './over-tls.js';
import { serve, type Served } from './served.js';

const HSTS = 'max-age=31536000; includeSubDomains';

const trusted = getCACertificates('default');
let home: TemporaryFolder;
let made: TestCertificates;
beforeAll(async () => {
  home = await temporaryFolder();
  made = await createCertificates(home.path);
  // For fetch and WebSockets, which are not told whom to trust.
  setDefaultCACertificates([...trusted, made.ca.cert]);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await home.remove();
});

const UPGRADE = (...headers: string[]) =>
  [`GET ${STREAM_PATH} HTTP/1.1`, 'host: mcm', 'connection: Upgrade', 'upgrade: websocket']
    .concat(headers, '', '')
    .join('\r\n');

/** Speaks TLS 1.1 where OpenSSL, whose own level forbids that, is told to. */
const OLD = {
  minVersion: 'TLSv1.1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT@SECLEVEL=0',
} as const;

describe('HTTPS', () => {
  let served: Served;
  let port: number;
  /** What takes its time is begun at once, and the tests meanwhile go on. */
  let late: Promise<string>;
  let silent: Promise<unknown>;
  beforeAll(async () => {
    served = await serveTls(made);
    port = portOf(served);
    late = answer(port, 'GET / HTTP/1.1\r\nhost: mcm\r\n', { ca: made.ca.cert });
    const socket = connectPlain(port, '127.0.0.1');
    silent = once(socket.resume(), 'close');
  });
  afterAll(() => served.stop());

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is served over %s', async (version) => {
    const options = { minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] };
    const socket = await handshake(port, { ...options, ca: made.ca.cert });
    expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'http/1.1']);
    socket.destroy();
    expect((await served.ask('/healthz')).status).toBe(200);
  });

  it('refuses TLS 1.1 for its version, and for nothing else', async () => {
    await expect(handshake(port, { ...OLD, ca: made.ca.cert })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    const { cert, key } = made.server;
    const old = createServer({ cert, key, ...OLD }).listen(0, '127.0.0.1');
    await once(old, 'listening');
    const socket = await handshake((old.address() as AddressInfo).port, {
      ...OLD,
      ca: made.ca.cert,
    });
    expect(socket.getProtocol()).toBe('TLSv1.1');
    socket.destroy();
    old.close();
  });

  it('has the same sides as HTTP: log-in, stream, and no one in without a token', async () => {
    const token = await served.logIn();
    const stream = served.stream(token, { origin: served.url });
    await stream.frame(({ type }) => type === 'broker_status');
    stream.socket.close();
    expect((await served.ask('/api/v1/status')).status).toBe(401);
  });

  it('opens no stream for a page that came without TLS', async () => {
    const token = await served.logIn();
    const origin = served.url.replace('https:', 'http:');
    expect(await served.stream(token, { origin }).refused()).toBe(403);
  });

  const script = readdirSync(assets.console).find((name) => name.endsWith('.js')) ?? '';
  it.each([
    ['a route', GET('/healthz'), '200 OK'],
    ["the console's page", GET('/'), '200 OK'],
    ["a file of the console's", GET(`/${script}`), '200 OK'],
    ['an unknown address', GET('/nowhere'), '404 Not Found'],
    ['an address that cannot be read', GET('/%zz'), '400 Bad Request'],
    ['a route without a token', GET('/api/v1/status'), '401 Unauthorized'],
    ['a request without a host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', '400 Bad Request'],
    ['an expectation nobody meets', GET('/', 'expect: miracles'), '417 Expectation Failed'],
    ['a request that cannot be read', 'rubbish\r\n\r\n', '400 Bad Request'],
    ['a header that is too long', GET('/', `x: ${'a'.repeat(40_000)}`), '431 Request Header'],
    ['an upgrade without a token', UPGRADE('sec-websocket-protocol: mcm.v1'), '401 Unauthorized'],
    ['headers that do not end', undefined, '408 Request Timeout'],
  ])('asks browsers for TLS from now on, in the answer to %s', async (_, bytes, status) => {
    const text = await (bytes === undefined ? late : answer(port, bytes, { ca: made.ca.cert }));
    expect(text).toContain(`HTTP/1.1 ${status}`);
    expect(text.toLowerCase()).toContain(
      `\r\nstrict-transport-security: ${HSTS.toLowerCase()}\r\n`,
    );
  });

  it('asks for it in the answer to an upgrade as well, opened or not', async () => {
    const token = await served.logIn();
    const stream = served.stream(token);
    const [opened] = (await once(stream.socket, 'upgrade')) as [
      { headers: Record<string, string> },
    ];
    expect(opened.headers['strict-transport-security']).toBe(HSTS);
    stream.socket.close();
    const refused = await answer(port, UPGRADE(`sec-websocket-protocol: mcm.v1, Bearer.${token}`), {
      ca: made.ca.cert,
    });
    expect(refused).toContain('HTTP/1.1 400 Bad Request');
    expect(refused).toContain('/problems/malformed-request');
    expect(refused).toContain(HSTS);
  });

  it('is not mistaken by plain HTTP, by rubbish, or by who hangs up', async () => {
    for (const bytes of [GET('/healthz'), '\0\x16\x03\x01\xff\xff', '']) {
      const socket = connectPlain(port, '127.0.0.1');
      socket.on('error', () => undefined); // a reset is what we came for
      if (bytes === '') socket.destroy();
      else socket.write(bytes);
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      await once(socket, 'close');
      expect(text).not.toContain('HTTP/');
    }
    expect((await served.ask('/healthz')).status).toBe(200);
  });

  it('does not wait for a handshake that does not come', async () => {
    await silent;
    expect((await served.ask('/healthz')).status).toBe(200);
  });
});

describe('plain HTTP', () => {
  it('does not ask browsers for TLS', async () => {
    const served = await serve();
    const { headers } = await served.ask('/healthz');
    expect(headers.has('strict-transport-security')).toBe(false);
    await served.stop();
  });
});

it('http.tls.min_version 1.3 refuses TLS 1.2', async () => {
  const served = await serveTls(made, { MCM_HTTP_TLS_MIN_VERSION: '1.3' });
  const port = portOf(served);
  await expect(handshake(port, { maxVersion: 'TLSv1.2', ca: made.ca.cert })).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  });
  const socket = await handshake(port, { ca: made.ca.cert });
  expect(socket.getProtocol()).toBe('TLSv1.3');
  socket.destroy();
  await served.stop();
});

it('files that cannot be used keep the server from starting, by their names', async () => {
  const starting = serveTls(made, { MCM_HTTP_TLS_KEY_FILE: made.renewed.keyFile });
  await expect(starting).rejects.toThrow(made.renewed.keyFile);
});
