import { ServerResponse, type IncomingMessage } from 'node:http';

/** Tells browsers to come with TLS only, for a year (RFC 6797). Sent over TLS, where alone it counts. */
export const STRICT_TRANSPORT = {
  name: 'strict-transport-security',
  value: 'max-age=31536000; includeSubDomains',
} as const;

/**
 * Every answer of a TLS server. Not a hook: some answers are given before any hook runs, by Node itself (no
 * Host, an expectation nobody meets) or by Fastify (an address it cannot read).
 */
export class StrictTransportResponse<
  R extends IncomingMessage = IncomingMessage,
> extends ServerResponse<R> {
  constructor(...details: ConstructorParameters<typeof ServerResponse<R>>) {
    super(...details);
    this.setHeader(STRICT_TRANSPORT.name, STRICT_TRANSPORT.value);
  }
}
