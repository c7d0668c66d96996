import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { BrokerTarget } from './snapshot.js';

/**
 * Opens a connection to the broker. Throws when a TLS text is not PEM; every other failure is the socket's
 * `error`.
 */
export function openSocket({ host, port, tls }: BrokerTarget, onread?: OnReadOpts): Socket {
  const reading = onread === undefined ? {} : { onread };
  if (tls === undefined) return connectPlain({ host, port, noDelay: true, ...reading });
  const { ca, cert, key, insecureSkipVerify } = tls;
  return connectTls({
    ...{ host, port, rejectUnauthorized: !insecureSkipVerify, ...reading },
    // SNI is for names only (RFC 6066 section 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  });
}
