import { Injectable } from '@nestjs/common';
import type { SecurityReason } from '#contract';
import { Problem, type SecurityNotice } from '#platform';
import type { AdminUser } from './admin-user.js';
import { Guesses, type Knock } from './guesses.js';
import { PasswordHasher } from './password-hasher.js';
import { SecondFactor, type CodeKind } from './second-factor.js';

/** What a password is asked for again before, by the category of its failures. */
export type PasswordCategory =
  'api_token_failed' | 'mfa_disable_failed' | 'mfa_setup_failed' | 'password_change_failed';

/** What proves who somebody is, each behind the counting of wrong guesses. */
@Injectable()
export class Proofs {
  constructor(
    private readonly guesses: Guesses,
    private readonly hasher: PasswordHasher,
    private readonly factor: SecondFactor,
  ) {}

  /** The user that `name` and `password` prove. One message and one duration for whatever is wrong. */
  logIn(
    name: string,
    user: AdminUser | undefined,
    password: string,
    knock: Knock,
  ): Promise<AdminUser> {
    return this.guesses.examine({ username: name, id: user?.id }, knock, async (known) => {
      const right = await this.hasher.verify(user?.passwordHash, password, known);
      if (user && right && !user.disabled) return { right: user };
      return {
        wrong: new Problem('login-failed'),
        notice: failed(right ? 'disabled_user' : 'invalid_credentials'),
      };
    });
  }

  /** A code of a user whose password was right: of the authenticator, or for recovery. */
  code(user: AdminUser, code: string, knock: Knock): Promise<CodeKind> {
    return this.guesses.examine(user, knock, async () => {
      const taken = await this.factor.take(user, code);
      if (typeof taken === 'string') return { right: taken };
      return { wrong: wrongCode(taken.fault), notice: failed(taken.fault) };
    });
  }

  /** Of a set-up that waits for it: that the authenticator has the key. The time step of the code. */
  firstCode(user: AdminUser, code: string, knock: Knock): Promise<number> {
    return this.guesses.examine(user, knock, () => {
      const { id, totpPendingKey } = user;
      if (totpPendingKey === undefined) throw new Problem('mfa-not-pending');
      const step = this.factor.stepOf(id, totpPendingKey, code);
      return Promise.resolve(
        typeof step === 'number'
          ? { right: step }
          : { wrong: wrongCode(step), notice: failed('invalid_mfa_code') },
      );
    });
  }

  /** The password of somebody who is logged in, before something that a stolen token must not do. */
  async password(
    user: AdminUser,
    password: string,
    knock: Knock,
    category: PasswordCategory,
  ): Promise<void> {
    await this.guesses.examine(user, knock, async () => {
      if (await this.hasher.verify(user.passwordHash, password, true)) return { right: undefined };
      return {
        wrong: new Problem('password-wrong', 'Enter the password that you logged in with.'),
        notice: { category, reason: 'invalid_password' },
      };
    });
  }

  /** After a whole log-in: what was wrong before was a slip. */
  forgive(user: AdminUser, knock: Knock): Promise<void> {
    return this.guesses.forgive(user, knock);
  }
}

const failed = (reason: SecurityReason<'admin_login_failed'>): SecurityNotice => ({
  category: 'admin_login_failed',
  reason,
});

function wrongCode(fault: SecurityReason<'admin_login_failed'>): Problem {
  if (fault === 'totp_code_reused') {
    return new Problem('code-wrong', 'This code was used already. Wait for the next one.');
  }
  if (fault === 'invalid_recovery_code') {
    return new Problem('code-wrong', 'This is no code of six digits and no unused recovery code.');
  }
  return new Problem('code-wrong', 'Take the newest code, and see that the clocks are right.');
}
