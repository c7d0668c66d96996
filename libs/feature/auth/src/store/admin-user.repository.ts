import { Inject, Injectable } from '@nestjs/common';
import { Not, type EntityManager } from 'typeorm';
import type { Role } from '#contract';
import { CLOCK, Database, Problem, Secret, type Clock } from '#platform';
import type { AdminUser, UserChange } from '../admin-user.js';
import { AdminUserRow } from './admin-user.row.js';

export type NewUser = Pick<
  AdminUser,
  'username' | 'passwordHash' | 'passwordTemporary' | 'role' | 'disabled'
>;

/** What can be changed of a user; what is not there stays as it is. `undefined` takes a key away. */
export interface UserEdit {
  readonly username?: string;
  readonly passwordHash?: Secret;
  readonly passwordTemporary?: boolean;
  readonly role?: Role;
  readonly disabled?: boolean;
  readonly totpKey?: Secret<Buffer> | undefined;
  readonly totpPendingKey?: Secret<Buffer> | undefined;
  readonly totpLastStep?: number | undefined;
}

@Injectable()
export class AdminUserRepository {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  async list(): Promise<readonly AdminUser[]> {
    const rows = await this.database.read.find(AdminUserRow, { order: { username: 'ASC' } });
    return rows.map(toUser);
  }

  /** User names compare without case. */
  async findByName(username: string): Promise<AdminUser | undefined> {
    const row = await this.database.read.findOneBy(AdminUserRow, { username });
    return row ? toUser(row) : undefined;
  }

  async find(id: number): Promise<AdminUser | undefined> {
    const row = await this.database.read.findOneBy(AdminUserRow, { id });
    return row ? toUser(row) : undefined;
  }

  async any(): Promise<boolean> {
    return this.database.read.exists(AdminUserRow);
  }

  /** Adds the first administrator; nothing when there is a user already. */
  addFirst(user: NewUser): Promise<AdminUser | undefined> {
    return this.database.write(async (tx) =>
      (await tx.exists(AdminUserRow)) ? undefined : insert(tx, user, this.clock()),
    );
  }

  /** @throws Problem `name-taken` */
  add(user: NewUser): Promise<AdminUser> {
    return this.database.write(async (tx) => {
      await requireFreeName(tx, user.username);
      return insert(tx, user, this.clock());
    });
  }

  /**
   * Changes a user by what `edit` makes of it, in one transaction.
   *
   * @throws Problem `user-not-found`, `stale-version` when it has another version than `version`,
   *   `name-taken`, `last-active-admin`, or what `edit` throws
   */
  change(
    id: number,
    edit: (user: AdminUser, tx: EntityManager) => UserEdit | Promise<UserEdit>,
    version?: number,
  ): Promise<UserChange> {
    return this.database.write(async (tx) => {
      const before = await getUser(tx, id, version);
      const wish = await edit(before, tx);
      const row = { ...before, ...wish };
      if (wish.username !== undefined) await requireFreeName(tx, wish.username, id);
      if (row.disabled || row.role !== 'admin') await requireAnotherAdmin(tx, before);
      await tx.update(
        AdminUserRow,
        { id },
        { ...toColumns(wish), version: before.version + 1, updatedAt: this.clock() },
      );
      return { before, after: await getUser(tx, id) };
    });
  }

  /**
   * Remembers the time step of a code that `choose` finds right, and says what it chose. Not a change of the
   * user: its version stays.
   */
  takeStep<T>(id: number, choose: (user: AdminUser) => number | T): Promise<number | T> {
    return this.database.write(async (tx) => {
      const step = choose(await getUser(tx, id));
      if (typeof step === 'number') await tx.update(AdminUserRow, { id }, { totpLastStep: step });
      return step;
    });
  }

  /** Deletes a user, with all that belongs to it. @throws Problem as {@link change} does */
  remove(id: number, version?: number): Promise<AdminUser> {
    return this.database.write(async (tx) => {
      const user = await getUser(tx, id, version);
      await requireAnotherAdmin(tx, user);
      await tx.delete(AdminUserRow, { id });
      return user;
    });
  }
}

async function insert(tx: EntityManager, user: NewUser, now: number): Promise<AdminUser> {
  const row = { ...toColumns(user), createdAt: now, updatedAt: now, version: 1 };
  const { identifiers } = await tx.insert(AdminUserRow, row);
  return getUser(tx, Number(identifiers[0]?.['id']));
}

/** @throws Problem `user-not-found`, `stale-version` */
export async function getUser(tx: EntityManager, id: number, version?: number): Promise<AdminUser> {
  const row = await tx.findOneBy(AdminUserRow, { id });
  if (!row) throw new Problem('user-not-found', `No user has the id ${id}.`);
  if (version !== undefined && version !== row.version) {
    throw new Problem('stale-version', `${row.username} was changed since. Read it again.`);
  }
  return toUser(row);
}

async function requireFreeName(tx: EntityManager, username: string, but = 0): Promise<void> {
  if (await tx.existsBy(AdminUserRow, { username, id: Not(but) })) {
    throw new Problem('name-taken', `There is a user named ${username} already.`);
  }
}

/** Inside the transaction: two admins who demote each other at once must not both succeed. */
async function requireAnotherAdmin(tx: EntityManager, user: AdminUser): Promise<void> {
  if (user.disabled || user.role !== 'admin') return;
  const others = { role: 'admin', disabled: false, id: Not(user.id) } as const;
  if (await tx.existsBy(AdminUserRow, others)) return;
  throw new Problem(
    'last-active-admin',
    `${user.username} is the last active admin: make another one first.`,
  );
}

function toUser({ totpKey, totpPendingKey, totpLastStep, ...row }: AdminUserRow): AdminUser {
  return {
    ...row,
    passwordHash: new Secret(row.passwordHash),
    ...(totpKey && { totpKey: new Secret(totpKey) }),
    ...(totpPendingKey && { totpPendingKey: new Secret(totpPendingKey) }),
    ...(totpLastStep !== null && { totpLastStep }),
  };
}

function toColumns(edit: UserEdit): Partial<AdminUserRow> {
  const { passwordHash, totpKey, totpPendingKey, totpLastStep, ...plain } = edit;
  return {
    ...plain,
    ...(passwordHash && { passwordHash: passwordHash.reveal() }),
    ...('totpKey' in edit && { totpKey: totpKey?.reveal() ?? null }),
    ...('totpPendingKey' in edit && { totpPendingKey: totpPendingKey?.reveal() ?? null }),
    ...('totpLastStep' in edit && { totpLastStep: totpLastStep ?? null }),
  };
}
