import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { AccessFailure } from '#contract';
import { CLOCK, Problem, type Clock, type Principal } from '#platform';
import type { AdminUser } from './admin-user.js';
import type { Knock } from './guesses.js';
import { LastUses } from './last-uses.js';
import { SessionEnds } from './session-ends.js';
import { SessionRepository, type Session } from './store/session.repository.js';
import { TokenSettings } from './token-settings.js';

const ALGORITHM = 'HS256';

interface Claims {
  /** The session's id; `sub` is the user's. */
  readonly jti: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Gives out tokens and tells whom one stands for: the user as it is now, not as the token remembers it. */
@Injectable()
export class Sessions {
  private readonly passport = new passport.Passport();
  private readonly jwt: JwtService;
  private readonly lifetime: number;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly uses: LastUses,
    private readonly ends: SessionEnds,
    @Inject(CLOCK) private readonly clock: Clock,
    { secret, lifetime }: TokenSettings,
  ) {
    this.lifetime = lifetime;
    this.jwt = new JwtService({ secret, signOptions: { algorithm: ALGORITHM } });
    this.passport.use(
      new Strategy(
        {
          secretOrKey: secret,
          algorithms: [ALGORITHM],
          jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        },
        (claims: Claims, done) => {
          this.principalOf(claims).then(
            (found) => {
              if (typeof found === 'string') done(null, false, found);
              else done(null, found);
            },
            (error: unknown) => {
              done(error, false);
            },
          );
        },
      ),
    );
  }

  /**
   * Opens a session for a user that was just proven to be one; the token is shown once and stored nowhere.
   * `expiresAt` in milliseconds since 1970.
   *
   * @throws Problem `login-failed` when the user was changed since it was proven
   */
  async open(user: AdminUser, { address, userAgent }: Knock) {
    const { id: userId, username, role } = user;
    const createdAt = this.clock();
    // The token counts in seconds: the row must not outlive it by a fraction.
    const expiresAt = Math.floor((createdAt + this.lifetime) / 1000) * 1000;
    const id = randomUUID();
    const from = { address, ...(userAgent !== undefined && { userAgent }) };
    const added = await this.sessions.add({ id, userId, createdAt, expiresAt, ...from }, user);
    if (!added) throw new Problem('login-failed');
    const exp = expiresAt / 1000;
    const token = this.jwt.sign({ sub: String(userId), jti: id, username, role, exp });
    return { token, expiresAt, sessionId: id };
  }

  /** Those of a user that have not ended, newest first. */
  async list(userId: number): Promise<readonly Session[]> {
    return this.uses.ofSessionsIn(await this.sessions.list(userId, this.clock()));
  }

  /** Ends one of a user's sessions. @throws Problem `session-not-found` */
  async revoke(userId: number, id: string): Promise<void> {
    if (!(await this.sessions.revoke(userId, id, this.clock()))) {
      throw new Problem('session-not-found', `No open session has the id ${id}.`);
    }
    this.ends.tell({ sessionId: id });
  }

  /** Ends all of a user's sessions but one, or all of them; how many there were. */
  async endAll(userId: number, { but }: { readonly but?: string } = {}): Promise<number> {
    const ended = await this.sessions.endAll(userId, { now: this.clock(), but });
    if (but === undefined) this.ends.tell({ userId });
    else for (const sessionId of ended) this.ends.tell({ sessionId });
    return ended.length;
  }

  /** Whom a JWT stands for. */
  resolve(token: string): Promise<Principal | AccessFailure> {
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, principal: Principal | false, why: unknown) => {
        if (error) reject(asError(error));
        else if (principal) resolve(principal);
        else resolve(why === 'inactive_user' ? why : 'invalid_bearer_token');
      };
      const ask = this.passport.authenticate('jwt', { session: false }, answer) as (
        request: { headers: IncomingHttpHeaders },
        response: object,
        next: (error: unknown) => void,
      ) => void;
      ask({ headers: { authorization: `Bearer ${token}` } }, {}, reject);
    });
  }

  private async principalOf({ jti, exp }: Claims): Promise<Principal | AccessFailure> {
    const user = await this.sessions.findUser(jti, this.clock());
    if (!user) return 'invalid_bearer_token';
    if (user.disabled) return 'inactive_user';
    this.uses.session(jti);
    const { userId, username, role } = user;
    return { userId, username, role, via: 'session', sessionId: jti, expiresAt: exp * 1000 };
  }
}

// Passport hands over whatever a strategy threw.
const asError = (thrown: unknown): Error =>
  thrown instanceof Error
    ? thrown
    : new Error('The log-in could not be checked.', { cause: thrown });
