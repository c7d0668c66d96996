import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import {
  createCertificates,
  freePort,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestCertificates,
} from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

let home: TemporaryFolder;
let made: TestCertificates;
let port: number;
let env: Record<string, string>;
beforeAll(async () => {
  home = await temporaryFolder();
  made = await createCertificates(home.path);
  port = await freePort();
});
afterAll(() => home.remove());
beforeEach(async () => {
  env = {
    MCM_DATABASE_PATH: join(home.path, 'data/mcm.db'),
    MCM_HTTP_PORT: String(port),
    MCM_HTTP_TLS_ENABLED: 'true',
    MCM_HTTP_TLS_CERT_FILE: made.server.certFile,
    MCM_HTTP_TLS_KEY_FILE: made.server.keyFile,
    MCM_MOSQUITTO_PORT: String(await freePort()),
  };
});

/** The subject of the certificate that is shown to a new connection. */
function shown(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, ca: made.ca.cert }, () => {
      resolve(socket.getPeerX509Certificate()?.subject ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('mcm server with TLS', () => {
  it('says https, takes up a new certificate without a restart, and stops with exit 0', async () => {
    const [certFile, keyFile] = [join(home.path, 'own.crt'), join(home.path, 'own.key')];
    await copyFile(made.server.certFile, certFile);
    await copyFile(made.server.keyFile, keyFile);
    const server = new McmProcess(['server'], {
      ...env,
      ...{ MCM_HTTP_TLS_CERT_FILE: certFile, MCM_HTTP_TLS_KEY_FILE: keyFile },
    });
    await server.prints(`MCM is at https://127.0.0.1:${String(port)}\n`);
    expect(await shown()).toBe('CN=mcm-test-server');
    await copyFile(made.renewed.certFile, certFile);
    await copyFile(made.renewed.keyFile, keyFile);
    await until(
      async () => (await shown()) === 'CN=mcm-test-renewed',
      () => server.stderr,
    );
    expect(server.stderr).toContain('TLS certificate in use');
    expect((await server.end('SIGTERM')).code).toBe(0);
  });

  it.each([
    ['absent', () => '/absent.key', 'does not exist'],
    ['not the one of the certificate', () => made.client.keyFile, 'is not the key of'],
    ['no key', () => made.server.certFile, 'holds no private key in PEM form'],
  ])('exits 2 and names the file when the key is %s', async (_, key, reason) => {
    env['MCM_HTTP_TLS_KEY_FILE'] = key();
    const { code, stderr } = await runMcm(['server'], env);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${key()}, which ${reason}`)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('exits 2 when a file is not named at all', async () => {
    const { MCM_HTTP_TLS_CERT_FILE: _, ...without } = env;
    expect(await runMcm(['server'], without)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'http.tls.cert_file is required when http.tls.enabled is true',
      ),
    });
  });
});

describe('mcm status over TLS', () => {
  /** What it says of the server, with this trust and these other settings. */
  async function status(trust: Record<string, string>, args: string[] = []): Promise<string> {
    const { stdout } = await runMcm(['status', ...args], { ...env, ...trust });
    return /^MCM: (.*)$/m.exec(stdout)?.[1] ?? stdout;
  }
  const trusting = () => ({ NODE_EXTRA_CA_CERTS: made.ca.certFile });

  it('asks the server of the configuration, and says what to do when it does not trust it', async () => {
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at https://');
    const url = `https://127.0.0.1:${String(port)}`;
    expect(await status(trusting())).toBe(`ready at ${url}`);
    expect(await status({})).toMatch(/^unreachable .* in NODE_EXTRA_CA_CERTS\)$/);
    const plain = `http://127.0.0.1:${String(port)}`;
    expect(await status({}, ['--url', plain])).toContain(
      'if it speaks TLS, say --url with https://',
    );
    await server.end('SIGTERM');
  });

  it.each([
    ['for another name', () => made.elsewhere, 'is for another name'],
    ['expired', () => made.expired, 'has expired'],
  ])('says so when the certificate is %s', async (_, certificate, reason) => {
    env['MCM_HTTP_TLS_CERT_FILE'] = certificate().certFile;
    env['MCM_HTTP_TLS_KEY_FILE'] = certificate().keyFile;
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at https://');
    expect(await status(trusting())).toContain(`its certificate ${reason}`);
    await server.end('SIGTERM');
  });

  it('says so when the server wants to see a certificate', async () => {
    env['MCM_HTTP_TLS_CLIENT_CA_FILE'] = made.ca.certFile;
    env['MCM_HTTP_TLS_REQUIRE_CLIENT_CERT'] = 'true';
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at https://');
    expect(await status(trusting())).toContain('if it asks for client certificates');
    await server.end('SIGTERM');
  });
});
