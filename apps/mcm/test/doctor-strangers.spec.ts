import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { promisify } from 'node:util';
import {
  expectFinding,
  expectRemedies,
  installation,
  unwell,
  type Installation,
  LONG_S,
} from './doctor-plant.js';

const run = promisify(execFile);

let mcm: Installation;
let other: Server;
const sockets: Socket[] = [];
beforeEach(async () => {
  mcm = await installation();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  other.close();
  await mcm.remove();
});

async function listen(server: Server): Promise<Readonly<Record<string, string>>> {
  other = server.listen(0, '127.0.0.1');
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined); // the doctor hangs up
  });
  await once(other, 'listening');
  return { MCM_MOSQUITTO_PORT: String((other.address() as AddressInfo).port) };
}

/** Answers CONNECT by CONNACK, and what follows by `then`; section 3.1.2.2 has where the version stands. */
const letsIn = (then: (socket: Socket) => void) =>
  createServer((socket) => {
    socket.once('data', (connect) => {
      socket.write(connect[8] === 5 ? Buffer.of(0x20, 3, 0, 0, 0) : Buffer.of(0x20, 2, 0, 0));
      socket.on('data', () => {
        then(socket);
      });
    });
  });

describe('mcm doctor at a port where no broker answers', () => {
  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['nothing that is known', Buffer.alloc(5_000, 0xff)],
  ])('that speaks %s', async (_, bytes) => {
    const env = await listen(createServer((socket) => socket.write(bytes)));
    const found = await mcm.examine(env, LONG_S);
    expectFinding(found, {
      ...{ check: 'broker-login', result: 'fail', what: /hat 127\.0\.0\.1:\d+ sends is not MQTT/ },
      hint: /mosquitto\.host and mosquitto\.port/,
    });
    expect(unwell(found)).toHaveLength(1);
  });
});

describe('mcm doctor and a broker that lets it in', () => {
  it.each([
    ['goes', (socket: Socket) => socket.destroy(), /closed the connection/, /log/, LONG_S],
    ['says nothing more', () => undefined, /does not answer within 5 s/, /busy/, 5],
    [
      'stops',
      (socket: Socket) => socket.end(Buffer.of(0xe0, 2, 0x8b, 0)),
      /ended the connection: Server shutting down/,
      /keeps trying/,
      LONG_S,
    ],
  ] as const)('and then %s, once and with its own remedy', async (_, then, what, hint, seconds) => {
    const found = await mcm.examine(await listen(letsIn(then)), seconds);
    expectFinding(found, { check: 'broker-subscribe', result: 'fail', what, hint });
    expect(unwell(found)).toHaveLength(1);
  });

  it('and keeps no connection to one that does not answer', async () => {
    const env = await listen(letsIn(() => undefined));
    const control = {
      MCM_MOSQUITTO_ACCESS_BACKEND: 'dynamic-security',
      MCM_MOSQUITTO_ACCESS_CONTROL_USERNAME: 'control',
      MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: 'hush',
    };
    expectRemedies(await mcm.examine({ ...env, ...control }));
    expect(sockets.length).toBeGreaterThan(2);
    for (const socket of sockets) if (!socket.destroyed) await once(socket, 'close');
  });
});

describe('mcm doctor and certificates that OpenSSL does not take', () => {
  /** A certificate of its own authority, with the options of `openssl req` that make it weak. */
  async function made(bits: number, digest: string) {
    const [cert, key] = [join(mcm.home, 'weak.crt'), join(mcm.home, 'weak.key')];
    await writeFile(join(mcm.home, 'empty.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n');
    await run('openssl', [
      ...['req', '-x509', '-config', join(mcm.home, 'empty.cnf'), '-newkey', `rsa:${String(bits)}`],
      ...['-nodes', `-${digest}`, '-days', '100', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
    ]);
    return { cert, key };
  }

  async function offered(
    { cert, key }: { readonly cert: string; readonly key: string },
    maxVersion: SecureVersion,
  ) {
    const server = createTlsServer({
      ...{ cert: await readFile(cert), key: await readFile(key) },
      ...{ ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion },
    });
    server.on('tlsClientError', () => undefined);
    return {
      ...(await listen(server)),
      ...{ MCM_MOSQUITTO_TLS_ENABLED: 'true', MCM_MOSQUITTO_TLS_CA_CERT_FILE: cert },
    };
  }

  it('with a short key', async () => {
    const env = await offered(await made(1_024, 'sha256'), 'TLSv1.3');
    expectFinding(await mcm.examine(env, LONG_S), {
      ...{ check: 'broker-tls', result: 'fail', what: /too weak .*key too weak/ },
      hint: /Renew it.*2048/,
    });
  });

  it('by TLS 1.0', async () => {
    const env = await offered(await made(2_048, 'sha256'), 'TLSv1');
    expectFinding(await mcm.examine(env, LONG_S), {
      ...{ check: 'broker-tls', result: 'fail', what: /speaks no TLS that is safe/ },
      hint: /tls_version/,
    });
  });
});
