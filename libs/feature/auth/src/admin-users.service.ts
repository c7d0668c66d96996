import { Injectable } from '@nestjs/common';
import { atLeast, type Role } from '#contract';
import { Problem, type Ended, type Principal, type Secret } from '#platform';
import type { AdminUser, UserChange } from './admin-user.js';
import { Evictions } from './evictions.js';
import { Guesses } from './guesses.js';
import { MfaService } from './mfa.service.js';
import { Passwords } from './passwords.js';
import { AdminUserRepository, type UserEdit } from './store/admin-user.repository.js';

/** A user, and until when strangers are kept from guessing its password. */
export interface ListedUser {
  readonly user: AdminUser;
  readonly lockedUntil: number | undefined;
}

interface NewAdminUser {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly disabled: boolean;
}

interface Wish {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** Who may use MCM, for those who decide it. */
@Injectable()
export class AdminUsersService {
  constructor(
    private readonly users: AdminUserRepository,
    private readonly passwords: Passwords,
    private readonly evictions: Evictions,
    private readonly mfa: MfaService,
    private readonly guesses: Guesses,
  ) {}

  /** By name. */
  async list(): Promise<readonly ListedUser[]> {
    const locked = await this.guesses.lockedUntil();
    const users = await this.users.list();
    return users.map((user) => ({ user, lockedUntil: locked.get(user.username.toLowerCase()) }));
  }

  /** @throws Problem `user-not-found` */
  async get(id: number): Promise<ListedUser> {
    const user = await this.users.find(id);
    if (!user) throw new Problem('user-not-found', `No user has the id ${id}.`);
    const locked = await this.guesses.lockedUntil();
    return { user, lockedUntil: locked.get(user.username.toLowerCase()) };
  }

  /** @throws Problem `validation-failed`, `name-taken` */
  async create({ password, ...wish }: NewAdminUser): Promise<AdminUser> {
    refuseReserved(wish.username);
    const passwordHash = await this.passwords.hash(password, wish.username);
    return this.users.add({ ...wish, passwordHash, passwordTemporary: true });
  }

  /**
   * Changes what the wish holds. Who may do less than before, or has another password, has to log in again.
   *
   * @throws Problem `user-not-found`, `stale-version`, `name-taken`, `last-active-admin`, `validation-failed`
   */
  async update(id: number, { password, ...wish }: Wish, version?: number): Promise<UserChange> {
    const { user } = await this.get(id);
    if (wish.username !== undefined) refuseReserved(wish.username);
    const edit: UserEdit = {
      ...(wish.username !== undefined && { username: wish.username }),
      ...(wish.role !== undefined && { role: wish.role }),
      ...(wish.disabled !== undefined && { disabled: wish.disabled }),
      ...(password !== undefined && {
        passwordHash: await this.passwords.hash(password, wish.username ?? user.username),
        passwordTemporary: true,
      }),
    };
    let ended: readonly Ended[] = [];
    const change = await this.users.change(
      id,
      async (now, tx) => {
        if (losesSessions(now, edit)) ended = await this.evictions.within(tx, id);
        return edit;
      },
      version,
    );
    this.evictions.tell(ended);
    if (password !== undefined) await this.passwords.forgetFirst();
    return change;
  }

  /** @throws Problem `user-not-found`, `stale-version`, `last-active-admin` */
  async delete(id: number, version?: number): Promise<AdminUser> {
    const user = await this.users.remove(id, version); // sessions and tokens go with it
    this.evictions.tell([{ userId: id }]);
    return user;
  }

  /**
   * Gives a random password. Whoever knew the old one is out for good: the user's API tokens go as well.
   *
   * @throws Problem `user-not-found`
   */
  async resetPassword(
    id: number,
    { resetMfa, caller }: { readonly resetMfa: boolean; readonly caller: Principal },
  ): Promise<UserChange & { readonly password: Secret }> {
    const { password, hash: passwordHash } = await this.passwords.random();
    let ended: readonly Ended[] = [];
    const change = await this.users.change(id, async (_, tx) => {
      ended = await this.evictions.within(tx, id, { tokens: true });
      const withoutMfa = resetMfa ? await this.mfa.strip(tx, id) : {};
      return { ...withoutMfa, passwordHash, passwordTemporary: true };
    });
    this.evictions.tell(ended);
    if (resetMfa) this.mfa.tellReset(change, caller);
    await this.passwords.forgetFirst();
    return { ...change, password };
  }

  /** @throws Problem `user-not-found` */
  async resetMfa(id: number, caller: Principal): Promise<UserChange> {
    let ended: readonly Ended[] = [];
    const change = await this.users.change(id, async (_, tx) => {
      ended = await this.evictions.within(tx, id);
      return this.mfa.strip(tx, id);
    });
    this.evictions.tell(ended);
    this.mfa.tellReset(change, caller);
    return change;
  }

  /** Forgets failed log-ins, so that the user may try again at once. @throws Problem `user-not-found` */
  async unlock(
    id: number,
    address?: string,
  ): Promise<{ readonly user: AdminUser; readonly forgotten: number }> {
    const { user } = await this.get(id);
    return { user, forgotten: await this.guesses.forget(user.username, address) };
  }
}

/** Who may do less than before, or has another password, has to log in again. */
function losesSessions(now: AdminUser, { role = now.role, ...edit }: UserEdit): boolean {
  const disabled = edit.disabled === true && !now.disabled;
  return disabled || edit.passwordHash !== undefined || !atLeast(role, now.role);
}

/** What the audit trail calls those who are no user. */
const RESERVED: readonly string[] = ['anonymous', 'cli', 'system'];

function refuseReserved(username: string): void {
  if (!RESERVED.includes(username.toLowerCase())) return;
  const detail = `is what the audit trail calls somebody else`;
  throw new Problem('validation-failed', `The name ${username} ${detail}.`, {
    extensions: { errors: [{ pointer: '/username', detail }] },
  });
}
