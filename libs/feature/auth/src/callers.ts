import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { AccessFailure } from '#contract';
import { bearerProtocol, type Ended, type Principal, type Principals } from '#platform';
import { ApiTokens } from './api-tokens.js';
import { SessionEnds } from './session-ends.js';
import { Sessions } from './sessions.js';

/** Tells who is asking, whatever the proof: the token of a session, or one for automation. */
@Injectable()
export class Callers implements Principals {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly ends: SessionEnds,
  ) {}

  async resolve(headers: IncomingHttpHeaders): Promise<Principal | AccessFailure> {
    const token = bearerHeader(headers) ?? bearerProtocol(headers);
    if (token === undefined) return 'missing_bearer_token';
    return this.tokens.looksLikeOne(token)
      ? this.tokens.resolve(token)
      : this.sessions.resolve(token);
  }

  onEnded(listener: (ended: Ended) => void): () => void {
    return this.ends.listen(listener);
  }
}

/** RFC 6750 section 2.1. */
function bearerHeader({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
