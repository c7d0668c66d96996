import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { endsSoon } from '#link/broker';
import { readTlsMaterial, type Config, type TlsFile, type TlsMaterial } from '#platform';
import type { Finding, Subject } from './finding.js';
import { parted } from './parted.js';
import { modeText } from '#link/host';
import { fail, ok, skip, warn } from './found.js';

const area = 'tls';

/** One end of TLS: whose files, and whether others connect to it by name. */
interface End {
  readonly name: 'http.tls' | 'mosquitto.tls';
  readonly isServer: boolean;
  readonly ca: TlsFile;
  readonly cert: TlsFile;
  readonly key: TlsFile;
}

/** The files of MCM's own port, and those that it shows and trusts towards the broker. */
export async function examineTls({ config, clock }: Subject): Promise<readonly Finding[]> {
  const ends = endsOf(config);
  if (ends.length === 0) {
    const what = 'TLS is used neither on MCM’s own port nor towards the broker';
    return [skip({ area, check: 'tls-files' }, what)];
  }
  return (await Promise.all(ends.map((end) => examineEnd(end, clock())))).flat();
}

function endsOf({ http, mosquitto }: Config): readonly End[] {
  const file = (name: string, path: string | undefined): TlsFile => ({ name, path });
  const ours: End = {
    ...{ name: 'http.tls', isServer: true },
    ca: file('http.tls.client_ca_file', http.tls.clientCaFile),
    cert: file('http.tls.cert_file', http.tls.certFile),
    key: file('http.tls.key_file', http.tls.keyFile),
  };
  const towardsBroker: End = {
    ...{ name: 'mosquitto.tls', isServer: false },
    ca: file('mosquitto.tls.ca_cert_file', mosquitto.tls.caCertFile),
    cert: file('mosquitto.tls.client_cert_file', mosquitto.tls.clientCertFile),
    key: file('mosquitto.tls.client_key_file', mosquitto.tls.clientKeyFile),
  };
  return [...(http.tls.enabled ? [ours] : []), ...(mosquitto.tls.enabled ? [towardsBroker] : [])];
}

async function examineEnd(end: End, now: number): Promise<readonly Finding[]> {
  const material = await readTlsMaterial(end, now);
  const ofOwnCertificate = `${end.cert.name} names `;
  return [
    ...files(end, material),
    ...(material.certificate ? expiry(end, material.certificate, now) : []),
    ...chain(end, material),
    ...(end.isServer && material.certificate ? names(end, material.certificate) : []),
    ...(await keyMode(end)),
    ...material.warnings
      .filter((warning) => !warning.startsWith(ofOwnCertificate)) // told by `expiry`, and sooner
      .map((warning) => {
        const { what, hint } = parted(warning);
        return warn({ area, check: 'tls-authority' }, what, hint);
      }),
  ];
}

function files(end: End, { problems, certificate }: TlsMaterial): readonly Finding[] {
  const check = { area, check: 'tls-files' } as const;
  if (problems.length > 0) {
    return problems.map(({ name, message }) => {
      const { what, hint } = parted(message);
      return fail(check, `${name} ${what}`, hint);
    });
  }
  const what = certificate
    ? `${end.name}: ${end.cert.path ?? ''} and ${end.key.path ?? ''} are a pair`
    : `${end.name}: ${end.ca.path ?? 'the authorities that Node.js brings along'} can be used`;
  return [ok(check, what)];
}

function expiry(end: End, certificate: X509Certificate, now: number): readonly Finding[] {
  const check = { area, check: 'tls-expiry' } as const;
  const { validFromDate, validToDate } = certificate;
  const whose = `the certificate in ${end.cert.path ?? ''}`;
  const renew = end.isServer
    ? 'Renew it and put the new pair in its place: MCM takes it up by itself.'
    : 'Renew it, put the new pair in its place and restart MCM.';
  if (now < validFromDate.getTime()) {
    const what = `${whose} is not valid before ${validFromDate.toISOString()}`;
    return [fail(check, what, 'See to the clock, or wait.')];
  }
  if (now > validToDate.getTime()) {
    const what = `${whose} expired on ${validToDate.toISOString()}`;
    return [fail(check, what, renew)];
  }
  const what = `${whose} ends on ${validToDate.toISOString()}`;
  if (endsSoon(certificate, now)) return [warn(check, what, renew)];
  return [ok(check, what)];
}

/** The other side is sent the file as it is, and goes from each certificate to the next. */
function chain(end: End, { chain: certificates }: TlsMaterial): readonly Finding[] {
  const last = certificates.at(-1);
  if (last === undefined) return [];
  const check = { area, check: 'tls-chain' } as const;
  const wrong = certificates.findIndex((one, index) => {
    const next = certificates[index + 1];
    return next !== undefined && !one.checkIssued(next);
  });
  if (wrong >= 0) {
    return [
      warn(
        check,
        `${end.cert.path ?? ''}: certificate ${String(wrong + 1)} was not issued by the one behind it`,
        'Put MCM’s own certificate first, then each authority behind what it signed.',
      ),
    ];
  }
  const issuer = last.issuer.replaceAll('\n', ', ');
  const isRoot = last.checkIssued(last);
  const anchor = isRoot
    ? 'signed by itself'
    : isPublic(last)
      ? 'a public root'
      : 'to be trusted there';
  const what = `the chain in ${end.cert.path ?? ''} leads to ${issuer} (${anchor})`;
  return [ok(check, what)];
}

const isPublic = (certificate: X509Certificate): boolean =>
  rootCertificates.some((pem) => certificate.checkIssued(new X509Certificate(pem)));

/** Browsers and Node.js read the host's name there alone (RFC 6125 section 6.4.4, RFC 9525). */
function names(end: End, { subjectAltName }: X509Certificate): readonly Finding[] {
  const check = { area, check: 'tls-names' } as const;
  if (subjectAltName !== undefined) {
    return [ok(check, `the certificate is for ${subjectAltName}`)];
  }
  return [
    warn(
      check,
      `the certificate in ${end.cert.path ?? ''} names no host (no subjectAltName): browsers refuse it`,
      'Have one made with the names and addresses under which MCM is opened.',
    ),
  ];
}

async function keyMode({ key: { path } }: End): Promise<readonly Finding[]> {
  if (path === undefined) return [];
  const found = await stat(path).catch(() => undefined); // absent: told among the files
  if (!found) return [];
  const check = { area, check: 'tls-key-mode' } as const;
  const shown = `the key ${path} has mode ${modeText(found.mode & 0o777)}`;
  const hint = `Run chmod o-rwx,g-w ${path}.`;
  if ((found.mode & 0o007) !== 0) {
    const what = `${shown}: every user of this machine can use it`;
    return [warn(check, what, hint)];
  }
  if ((found.mode & 0o020) !== 0) {
    return [warn(check, `${shown}: its group can replace it`, hint)];
  }
  return [ok(check, shown)];
}
