import type { IncomingMessage } from 'node:http';
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
export function handshakeProblem({ url = '/', headers }: IncomingMessage): Problem | undefined {
  if (url.split('?', 1)[0] !== STREAM_PATH) return new Problem('not-found');
  if (headers.upgrade?.toLowerCase() !== 'websocket') return new Problem('upgrade-required');
  if (headers.origin !== undefined && !sameOrigin(headers.origin, headers.host)) {
    return new Problem('origin-refused', 'Open the console at the address it is served from.');
  }
  if (!offeredProtocols(headers).includes(STREAM_PROTOCOL)) {
    return new Problem('malformed-request', `Offer the subprotocol ${STREAM_PROTOCOL}.`);
  }
  return undefined;
}

function sameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
