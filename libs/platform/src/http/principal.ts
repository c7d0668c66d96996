import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#contract';

/** Who is asking: loaded for this request, so a changed role or a disabled user counts at once. */
export interface Principal {
  readonly userId: number;
  readonly username: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When the session ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What `#platform` needs of the feature that knows users. */
export interface Principals {
  /** The caller that the headers prove, or nothing. Reads the bearer token or the stream's subprotocol. */
  resolve(headers: IncomingHttpHeaders): Promise<Principal | undefined>;
  /** Calls `listener` whenever a session ends before its time; answers a function that stops it. */
  onEnded(listener: (sessionId: string) => void): () => void;
}

/** Injection token of {@link Principals}; the `auth` feature provides it. */
export const PRINCIPALS = Symbol('PRINCIPALS');

/** The principal of the request, as a parameter of a handler whose floor is not public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('A handler with a public floor asked for its caller.');
  return principal;
});
