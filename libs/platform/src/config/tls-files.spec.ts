import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createCertificates,
  temporaryFolder,
  type TemporaryFolder,
  type TestCertificates,
} from '#testing';
import { loadConfig } from './load-config.js';
import { readTlsMaterial } from './tls-material.js';

let home: TemporaryFolder;
let made: TestCertificates;
beforeAll(async () => {
  home = await temporaryFolder();
  made = await createCertificates(home.path);
});
afterAll(() => home.remove());

interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const broker = {
  section: 'mosquitto.tls',
  ca: 'mosquitto.tls.ca_cert_file',
  cert: 'mosquitto.tls.client_cert_file',
  key: 'mosquitto.tls.client_key_file',
};
const own = {
  section: 'http.tls',
  ca: 'http.tls.client_ca_file',
  cert: 'http.tls.cert_file',
  key: 'http.tls.key_file',
};
type End = typeof broker;

const variable = (key: string) => `MCM_${key.replaceAll('.', '_').toUpperCase()}`;

function load(end: End, { ca, cert, key }: TlsFiles) {
  return loadConfig({
    file: '/dev/null',
    env: {
      [`${variable(end.section)}_ENABLED`]: 'true',
      [variable(end.ca)]: ca,
      [variable(end.cert)]: cert,
      [variable(end.key)]: key,
    },
  });
}

/** A file with `text` in it. */
async function file(name: string, text: string): Promise<string> {
  const path = join(home.path, name);
  await writeFile(path, text);
  return path;
}

const pairOf = ({ certFile: cert, keyFile: key }: { certFile: string; keyFile: string }) => ({
  cert,
  key,
});

describe.each([broker, own])('the files of $section', (end) => {
  it('are taken when they are what they should be', async () => {
    const files = { ca: made.ca.certFile, ...pairOf(made.server) };
    const { config, warnings } = await load(end, files);
    expect(Object.values(config[end === own ? 'http' : 'mosquitto'].tls)).toEqual(
      expect.arrayContaining(Object.values(files)),
    );
    expect(warnings).toEqual([]);
  });

  it('must be there', async () => {
    const problem = `${variable(end.ca)}: ${end.ca} names /absent/ca.pem, which does not exist: put the file there, or correct the path`;
    const files = { ca: '/absent/ca.pem', ...pairOf(made.server) };
    await expect(load(end, files)).rejects.toThrow(problem);
  });

  it('must be PEM, each of its kind', async () => {
    const { ca, client } = made;
    const refused = `${end.ca} names ${ca.keyFile}, which holds no certificate in PEM form`;
    await expect(load(end, { ca: ca.keyFile, ...pairOf(client) })).rejects.toThrow(refused);
    const { certFile } = client;
    await expect(load(end, { cert: certFile, key: certFile })).rejects.toThrow(
      `${end.key} names ${certFile}, which holds no private key in PEM form`,
    );
  });

  it('must be whole, to the last certificate', async () => {
    const torn = await file('torn.pem', made.server.cert + made.ca.cert.slice(0, 200));
    await expect(load(end, { cert: torn, key: made.server.keyFile })).rejects.toThrow(
      `${end.cert} names ${torn}, which holds a certificate that cannot be read (number 2 in it)`,
    );
  });

  it('must be a pair', async () => {
    const { client, server } = made;
    await expect(load(end, { cert: client.certFile, key: server.keyFile })).rejects.toThrow(
      `${end.key} names ${server.keyFile}, which is not the key of the certificate in ${client.certFile} (${end.cert})`,
    );
  });

  it('must not ask for a passphrase', async () => {
    const key = join(home.path, 'locked.pem');
    const arguments_ = ['pkey', '-in', made.client.keyFile, '-out', key];
    execFileSync('openssl', [...arguments_, '-aes256', '-passout', 'pass:x']);
    await expect(load(end, { cert: made.client.certFile, key })).rejects.toThrow(
      `${end.key} names ${key}, which is protected by a passphrase`,
    );
  });

  it('must be strong enough for OpenSSL', async () => {
    const [cert, key] = [join(home.path, 'weak.crt'), join(home.path, 'weak.key')];
    const request = ['req', '-x509', '-newkey', 'rsa:512', '-nodes', '-subj', '/CN=weak'];
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    await expect(load(end, { cert, key })).rejects.toThrow(
      `${end.cert} names ${cert}, which cannot be used (OpenSSL: ee key too small)`,
    );
  });

  it('may hold text, a chain, and both of a pair', async () => {
    const { server, ca } = made;
    const both = await file('both.pem', `A server\n${server.key}\n${server.cert}\n${ca.cert}`);
    await expect(load(end, { cert: both, key: both })).resolves.toBeDefined();
  });

  it('may have expired, with a warning', async () => {
    const { warnings } = await load(end, pairOf(made.expired));
    expect(warnings).toEqual([
      expect.stringMatching(
        `^${end.cert} names ${made.expired.certFile}, whose certificate expired on \\d{4}-.*Z: replace it$`,
      ),
    ]);
  });
});

describe('certificates', () => {
  const read = (files: TlsFiles, now: number) => {
    const name = (key: 'ca' | 'cert' | 'key') => ({ name: key, path: files[key] });
    return readTlsMaterial({ ca: name('ca'), cert: name('cert'), key: name('key') }, now);
  };

  it('that are not valid yet are told of', async () => {
    const { warnings, problems } = await read(pairOf(made.server), Date.UTC(2020, 1));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/whose certificate is not valid before \d{4}-/),
    ]);
  });

  it('of authorities are told of when none of them is valid any more', async () => {
    const ca = await file('two.pem', made.ca.cert + made.strangerCa.cert);
    expect((await read({ ca }, Date.now())).warnings).toEqual([]);
    const later = await read({ ca }, Date.UTC(2222, 1));
    expect(later.warnings).toEqual([
      expect.stringContaining(`ca names ${ca}, whose certificate expired`),
    ]);
  });

  it('that end before a root are told of', async () => {
    const { warnings } = await read({ ca: made.client.certFile }, Date.now());
    expect(warnings).toEqual([expect.stringContaining('which holds no root')]);
  });

  it('in the words of OpenSSL are certificates as well', async () => {
    const trusted = join(home.path, 'trusted.pem');
    execFileSync('openssl', ['x509', '-in', made.ca.certFile, '-trustout', '-out', trusted]);
    expect(await readFile(trusted, 'utf8')).toContain('BEGIN TRUSTED CERTIFICATE');
    await appendFile(trusted, made.strangerCa.cert);
    expect((await read({ ca: trusted }, Date.now())).problems).toEqual([]);
  });
});

describe('keys of TLS that contradict each other', () => {
  const env = (settings: Record<string, string>) =>
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [variable(key), value]));
  const on = { 'http.tls.enabled': 'true' };

  it.each([
    [on, 'http.tls.cert_file is required when http.tls.enabled is true'],
    [on, 'http.tls.key_file is required when http.tls.enabled is true'],
    [
      { ...on, 'http.tls.require_client_cert': 'true' },
      'MCM_HTTP_TLS_REQUIRE_CLIENT_CERT: http.tls.client_ca_file is required when http.tls.require_client_cert is true',
    ],
    [
      { 'http.tls.cert_file': 'a.pem' },
      'http.tls.cert_file has no effect while http.tls.enabled is false: set that to true, or remove this key',
    ],
    [
      { 'http.tls.min_version': '1.3' },
      'http.tls.min_version has no effect while http.tls.enabled',
    ],
    [
      { 'http.tls.require_client_cert': 'true' },
      'http.tls.require_client_cert has no effect while http.tls.enabled',
    ],
    [
      { ...on, 'http.tls.min_version': '1.1' },
      'http.tls.min_version must be one of 1.2, 1.3, not "1.1"',
    ],
    [
      { 'mosquitto.tls.enabled': 'true', 'mosquitto.tls.client_cert_file': 'a.pem' },
      'mosquitto.tls.client_cert_file needs mosquitto.tls.client_key_file as well',
    ],
  ])('are named: %j', async (settings, problem) => {
    await expect(loadConfig({ file: '/dev/null', env: env(settings) })).rejects.toThrow(problem);
  });

  it('are not seen in what says the default', async () => {
    const settings = { 'http.tls.min_version': '1.2', 'http.tls.require_client_cert': 'false' };
    await expect(loadConfig({ file: '/dev/null', env: env(settings) })).resolves.toBeDefined();
  });

  it('are not set when they are paths without a name', async () => {
    const yaml = await file('off.yaml', 'http: { tls: { client_ca_file: "", cert_file: "" } }');
    const { config } = await loadConfig({ file: yaml, env: {} });
    expect(config.http.tls).not.toHaveProperty('clientCaFile');
  });

  it('ask for quotes around a version, which YAML takes for a number', async () => {
    const yaml = await file('version.yaml', 'http: { tls: { enabled: true, min_version: 1.3 } }');
    await expect(loadConfig({ file: yaml, env: {} })).rejects.toThrow(
      'http.tls.min_version must be one of 1.2, 1.3, not 1.3: put it in quotes',
    );
  });
});
