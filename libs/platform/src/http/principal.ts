import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { AccessFailure, Role } from '#contract';

/** Who is asking: loaded for this request, so a changed role or a disabled user counts at once. */
export interface Principal {
  /** 0 for the owner of the data folder, who needs no user. */
  readonly userId: number;
  readonly username: string;
  /** What it may do; an API token may do less than its user. */
  readonly role: Role;
  /** A log-in, a token for automation, or the command line beside the server. */
  readonly via: 'session' | 'api-token' | 'local';
  /** Names the session or token; what {@link Ended} calls. */
  readonly sessionId: string;
  /** The name of the API token, if it is one. */
  readonly tokenName?: string;
  /** When the session ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What has ended before its time: one session or token, or everything of a user. */
export type Ended = { readonly sessionId: string } | { readonly userId: number };

/** What `#platform` needs of the feature that knows users. */
export interface Principals {
  /** The caller that the headers prove, or why they prove none. Reads the bearer token or the stream's subprotocol. */
  resolve(headers: IncomingHttpHeaders): Promise<Principal | AccessFailure>;
  /** Calls `listener` whenever something ends before its time; answers a function that stops it. */
  onEnded(listener: (ended: Ended) => void): () => void;
}

/** Injection token of {@link Principals}; the `auth` feature provides it. */
export const PRINCIPALS = Symbol('PRINCIPALS');

/** The principal of the request, as a parameter of a handler whose floor is not public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('A handler with a public floor asked for its caller.');
  return principal;
});
