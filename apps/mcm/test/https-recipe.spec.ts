import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { freePort, temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess } from './mcm-process.js';

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
const [, chapter = ''] = PAGE.split('\n## HTTPS\n');

/** The first code block of the chapter, in this language, that holds `word`. */
function block(language: string, word: string): string {
  const blocks = [...chapter.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  return blocks.find(([, name, text]) => name === language && text?.includes(word))?.[2] ?? '';
}

let home: TemporaryFolder;
const file = (name: string) => join(home.path, name);
const run = (script: string) => {
  execFileSync('sh', ['-e', '-c', script], { cwd: home.path, stdio: 'ignore' });
};
beforeAll(async () => {
  home = await temporaryFolder();
  run(block('sh', 'subjectAltName='));
  run(block('sh', 'clients-ca'));
});
afterAll(() => home.remove());

describe('the recipe with openssl', () => {
  it('makes a certificate on P-256 with the names that clients look for', () => {
    const certificate = new X509Certificate(readFileSync(file('mcm.crt')));
    for (const host of ['mcm.local', 'localhost']) expect(certificate.checkHost(host)).toBe(host);
    for (const ip of ['127.0.0.1', '::1']) expect(certificate.checkIP(ip)).toBe(ip);
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(statSync(file('mcm.key')).mode & 0o777).toBe(0o600);
  });

  it('serves with the configuration above it, and lets Anna in with hers', async () => {
    const port = await freePort();
    const yaml = block('yaml', 'client_ca_file')
      .replace('0.0.0.0', '127.0.0.1')
      .replace('8443', String(port));
    await writeFile(file('plain.yaml'), yaml);
    await writeFile(
      file('mutual.yaml'),
      yaml
        .replace("client_ca_file: ''", 'client_ca_file: clients-ca.crt')
        .replace('require_client_cert: false', 'require_client_cert: true'),
    );
    const anna = { cert: readFileSync(file('anna.crt')), key: readFileSync(file('anna.key')) };
    expect(await asked('plain.yaml', port)).toBe(200);
    expect(await asked('mutual.yaml', port, anna)).toBe(200);
    await expect(asked('mutual.yaml', port)).rejects.toMatchObject({ code: expect.any(String) });
  });
});

/** What a server with this configuration answers. */
async function asked(name: string, port: number, identity: object = {}): Promise<number> {
  const server = new McmProcess(['server', '--config', file(name)], {
    MCM_DATABASE_PATH: file('data/mcm.db'),
    MCM_MOSQUITTO_PORT: String(await freePort()),
  });
  try {
    await server.prints(`MCM is at https://127.0.0.1:${String(port)}`);
    const options = {
      host: '127.0.0.1',
      port,
      path: '/healthz',
      ca: readFileSync(file('mcm.crt')),
    };
    return await new Promise((answered, failed) => {
      request({ ...options, ...identity }, (response) => {
        response.resume();
        answered(response.statusCode ?? 0);
      })
        .once('error', failed)
        .end();
    });
  } finally {
    await server.end('SIGTERM');
  }
}
