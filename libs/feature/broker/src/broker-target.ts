import { readFile } from 'node:fs/promises';
import type { BrokerTarget } from '#link/observer';
import type { Config } from '#platform';

/** Where the configured broker is and how to log in, its TLS files read. */
export async function brokerTarget({ mosquitto }: Config): Promise<BrokerTarget> {
  const { host, port, username, password, tls } = mosquitto;
  const target = {
    host,
    port,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: password.reveal() }),
  };
  if (!tls.enabled) return target;
  const files = [tls.caCertFile, tls.clientCertFile, tls.clientKeyFile];
  const [ca, cert, key] = await Promise.all(files.map(text));
  return {
    ...target,
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      insecureSkipVerify: tls.insecureSkipVerify,
    },
  };
}

async function text(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : readFile(path, 'utf8');
}
