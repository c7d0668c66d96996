import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { TestCertificates } from '#testing';
import { serve, type Served } from './served.js';

/** The application over TLS, with the certificate `server`. */
export function serveTls(
  { server }: TestCertificates,
  settings: Readonly<Record<string, string>> = {},
): Promise<Served> {
  return serve({
    env: {
      MCM_HTTP_TLS_ENABLED: 'true',
      MCM_HTTP_TLS_CERT_FILE: server.certFile,
      MCM_HTTP_TLS_KEY_FILE: server.keyFile,
      ...settings,
    },
  });
}

export const portOf = ({ url }: Served) => Number(new URL(url).port);

/** A connection on which TLS is agreed on, or the error that says why it is not. */
export function handshake(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ...options }, () => {
      resolve(socket);
    });
    socket.on('error', reject); // also later: then nobody waits for it any more
  });
}

/** All that the server says to `bytes` until it closes the connection. */
export async function answer(
  port: number,
  bytes: string,
  options: ConnectionOptions,
): Promise<string> {
  const socket = await handshake(port, options);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(bytes);
  await once(socket, 'close').catch(() => undefined); // a reset is an answer as well
  return text;
}

/** A request as it is sent. */
export const GET = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'host: mcm', ...headers, 'connection: close', '', ''].join('\r\n');
