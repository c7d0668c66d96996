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
  const [ca, cert, key] = await Promise.all(
    [tls.caCertFile, tls.clientCertFile, tls.clientKeyFile].map((path) =>
      path === undefined ? undefined : readFile(path, 'utf8'),
    ),
  );
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
