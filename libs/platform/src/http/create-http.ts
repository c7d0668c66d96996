import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { pino, type Logger } from 'pino';
import type { ProblemKind } from '#contract';
import type { Config } from '../config/config.js';
import { answerRaw } from './answer-raw.js';
import { asProblem } from './as-problem.js';
import { clientAddress, trustProxies } from './client-address.js';
import { Problem } from './problem.js';
import { logRefused, UNMATCHED } from './record-requests.js';
import { REQUEST_ID_HEADER, requestId } from './request-id.js';
import { NOT_STORED, SECURITY_HEADERS } from './security-headers.js';
import { ServerTls } from './server-tls.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, past the proxies of `http.trusted_proxies`; not `ip`, which is not always an address. */
    readonly clientAddress: string;
  }
}

/** What one request may cost before it is refused. */
export const HTTP_LIMITS = {
  bodyBytes: 1_048_576,
  /** Of routes that take a whole file. */
  largeBodyBytes: 16_777_216,
  headerBytes: 16_384,
  headersMs: 5_000,
  requestMs: 30_000,
  keepAliveMs: 60_000,
} as const;

const CHECK_MS = 1_000;

interface HttpOptions {
  /** Without it, plain HTTP is served. */
  readonly tls?: ServerTls;
  readonly trustedProxies?: readonly string[];
  /** For requests that no hook ever sees. */
  readonly logger?: Logger;
}

/** The server as configured. */
export async function openHttpAdapter(
  { tls, trustedProxies }: Config['http'],
  logger: Logger,
): Promise<FastifyAdapter> {
  if (!tls.enabled) return createHttpAdapter({ trustedProxies, logger });
  return createHttpAdapter({ trustedProxies, logger, tls: await ServerTls.open(tls, logger) });
}

/** The HTTP server with its limits; nothing is routed yet. */
export function createHttpAdapter({
  tls,
  trustedProxies = [],
  logger = pino({ enabled: false }),
}: HttpOptions = {}): FastifyAdapter {
  const trust = trustProxies(trustedProxies);
  const limits = {
    maxHeaderSize: HTTP_LIMITS.headerBytes,
    headersTimeout: HTTP_LIMITS.headersMs,
    // Node looks for late requests twice a minute unless told otherwise: the limits would be 30 s more.
    connectionsCheckingInterval: CHECK_MS,
  };
  const common = {
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: HTTP_LIMITS.requestMs,
    keepAliveTimeout: HTTP_LIMITS.keepAliveMs,
    requestIdHeader: false,
    genReqId: requestId,
    exposeHeadRoutes: true,
    trustProxy: trustedProxies.length > 0 && trust,
    // Open streams are told by the stream itself; idle keep-alive connections are simply closed.
    forceCloseConnections: 'idle',
    clientErrorHandler: answerUnreadable(logger),
    frameworkErrors: answerUnroutable(logger),
  } as const;
  const adapter = new FastifyAdapter(
    tls
      ? {
          ...common,
          https: { ...limits, handshakeTimeout: limits.headersTimeout, ...tls.serverOptions },
        }
      : { ...common, http: limits },
  );
  const http = adapter.getInstance();
  tls?.attach(http.server as Server);
  http.decorateRequest('clientAddress', {
    getter() {
      return clientAddress(this.raw, trust);
    },
  });
  return adapter;
}

/** An address that is none, or too long, is refused before any hook runs. */
const answerUnroutable =
  (logger: Logger) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = asProblem(error);
    const { id: requestId, method, clientAddress: remoteAddress } = request;
    const { status } = problem;
    logRefused(logger, { requestId, method, route: UNMATCHED, status, remoteAddress });
    void reply
      .status(status)
      .headers({ ...SECURITY_HEADERS, ...NOT_STORED, [REQUEST_ID_HEADER]: requestId })
      .type('application/problem+json')
      .send(problem.body(requestId));
  };

const UNREADABLE: Readonly<Record<string, ProblemKind>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/**
 * Node could not even parse the request: there is no reply object, so the answer is written by hand. There is
 * none to a connection that broke, or whose TLS was never agreed on.
 */
const answerUnreadable =
  (logger: Logger) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    const { code = '' } = error;
    if (!/^(HPE|ERR_HTTP)_/.test(code) || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const { remoteAddress } = socket;
    const problem = new Problem(UNREADABLE[code] ?? 'malformed-request');
    const { status } = problem;
    const requestId = answerRaw(socket, problem);
    logRefused(logger, { requestId, route: UNMATCHED, status, remoteAddress });
  };
