import type { Principal } from '../http/principal.js';
import type { Actor } from './audit-sink.js';

/** Who began what goes on after the request, as the audit trail remembers it. */
export function actorOf({ username, via, tokenName }: Principal): Actor {
  return { name: username, via, ...(tokenName !== undefined && { token: tokenName }) };
}
