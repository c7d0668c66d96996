import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Socket } from 'node:net';
import type { ProblemKind } from '#contract';
import { answerRaw } from './answer-raw.js';
import { Problem } from './problem.js';
import { requestId } from './request-id.js';

/** What one request may cost before it is refused. */
export const HTTP_LIMITS = {
  bodyBytes: 1_048_576,
  headerBytes: 16_384,
  headersMs: 5_000,
  requestMs: 30_000,
  keepAliveMs: 60_000,
} as const;

const CHECK_MS = 1_000;

/** The HTTP server with its limits; nothing is routed yet. */
export function createHttpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: HTTP_LIMITS.requestMs,
    keepAliveTimeout: HTTP_LIMITS.keepAliveMs,
    http: {
      maxHeaderSize: HTTP_LIMITS.headerBytes,
      headersTimeout: HTTP_LIMITS.headersMs,
      // Node looks for late requests twice a minute unless told otherwise: the limits would be 30 s more.
      connectionsCheckingInterval: CHECK_MS,
    },
    requestIdHeader: false,
    genReqId: requestId,
    exposeHeadRoutes: true,
    // Open streams are told by the stream itself; idle keep-alive connections are simply closed.
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => {
      answerUnreadable(error, socket);
    },
  });
}

const UNREADABLE: Readonly<Record<string, ProblemKind>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Node could not even parse the request: there is no reply object, so the answer is written by hand. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  answerRaw(socket, new Problem(UNREADABLE[error.code ?? ''] ?? 'malformed-request'));
}
