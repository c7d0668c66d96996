import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem.js';

/**
 * An `AbortSignal` as a parameter of a handler: aborted, with a problem as the reason, when the client is gone and
 * nobody waits for the answer.
 * Not Fastify's `request.signal`, which is aborted as soon as the body has been read.
 */
export const Gone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<FastifyReply>();
  const gone = new AbortController();
  raw.once('close', () => {
    gone.abort(new Problem('request-timeout', 'The client is gone.'));
  });
  return gone.signal;
});
