import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { ConfigProblem } from './config-error.js';
import type { Given } from './given.js';
import { readLimited } from './read-limited.js';

const LARGEST = 1 << 20;
const CA = 'mosquitto.tls.ca_cert_file';
const CERTIFICATE = 'mosquitto.tls.client_cert_file';
const KEY = 'mosquitto.tls.client_key_file';

/** What would make TLS fail later, with a message by OpenSSL: files absent, not PEM, or not a pair. */
export async function tlsFileProblems(given: Given): Promise<ConfigProblem[]> {
  if (given.value('mosquitto.tls.enabled') !== true) return [];
  const ca = await load(given, CA, parseCertificate);
  const certificate = await load(given, CERTIFICATE, parseCertificate);
  const key = await load(given, KEY, parseKey);
  const problems = [ca, certificate, key].flatMap((loaded) => loaded?.problem ?? []);
  if (certificate?.parsed && key?.parsed && !certificate.parsed.checkPrivateKey(key.parsed)) {
    problems.push(
      given.problem(
        KEY,
        `is not the key of the certificate in ${CERTIFICATE}: the two files must be a pair`,
      ),
    );
  }
  return problems;
}

interface Loaded<T> {
  readonly parsed?: T;
  readonly problem?: ConfigProblem;
}

async function load<T>(
  given: Given,
  name: string,
  parse: (pem: string) => T | string,
): Promise<Loaded<T> | undefined> {
  const path = given.text(name);
  if (path === undefined) return undefined;
  const content = await readLimited(path, LARGEST);
  if ('failure' in content) {
    const remedy = 'put the file there, or correct the path';
    return { problem: given.problem(name, `names ${path}, which ${content.failure}: ${remedy}`) };
  }
  const parsed = parse(content.bytes.toString('utf8'));
  return typeof parsed === 'string'
    ? { problem: given.problem(name, `names ${path}, which ${parsed}`) }
    : { parsed };
}

function parseCertificate(pem: string): X509Certificate | string {
  try {
    return new X509Certificate(pem);
  } catch {
    return 'holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)'; // OpenSSL's own words help nobody
  }
}

function parseKey(pem: string): KeyObject | string {
  if (pem.includes('ENCRYPTED')) {
    return 'is protected by a passphrase, which MCM cannot ask for: openssl pkey -in FILE -out FILE removes it';
  }
  try {
    return createPrivateKey(pem);
  } catch {
    return 'holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)'; // as above
  }
}
