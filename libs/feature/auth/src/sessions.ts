import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import {
  bearerProtocol,
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  Keys,
  type Principal,
  type Principals,
} from '#platform';
import type { AdminUser } from './store/admin-user.repository.js';
import { SessionRepository } from './store/session.repository.js';

const ALGORITHM = 'HS256';

interface Claims {
  /** The session's id; `sub` is the user's. */
  readonly jti: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Gives out tokens and tells whom one stands for: the user as it is now, not as the token remembers it. */
@Injectable()
export class Sessions implements Principals {
  private readonly passport = new passport.Passport();
  private readonly ended = new EventEmitter<{ ended: [sessionId: string] }>();
  private readonly jwt: JwtService;
  private readonly lifetime: number;

  constructor(
    private readonly sessions: SessionRepository,
    @Inject(CONFIG) { auth }: Config,
    keys: Keys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const secret = auth.jwtSecret?.reveal() ?? keys.derive('jwt').reveal();
    this.lifetime = auth.tokenTtl;
    this.jwt = new JwtService({ secret, signOptions: { algorithm: ALGORITHM } });
    this.passport.use(
      new Strategy(
        {
          secretOrKey: secret,
          algorithms: [ALGORITHM],
          jwtFromRequest: ExtractJwt.fromExtractors([
            ExtractJwt.fromAuthHeaderAsBearerToken(),
            ({ headers }: { headers: IncomingHttpHeaders }) => bearerProtocol(headers) ?? null,
          ]),
        },
        (claims: Claims, done) => {
          this.principalOf(claims).then(
            (principal) => {
              done(null, principal ?? false);
            },
            (error: unknown) => {
              done(error, false);
            },
          );
        },
      ),
    );
  }

  /** Opens a session; the token is shown once and stored nowhere. `expiresAt` in milliseconds since 1970. */
  async open({ id: userId, username, role }: AdminUser) {
    const createdAt = this.clock();
    // The token counts in seconds: the row must not outlive it by a fraction.
    const expiresAt = Math.floor((createdAt + this.lifetime) / 1000) * 1000;
    const id = randomUUID();
    await this.sessions.add({ id, userId, createdAt, expiresAt });
    const exp = expiresAt / 1000;
    const token = this.jwt.sign({ sub: String(userId), jti: id, username, role, exp });
    return { token, expiresAt };
  }

  async end(sessionId: string): Promise<void> {
    await this.sessions.revoke(sessionId, this.clock());
    this.ended.emit('ended', sessionId);
  }

  resolve(headers: IncomingHttpHeaders): Promise<Principal | undefined> {
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, principal: Principal | false | undefined) => {
        if (error) reject(asError(error));
        else resolve(principal || undefined);
      };
      const ask = this.passport.authenticate('jwt', { session: false }, answer) as (
        request: { headers: IncomingHttpHeaders },
        response: object,
        next: (error: unknown) => void,
      ) => void;
      ask({ headers }, {}, reject);
    });
  }

  onEnded(listener: (sessionId: string) => void): () => void {
    this.ended.on('ended', listener);
    return () => this.ended.off('ended', listener);
  }

  private async principalOf({ jti, exp }: Claims): Promise<Principal | undefined> {
    const user = await this.sessions.findUser(jti, this.clock());
    if (!user || user.disabled) return undefined;
    const { id: userId, username, role } = user;
    return { userId, username, role, sessionId: jti, expiresAt: exp * 1000 };
  }
}

// Passport hands over whatever a strategy threw.
const asError = (thrown: unknown): Error =>
  thrown instanceof Error
    ? thrown
    : new Error('The log-in could not be checked.', { cause: thrown });
