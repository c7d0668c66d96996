import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { readLimited } from './read-limited.js';

const LARGEST = 1 << 20;
const NEXT_CERTIFICATE = /(?=-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----)/;

/** The files of one end of a TLS connection; those without a path are not used. */
export interface TlsFiles {
  readonly ca: TlsFile;
  readonly cert: TlsFile;
  readonly key: TlsFile;
}

export interface TlsFile {
  /** The configuration key that names the file. */
  readonly name: string;
  readonly path: string | undefined;
}

/** What the files hold, as PEM, and everything that is wrong with them. */
export interface TlsMaterial {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The first of the file `cert`: the one that stands for this end. */
  readonly certificate: X509Certificate | undefined;
  /** All of the file `cert`, in its order. */
  readonly chain: readonly X509Certificate[];
  /** Each to be read after its configuration key. */
  readonly problems: readonly { readonly name: string; readonly message: string }[];
  /** What is no reason to refuse them: sentences of their own. */
  readonly warnings: readonly string[];
}

/**
 * Reads the files and finds what would make TLS fail later, with a message by OpenSSL that names none of
 * them: absent, not PEM, not a pair.
 */
export async function readTlsMaterial(files: TlsFiles, now = Date.now()): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([
    load(files.ca, parseCertificates),
    load(files.cert, parseCertificates),
    load(files.key, parseKey),
  ]);
  const [certificate] = cert?.parsed ?? [];
  const problems = [ca, cert, key].flatMap((loaded) => loaded?.problem ?? []);
  if (certificate && key?.parsed) problems.push(...pairProblems(files, { certificate, key, cert }));
  return {
    ca: ca?.pem,
    cert: cert?.pem,
    key: key?.pem,
    certificate,
    chain: cert?.parsed ?? [],
    problems,
    warnings: [
      ...(certificate ? validity(files.cert, [certificate], now) : []),
      ...(ca?.parsed
        ? [...validity(files.ca, ca.parsed, now), ...anchor(files.ca, ca.parsed)]
        : []),
    ],
  };
}

interface Loaded<T> {
  readonly pem?: string;
  readonly parsed?: T;
  readonly problem?: { readonly name: string; readonly message: string };
}

async function load<T>(
  { name, path }: TlsFile,
  parse: (pem: string) => T | string,
): Promise<Loaded<T> | undefined> {
  if (path === undefined) return undefined;
  const content = await readLimited(path, LARGEST);
  if ('failure' in content) {
    const remedy = 'put the file there, or correct the path';
    return { problem: { name, message: `names ${path}, which ${content.failure}: ${remedy}` } };
  }
  const pem = content.bytes.toString('utf8');
  const parsed = parse(pem);
  return typeof parsed === 'string'
    ? { problem: { name, message: `names ${path}, which ${parsed}` } }
    : { pem, parsed };
}

/** All of a file, in its order; OpenSSL would silently leave out those behind one that it cannot read. */
function parseCertificates(pem: string): X509Certificate[] | string {
  const blocks = pem
    .split(NEXT_CERTIFICATE)
    .filter((block) => block.search(NEXT_CERTIFICATE) === 0);
  if (blocks.length === 0) return 'holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)';
  const certificates: X509Certificate[] = [];
  for (const block of blocks) {
    try {
      certificates.push(new X509Certificate(block));
    } catch {
      // OpenSSL's own words help nobody; which one it is does.
      return `holds a certificate that cannot be read (number ${String(certificates.length + 1)} in it)`;
    }
  }
  return certificates;
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

interface Pair {
  readonly certificate: X509Certificate;
  readonly cert: Loaded<unknown> | undefined;
  readonly key: Loaded<KeyObject>;
}

function* pairProblems(files: TlsFiles, { certificate, cert, key }: Pair) {
  const { name, path = '' } = files.key;
  if (key.parsed && !certificate.checkPrivateKey(key.parsed)) {
    const other = `${files.cert.path ?? ''} (${files.cert.name})`;
    const message = `names ${path}, which is not the key of the certificate in ${other}: the two files must be a pair`;
    yield { name, message };
    return;
  }
  try {
    createSecureContext({ cert: cert?.pem, key: key.pem });
  } catch (error) {
    // Only OpenSSL knows what it takes, such as which keys are too short for it.
    const message = `names ${files.cert.path ?? ''}, which cannot be used (OpenSSL: ${reasonOf(error)}): make a new pair`;
    yield { name: files.cert.name, message };
  }
}

/** OpenSSL's words, without its numbers and routines. */
function reasonOf(error: unknown): string {
  const spoken = typeof error === 'object' && error !== null && 'reason' in error;
  return String(spoken ? error.reason : error);
}

/** A warning when no certificate of the file is valid at this time. */
function* validity({ name, path = '' }: TlsFile, certificates: X509Certificate[], now: number) {
  const [first] = certificates;
  if (first === undefined || certificates.some((one) => isValid(one, now))) return;
  const { validFromDate: from, validToDate: to } = first;
  const when =
    now < from.getTime()
      ? `is not valid before ${from.toISOString()}: see to the clock, or wait`
      : `expired on ${to.toISOString()}: replace it`;
  yield `${name} names ${path}, whose certificate ${when}`;
}

const isValid = ({ validFromDate, validToDate }: X509Certificate, now: number): boolean =>
  validFromDate.getTime() <= now && now <= validToDate.getTime();

/** OpenSSL follows a chain up to its root, and takes nothing less for trusted. */
function* anchor({ name, path = '' }: TlsFile, certificates: X509Certificate[]) {
  if (certificates.some((one) => one.subject === one.issuer)) return;
  yield `${name} names ${path}, which holds no root (a certificate signed by itself): nothing is trusted until it is added`;
}
