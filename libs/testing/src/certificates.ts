import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PEM texts, and the files they stand in. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TestCertificates {
  readonly ca: TestCertificate;
  /** For 127.0.0.1 and localhost. */
  readonly server: TestCertificate;
  /** For another host: a client must refuse it for 127.0.0.1. */
  readonly elsewhere: TestCertificate;
  /** For 127.0.0.1, but only until yesterday. */
  readonly expired: TestCertificate;
  readonly client: TestCertificate;
  /** A client's, but only until yesterday. */
  readonly expiredClient: TestCertificate;
  /** A second authority, which nobody trusts unless told to. */
  readonly strangerCa: TestCertificate;
  /** A client's, signed by that one. */
  readonly stranger: TestCertificate;
  /** Signed by the first authority, for servers only. */
  readonly serverOnly: TestCertificate;
  /** For 127.0.0.1 and localhost, as `server` is, with another key. */
  readonly renewed: TestCertificate;
}

/** Certificate authorities and what they signed, generated into `folder` with the `openssl` command. */
export async function createCertificates(folder: string): Promise<TestCertificates> {
  const home = join(folder, 'certificates');
  await mkdir(home, { recursive: true });
  const [ca, strangerCa] = await Promise.all([
    selfSigned(home, 'ca'),
    selfSigned(home, 'strangerCa'),
  ]);
  const here = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  const clients = 'extendedKeyUsage=clientAuth';
  const [server, renewed, elsewhere, expired, serverOnly] = await Promise.all([
    signed(home, 'server', { extension: here }),
    signed(home, 'renewed', { extension: here }),
    signed(home, 'elsewhere', { extension: 'subjectAltName=DNS:elsewhere.example' }),
    signed(home, 'expired', { extension: here, days: -1 }),
    signed(home, 'serverOnly', { extension: 'extendedKeyUsage=serverAuth' }),
  ]);
  const [client, expiredClient, stranger] = await Promise.all([
    signed(home, 'client', { extension: clients }),
    signed(home, 'expiredClient', { extension: clients, days: -1 }),
    signed(home, 'stranger', { extension: clients, by: 'strangerCa' }),
  ]);
  return {
    ...{ ca, server, renewed, elsewhere, expired, serverOnly },
    ...{ client, expiredClient, strangerCa, stranger },
  };
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function selfSigned(home: string, name: string): Promise<TestCertificate> {
  const { key, cert } = files(home, name);
  const subject = ['-subj', `/CN=mcm test ${name}`, '-days', '2'];
  await run('openssl', ['req', '-x509', ...NEW_KEY, ...subject, '-keyout', key, '-out', cert]);
  return read(home, name);
}

interface Signing {
  readonly extension: string;
  readonly days?: number;
  /** The authority's name. */
  readonly by?: string;
}

async function signed(
  home: string,
  name: string,
  { extension, days = 2, by = 'ca' }: Signing,
): Promise<TestCertificate> {
  const { key, cert, request, extensions } = files(home, name);
  const ca = files(home, by);
  await writeFile(extensions, `${extension}\n`);
  const subject = ['-subj', `/CN=mcm-test-${name}`];
  await run('openssl', ['req', '-new', ...NEW_KEY, ...subject, '-keyout', key, '-out', request]);
  await run('openssl', [
    ...['x509', '-req', '-in', request, '-CA', ca.cert, '-CAkey', ca.key, '-extfile', extensions],
    ...[
      '-set_serial',
      `0x${Buffer.from(name).toString('hex')}`,
      '-days',
      String(days),
      '-out',
      cert,
    ],
  ]);
  return read(home, name);
}

async function read(home: string, name: string): Promise<TestCertificate> {
  const { key, cert } = files(home, name);
  const [certText, keyText] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')]);
  return { cert: certText, key: keyText, certFile: cert, keyFile: key };
}

function files(home: string, name: string) {
  return {
    key: join(home, `${name}.key`),
    cert: join(home, `${name}.crt`),
    request: join(home, `${name}.csr`),
    extensions: join(home, `${name}.ext`),
  };
}
