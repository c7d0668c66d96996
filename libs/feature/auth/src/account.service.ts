import { Injectable } from '@nestjs/common';
import { Problem, type Ended, type Principal } from '#platform';
import { refuseOther, type AdminUser, type UserChange } from './admin-user.js';
import { Evictions } from './evictions.js';
import type { Knock } from './guesses.js';
import { Passwords } from './passwords.js';
import { Proofs, type PasswordCategory } from './proofs.js';
import { AdminUserRepository } from './store/admin-user.repository.js';

/** One's own account. */
@Injectable()
export class AccountService {
  constructor(
    private readonly users: AdminUserRepository,
    private readonly passwords: Passwords,
    private readonly proofs: Proofs,
    private readonly evictions: Evictions,
  ) {}

  /** The user of a session: it was there when the request began. */
  async user(id: number): Promise<AdminUser> {
    const user = await this.users.find(id);
    if (!user) throw new Problem('not-authenticated', 'This account is gone.');
    return user;
  }

  /**
   * Changes one's own password; all other sessions of the user end.
   *
   * @throws Problem `password-wrong`, `validation-failed`
   */
  async changePassword(
    caller: Principal,
    { current, wanted }: { readonly current: string; readonly wanted: string },
    knock: Knock,
  ): Promise<UserChange> {
    const user = await this.proven(caller, current, knock, 'password_change_failed');
    if (current === wanted) {
      const errors = [{ pointer: '/newPassword', detail: 'must not be the current one' }];
      throw new Problem('validation-failed', 'The new password must not be the current one.', {
        extensions: { errors },
      });
    }
    const passwordHash = await this.passwords.hash(wanted, user.username, '/newPassword');
    let ended: readonly Ended[] = [];
    const change = await this.users.change(user.id, async (now, tx) => {
      refuseOther(user, now);
      ended = await this.evictions.within(tx, user.id, { but: caller.sessionId });
      return { passwordHash, passwordTemporary: false };
    });
    this.evictions.tell(ended);
    await this.passwords.forgetFirst();
    return change;
  }

  /** The user of a session, once the password has proven that it is not only a token that asks. */
  async proven(
    { userId }: Principal,
    password: string,
    knock: Knock,
    category: PasswordCategory,
  ): Promise<AdminUser> {
    const user = await this.user(userId);
    await this.proofs.password(user, password, knock, category);
    return user;
  }
}
