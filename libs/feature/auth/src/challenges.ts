import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { CLOCK, type Clock, type Secret } from '#platform';
import type { AdminUser } from './admin-user.js';

export const CHALLENGE_LIMITS = {
  lifetimeMs: 300_000,
  /** Codes that may be tried with one. */
  tries: 5,
  perUser: 5,
  all: 10_000,
} as const;

export interface Challenge {
  readonly userId: number;
  /** Of the password that was right: with another one, the log-in begins again. */
  readonly passwordHash: Secret;
  readonly expiresAt: number;
  readonly triesLeft: number;
}

/**
 * Log-ins whose password was right and whose code is still to come. Random, in memory, and of another kind
 * than tokens, so that none can pass for one; a restart forgets them.
 */
@Injectable()
export class Challenges {
  /** By the token's hash, oldest first. */
  private readonly open = new Map<string, Challenge>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  issue({ id: userId, passwordHash }: Pick<AdminUser, 'id' | 'passwordHash'>): {
    readonly challenge: string;
    readonly expiresAt: number;
  } {
    this.tidy(userId);
    const challenge = randomBytes(32).toString('base64url');
    const expiresAt = this.clock() + CHALLENGE_LIMITS.lifetimeMs;
    const { tries: triesLeft } = CHALLENGE_LIMITS;
    this.open.set(hashOf(challenge), { userId, passwordHash, expiresAt, triesLeft });
    return { challenge, expiresAt };
  }

  /** Takes the challenge: until it is given back, nobody else can use it. */
  take(challenge: string): Challenge | undefined {
    const found = this.open.get(hashOf(challenge));
    this.open.delete(hashOf(challenge));
    return found && found.expiresAt > this.clock() ? found : undefined;
  }

  /** Gives one back that was taken, unless so many `tries` use it up. */
  giveBack(challenge: string, { triesLeft, ...rest }: Challenge, tries: 0 | 1): void {
    const left = triesLeft - tries;
    if (left > 0) this.open.set(hashOf(challenge), { ...rest, triesLeft: left });
  }

  /** Makes room: the expired go, and then the oldest, first of this user, then of all. */
  private tidy(userId: number): void {
    const now = this.clock();
    const own: string[] = [];
    for (const [hash, challenge] of this.open) {
      if (challenge.expiresAt <= now) this.open.delete(hash);
      else if (challenge.userId === userId) own.push(hash);
    }
    const extra = own.slice(0, Math.max(0, own.length - CHALLENGE_LIMITS.perUser + 1));
    for (const hash of extra) this.open.delete(hash);
    const [oldest] = this.open.keys();
    if (oldest !== undefined && this.open.size >= CHALLENGE_LIMITS.all) this.open.delete(oldest);
  }
}

const hashOf = (challenge: string): string =>
  createHash('sha256').update(challenge).digest('base64');
