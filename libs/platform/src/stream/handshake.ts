import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { STREAM_BEARER_PREFIX, STREAM_PATH, STREAM_PROTOCOL } from '#contract';
import { Problem } from '../http/problem.js';

/** The subprotocols a client offered (RFC 6455 section 4.1), in its order. */
function offeredProtocols(headers: IncomingMessage['headers']): string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').map((name) => name.trim());
}

/** The token among the offered subprotocols, if there is one. */
export function bearerProtocol(headers: IncomingMessage['headers']): string | undefined {
  const prefix = STREAM_BEARER_PREFIX.toLowerCase();
  return offeredProtocols(headers)
    .find((name) => name.toLowerCase().startsWith(prefix))
    ?.slice(prefix.length);
}

/** Why this upgrade is refused whoever asks, or nothing. */
export function handshakeProblem(request: IncomingMessage): Problem | undefined {
  const { url = '/', headers } = request;
  if (url.split('?', 1)[0] !== STREAM_PATH) return new Problem('not-found');
  if (headers.upgrade?.toLowerCase() !== 'websocket') return new Problem('upgrade-required');
  if (headers.origin !== undefined && !sameOrigin(headers.origin, request)) {
    return new Problem('origin-refused', 'Open the console at the address it is served from.');
  }
  if (!offeredProtocols(headers).includes(STREAM_PROTOCOL)) {
    return new Problem('malformed-request', `Offer the subprotocol ${STREAM_PROTOCOL}.`);
  }
  return undefined;
}

/** Without TLS of our own the scheme says nothing: a proxy in front may have some. */
function sameOrigin(origin: string, { headers, socket }: IncomingMessage): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  const secure = protocol === 'https:' || !(socket instanceof TLSSocket);
  return secure && host === headers.host?.toLowerCase();
}
