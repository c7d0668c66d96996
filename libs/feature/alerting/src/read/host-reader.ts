import { Inject, Injectable } from '@nestjs/common';
import { X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import type { Reading, Sample } from '#domain/alert';
import { CONFIG, dataFolder, reasonOf, type Config } from '#platform';
import { single, type Asked } from './asked.js';
import { BrokerCertificate } from './broker-certificate.js';

const DAY_MS = 86_400_000;
const NEXT_CERTIFICATE = /(?=-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----)/;

/** Reads what the machine is short of: time on certificates, room on the disk. */
@Injectable()
export class HostReader {
  constructor(
    private readonly brokerCertificate: BrokerCertificate,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async disk({ condition }: Asked<'disk_low'>): Promise<Reading> {
    const folder = dataFolder(this.config);
    const { bavail, blocks } = await statfs(folder);
    const free = Math.round((bavail / blocks) * 1_000) / 10;
    const text = `${free} % of the disk that holds ${folder} is free.`;
    return single({ holds: free < condition.freePercent, value: free, text });
  }

  async certificates({ condition, at }: Asked<'certificate_expiring'>): Promise<Reading> {
    const files = await Promise.all(
      this.files().map(([key, path]) => this.ofFile(key, path, condition.days, at)),
    );
    const shown = this.brokerCertificate.isThere() ? [await this.ofBroker(condition.days, at)] : [];
    return { samples: [...files, ...shown] };
  }

  private async ofBroker(days: number, at: number): Promise<Sample> {
    const name = 'the certificate of the broker';
    const end = await this.brokerCertificate.validUntil(at);
    if (end !== undefined) return sampleOf('broker', name, end, { days, at });
    // The broker is away: what is known of its certificate stays as it is.
    return {
      ...{ labels: { certificate: 'broker' }, holds: 'unknown' },
      text: `${name} cannot be seen now.`,
    };
  }

  /** By the key of the configuration that names them. */
  private files(): readonly (readonly [key: string, path: string])[] {
    const { http, mosquitto } = this.config;
    const named: readonly (readonly [string, string | undefined])[] = [
      ['http.tls.cert_file', http.tls.enabled ? http.tls.certFile : undefined],
      ['http.tls.client_ca_file', http.tls.enabled ? http.tls.clientCaFile : undefined],
      ['mosquitto.tls.ca_cert_file', mosquitto.tls.enabled ? mosquitto.tls.caCertFile : undefined],
      [
        'mosquitto.tls.client_cert_file',
        mosquitto.tls.enabled ? mosquitto.tls.clientCertFile : undefined,
      ],
    ];
    return named.flatMap(([key, path]) => (path === undefined ? [] : [[key, path] as const]));
  }

  private async ofFile(key: string, path: string, days: number, at: number): Promise<Sample> {
    try {
      const ends = endsOf(await readFile(path, 'utf8'));
      return sampleOf(key, path, Math.min(...ends), { days, at });
    } catch (error) {
      // The file belongs to somebody else, who may be replacing it: nobody knows for the moment.
      const why = reasonOf(error);
      return { labels: { certificate: key }, holds: 'unknown', text: `${path}: ${why}` };
    }
  }
}

/** When the certificates of a file end. @throws Error when there is none, or one that cannot be read */
function endsOf(pem: string): readonly number[] {
  const parts = pem.split(NEXT_CERTIFICATE).filter((part) => part.includes('CERTIFICATE-----'));
  if (parts.length === 0) throw new Error('there is no certificate in it');
  return parts.map((part) => new X509Certificate(part).validToDate.getTime());
}

function sampleOf(
  certificate: string,
  name: string,
  end: number,
  { days, at }: { readonly days: number; readonly at: number },
): Sample {
  const left = Math.floor(((end - at) / DAY_MS) * 10) / 10;
  const day = new Date(end).toISOString().slice(0, 10);
  const text =
    left < 0 ? `${name} has expired on ${day}.` : `${name} ends on ${day}, in ${left} days.`;
  return { labels: { certificate }, holds: left < days, value: left, text };
}
