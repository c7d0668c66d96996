import type { FastifyInstance } from 'fastify';

/**
 * Only JSON is read. An empty body is none, whatever its type: many clients name one with each request, also
 * where there is nothing to say. Where something has to be said, its members are missed.
 */
export function readBodies(http: FastifyInstance): void {
  const parse = http.getDefaultJsonParser('error', 'error');
  http.removeContentTypeParser(['text/plain', 'application/json']);
  http.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') done(null, undefined);
      else void parse(request, body, done);
    },
  );
}
