import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asProblem } from './as-problem.js';
import { Problem } from './problem.js';

/** Answers every failed request with RFC 9457 problem details, and tells callers nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();

    const problem = withLimit(asProblem(error), request);
    if (problem.status >= 500) {
      const cause = problem.cause ?? error;
      const stack = cause instanceof Error ? cause.stack : String(cause);
      const route = request.routeOptions.url ?? 'unmatched';
      this.logger.error(`${request.method} ${route} failed (request ${request.id})`, stack);
    }
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .type('application/problem+json')
      .send(problem.body(request.id));
  }
}

/** What is too large says how large it may be, which is not the same for all routes. */
function withLimit(problem: Problem, { routeOptions }: FastifyRequest): Problem {
  if (problem.kind !== 'body-too-large') return problem;
  const kib = Math.floor(routeOptions.bodyLimit / 1024);
  const most = kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`;
  return new Problem('body-too-large', `It may have ${most} here.`, { cause: problem.cause });
}
