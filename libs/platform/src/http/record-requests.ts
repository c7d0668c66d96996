import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.js';
import { REQUEST_ID_HEADER } from './request-id.js';

/** Unmatched paths share one label, so that a scanner cannot grow the metrics. */
const UNMATCHED = 'unmatched';

/** `GET /api/v1/topics/{id}`: the pattern, never the address. */
function routeLabel({ method, is404, routeOptions }: FastifyRequest): string {
  const pattern = is404 ? undefined : routeOptions.url;
  return pattern === undefined ? UNMATCHED : `${method} ${pattern.replaceAll(/:(\w+)/g, '{$1}')}`;
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
        remoteAddress: request.ip,
        ...(request.principal && { user: request.principal.username }),
      },
      'http_request',
    );
    done();
  });
}
