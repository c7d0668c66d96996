import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.js';
import { REQUEST_ID_HEADER } from './request-id.js';

/** Unmatched paths share one label, so that a scanner cannot grow the metrics. */
export const UNMATCHED = 'unmatched';

/** `GET /api/v1/topics/{id}`: the pattern, never the address. */
export function routeLabel({ method, is404, routeOptions }: FastifyRequest): string {
  const pattern = is404 ? undefined : routeOptions.url;
  return pattern === undefined ? UNMATCHED : `${method} ${pattern.replaceAll(/:(\w+)/g, '{$1}')}`;
}

interface Refused {
  readonly requestId: string;
  /** Unknown of a request that could not be read. */
  readonly method?: string;
  readonly route: string;
  readonly status: number;
  readonly remoteAddress: string | undefined;
}

/** Logs a request that no hook saw, as one that was seen would be. */
export function logRefused(logger: Logger, refused: Refused): void {
  logger.info(refused, 'http_request');
}

/** Counts, times and logs each request once, when its answer is out. */
export function recordRequests(http: FastifyInstance, metrics: Metrics, logger: Logger): void {
  http.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    done();
  });
  http.addHook('onResponse', (request, reply, done) => {
    const route = routeLabel(request);
    const method = route === UNMATCHED ? UNMATCHED : request.method;
    metrics.httpRequests.inc({ method, route, status: reply.statusCode });
    metrics.httpDuration.observe({ method, route }, reply.elapsedTime / 1000);
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        remoteAddress: request.clientAddress,
        ...(request.principal && { user: request.principal.username }),
      },
      'http_request',
    );
    done();
  });
}
