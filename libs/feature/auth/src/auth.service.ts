import { Injectable } from '@nestjs/common';
import { Problem } from '#platform';
import type { AdminUser } from './admin-user.js';
import { Challenges, type Challenge } from './challenges.js';
import type { Entrance, HalfWay } from './entrance.js';
import { LoginLog } from './login-log.js';
import type { Knock } from './guesses.js';
import { Proofs } from './proofs.js';
import { Sessions } from './sessions.js';
import { AdminUserRepository } from './store/admin-user.repository.js';

/** Logging in. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: AdminUserRepository,
    private readonly proofs: Proofs,
    private readonly challenges: Challenges,
    private readonly sessions: Sessions,
    private readonly log: LoginLog,
  ) {}

  /** One message and one duration for an unknown, a disabled and a mistaken user. */
  logIn(username: string, password: string, knock: Knock): Promise<Entrance | HalfWay> {
    return this.log.counted(async () => {
      const name = username.trim();
      const found = await this.users.findByName(name);
      const user = await this.proofs.logIn(name, found, password, knock);
      if (user.totpKey !== undefined) return this.challenges.issue(user);
      return this.letIn(user, 'password', knock);
    });
  }

  /** The second half: `code` is one of the authenticator, or a recovery code. */
  logInWithCode(token: string, code: string, knock: Knock): Promise<Entrance> {
    return this.log.counted(async () => {
      const challenge = this.challenges.take(token);
      const user = challenge && (await this.find(token, challenge));
      if (!challenge || !user || !stillOpen(challenge, user)) {
        this.log.invalidChallenge(user, knock);
        throw new Problem('challenge-invalid', 'Enter your user name and password again.');
      }
      const by = await this.proofs.code(user, code, knock).catch((error: unknown) => {
        // Only a wrong code costs a try: a lock-out or a full disk says nothing about it.
        const wrong = error instanceof Problem && error.kind === 'code-wrong';
        this.challenges.giveBack(token, challenge, wrong ? 1 : 0);
        throw error;
      });
      if (by === 'recovery-code') this.log.recoveryCodeUsed(user, knock);
      return this.letIn(user, by, knock);
    });
  }

  private async letIn(user: AdminUser, by: Entrance['by'], knock: Knock): Promise<Entrance> {
    const session = await this.sessions.open(user, knock);
    await this.proofs.forgive(user, knock);
    return { ...session, user, by };
  }

  private async find(token: string, challenge: Challenge): Promise<AdminUser | undefined> {
    try {
      return await this.users.find(challenge.userId);
    } catch (error) {
      this.challenges.giveBack(token, challenge, 0); // the database failed, not the one who asks
      throw error;
    }
  }
}

/** Whether the user is as it was when the password was right. */
function stillOpen({ passwordHash }: Challenge, user: AdminUser): boolean {
  const samePassword = user.passwordHash.reveal() === passwordHash.reveal();
  return samePassword && !user.disabled && user.totpKey !== undefined;
}
