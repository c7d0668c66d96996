import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  createCertificates,
  temporaryFolder,
  type TemporaryFolder,
  type TestCertificates,
} from '#testing';
import { loadConfig } from './load-config.js';

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

function load({ ca, cert, key }: TlsFiles) {
  return loadConfig({
    file: '/dev/null',
    env: {
      MCM_MOSQUITTO_TLS_ENABLED: 'true',
      MCM_MOSQUITTO_TLS_CA_CERT_FILE: ca,
      MCM_MOSQUITTO_TLS_CLIENT_CERT_FILE: cert,
      MCM_MOSQUITTO_TLS_CLIENT_KEY_FILE: key,
    },
  });
}

describe('TLS files', () => {
  it('are taken when they are what they should be', async () => {
    const { config } = await load({
      ca: made.ca.certFile,
      cert: made.client.certFile,
      key: made.client.keyFile,
    });
    expect(config.mosquitto.tls).toMatchObject({
      enabled: true,
      clientKeyFile: made.client.keyFile,
    });
  });

  it('must be there', async () => {
    await expect(load({ ca: '/absent/ca.pem' })).rejects.toThrow(
      'MCM_MOSQUITTO_TLS_CA_CERT_FILE: mosquitto.tls.ca_cert_file names /absent/ca.pem, which does not exist: put the file there, or correct the path',
    );
  });

  it('must be PEM, each of its kind', async () => {
    const { ca, client } = made;
    await expect(load({ ca: ca.keyFile })).rejects.toThrow('holds no certificate in PEM form');
    await expect(load({ cert: client.certFile, key: client.certFile })).rejects.toThrow(
      'holds no private key in PEM form',
    );
  });

  it('must be a pair', async () => {
    const { client, server } = made;
    await expect(load({ cert: client.certFile, key: server.keyFile })).rejects.toThrow(
      'mosquitto.tls.client_key_file is not the key of the certificate in mosquitto.tls.client_cert_file',
    );
    await expect(load({ cert: client.certFile })).rejects.toThrow(
      'mosquitto.tls.client_cert_file needs mosquitto.tls.client_key_file as well',
    );
  });

  it('must not ask for a passphrase', async () => {
    const locked = join(home.path, 'locked.pem');
    const { keyFile, certFile } = made.client;
    execFileSync('openssl', [
      'pkey',
      '-in',
      keyFile,
      '-out',
      locked,
      '-aes256',
      '-passout',
      'pass:x',
    ]);
    await expect(load({ cert: certFile, key: locked })).rejects.toThrow(
      'is protected by a passphrase',
    );
  });
});
