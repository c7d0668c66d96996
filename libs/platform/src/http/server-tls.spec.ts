import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import {
  createCertificates,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestCertificate,
  type TestCertificates,
} from '#testing';
import type { Config } from '../config/config.js';
import { createLogger } from '../logging/logger.js';
import { createHttpAdapter } from './create-http.js';
import { ServerTls } from './server-tls.js';

const LOOK_MS = 20;

let certificates: TemporaryFolder;
let made: TestCertificates;
beforeAll(async () => {
  certificates = await temporaryFolder();
  made = await createCertificates(certificates.path);
});
afterAll(() => certificates.remove());

let home: TemporaryFolder;
let http: FastifyInstance | undefined;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  home = await temporaryFolder();
  lines = [];
});
afterEach(async () => {
  await http?.close();
  http = undefined;
  await home.remove();
});

const certFile = () => join(home.path, 'tls.crt');
const keyFile = () => join(home.path, 'tls.key');
const caFile = () => join(home.path, 'ca.crt');

/** Writes both in one go, so that no two looks see half of the pair. */
function place({ cert, key }: Pick<TestCertificate, 'cert' | 'key'>): void {
  writeFileSync(certFile(), cert);
  writeFileSync(keyFile(), key);
}

async function open(config: Partial<Config['http']['tls']> = {}): Promise<number> {
  const logger = createLogger(
    { level: 'debug', format: 'json' },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const tls = await ServerTls.open(
    {
      ...{ enabled: true, minVersion: '1.2', requireClientCert: false },
      ...{ certFile: certFile(), keyFile: keyFile(), ...config },
    },
    logger,
    LOOK_MS,
  );
  const opened: FastifyInstance = createHttpAdapter({ tls }).getInstance();
  http = opened;
  opened.get('/', () => 'here');
  await opened.listen({ port: 0, host: '127.0.0.1' });
  return (opened.server.address() as AddressInfo).port;
}

/** A connection on which TLS is agreed on. */
function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca: made.ca.cert, ...options }, () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The name in the certificate that a new connection is shown. */
async function shown(port: number): Promise<string> {
  const socket = await handshake(port);
  const { subject = '' } = socket.getPeerX509Certificate() ?? {};
  socket.destroy();
  return subject;
}

const said = (level: string) =>
  lines.filter((line) => line['level'] === level).map(({ msg }) => String(msg));

describe('a certificate that changes', () => {
  beforeEach(() => {
    place(made.server);
  });

  const renewed = (port: number) =>
    until(
      async () => (await shown(port)) === 'CN=mcm-test-renewed',
      () => JSON.stringify(lines),
    );

  it('is taken up when it was renamed into place', async () => {
    const port = await open();
    expect(await shown(port)).toBe('CN=mcm-test-server');
    for (const [from, to] of [
      [made.renewed.certFile, certFile()],
      [made.renewed.keyFile, keyFile()],
    ] as const) {
      await copyFile(from, `${to}.new`);
      await rename(`${to}.new`, to);
    }
    await renewed(port);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        msg: 'TLS certificate in use',
        subject: 'CN=mcm-test-renewed',
        notAfter: expect.stringMatching(/^\d{4}-.*Z$/),
      }),
    );
  });

  it('is taken up when it was written in place', async () => {
    const port = await open();
    place(made.renewed);
    await renewed(port);
  });

  it('is taken up when a link was swapped, as Kubernetes does it', async () => {
    for (const [folder, { cert, key }] of [
      ['..1', made.server],
      ['..2', made.renewed],
    ] as const) {
      await mkdir(join(home.path, folder));
      await writeFile(join(home.path, folder, 'tls.crt'), cert);
      await writeFile(join(home.path, folder, 'tls.key'), key);
    }
    await symlink('..1', join(home.path, '..data'));
    await Promise.all([rm(certFile()), rm(keyFile())]);
    await symlink('..data/tls.crt', certFile());
    await symlink('..data/tls.key', keyFile());
    const port = await open();
    expect(await shown(port)).toBe('CN=mcm-test-server');
    await symlink('..2', join(home.path, '..data_tmp'));
    await rename(join(home.path, '..data_tmp'), join(home.path, '..data'));
    await renewed(port);
  });

  /** In one go, as well: a file that is empty for two looks would be another error. */
  const harm = (cert: string) => writeFileSync(certFile(), cert);

  it.each([
    ['is half of a pair', () => harm(made.renewed.cert), 'is not the key of'],
    ['is cut short', () => harm(made.renewed.cert.slice(0, 99)), 'cannot be read'],
    ['is gone', () => rmSync(certFile()), 'does not exist'],
  ])(
    'stays as it was when the new one %s, with one error, until that is mended',
    async (_, spoil, why) => {
      const port = await open();
      spoil();
      await until(() => said('error').length > 0);
      expect(await shown(port)).toBe('CN=mcm-test-server');
      place(made.renewed);
      await renewed(port);
      expect(said('error')).toEqual([expect.stringContaining(why)]);
      expect(said('error').join()).toContain(certFile());
    },
  );

  it('is told of when it has expired', async () => {
    const port = await open();
    place(made.expired);
    await until(() => said('warn').length > 0);
    expect(said('warn')).toEqual([expect.stringContaining('expired on')]);
    await expect(handshake(port)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  });

  it('leaves open connections alone', async () => {
    const port = await open();
    const socket = await handshake(port);
    place(made.renewed);
    await renewed(port);
    const answer = new Promise((resolve) => socket.once('data', resolve));
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(String(await answer)).toContain('200 OK');
  });
});

describe('authorities of clients', () => {
  const identity = ({ cert, key }: TestCertificate) => ({ cert, key });
  let port: number;
  beforeEach(async () => {
    place(made.server);
    await copyFile(made.ca.certFile, caFile());
    port = await open({ clientCaFile: caFile(), requireClientCert: true });
  });

  /** What a request over a new connection is answered; nothing, when the server closes it. */
  async function answer(options: ConnectionOptions): Promise<string> {
    const socket = await handshake(port, options);
    socket.on('error', () => undefined); // told by its closing
    const text = new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(String(data)));
      socket.once('close', () => resolve(''));
    });
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const answered = await text;
    socket.destroy();
    return answered;
  }

  it('let in and keep out by what their file holds now', async () => {
    expect(await answer(identity(made.client))).toContain('200 OK');
    expect(await answer(identity(made.stranger))).toBe('');
    await copyFile(made.strangerCa.certFile, caFile());
    await until(async () => (await answer(identity(made.stranger))) !== '');
    expect(await answer(identity(made.client))).toBe('');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'are asked at each connection, since a resumed session is not verified: %s',
    async (maxVersion) => {
      const sessions: Buffer[] = [];
      const options = { ...identity(made.client), maxVersion };
      const first = await handshake(port, options);
      first.on('session', (session) => sessions.push(session));
      first.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      await new Promise((resolve) => first.once('data', resolve));
      sessions.push(first.getSession() ?? Buffer.alloc(0));
      first.destroy();
      for (const session of sessions) {
        const again = await handshake(port, { ...options, session });
        expect(again.isSessionReused()).toBe(false);
        again.destroy();
      }
    },
  );
});

describe('files that cannot be used', () => {
  it('keep the server from being made, by their names', async () => {
    place({ cert: made.server.cert, key: made.renewed.key });
    await expect(open()).rejects.toThrow(
      `http.tls.key_file names ${keyFile()}, which is not the key of the certificate in ${certFile()}`,
    );
  });
});
