import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CLOCK, type Clock, type Ended } from '#platform';
import { SessionEnds } from './session-ends.js';
import { ApiTokenRepository } from './store/api-token.repository.js';
import { SessionRepository } from './store/session.repository.js';

interface Extent {
  /** The one session that stays. */
  readonly but?: string;
  /** API tokens as well: for good, not only what they have opened. */
  readonly tokens?: boolean;
}

/**
 * Puts users out, in the transaction that is the reason for it: whoever has another password, or fewer rights,
 * has no session any more that was given for the old ones. What they have opened is closed after the commit.
 */
@Injectable()
export class Evictions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: ApiTokenRepository,
    private readonly ends: SessionEnds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Ends the user's sessions; what to {@link tell} once the transaction is committed. */
  async within(
    tx: EntityManager,
    userId: number,
    { but, tokens = false }: Extent = {},
  ): Promise<readonly Ended[]> {
    if (tokens) await this.tokens.removeAll(tx, userId);
    const ended = await this.sessions.revokeAll(tx, userId, { now: this.clock(), but });
    // Of all, also what API tokens have opened is closed: what those still may is decided when they come again.
    return but === undefined ? [{ userId }] : ended.map((sessionId) => ({ sessionId }));
  }

  tell(ended: readonly Ended[]): void {
    for (const one of ended) this.ends.tell(one);
  }
}
