import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, Not, type EntityManager } from 'typeorm';
import type { Role } from '#contract';
import { Database } from '#platform';
import type { AdminUser } from '../admin-user.js';
import { AdminUserRow } from './admin-user.row.js';
import { SessionRow } from './session.row.js';

/** A user as it was when its proof was looked at. */
export type ProvenUser = Pick<AdminUser, 'passwordHash' | 'totpKey'>;

export interface Session {
  readonly id: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the minute. */
  readonly lastUsedAt?: number;
  /** Where the log-in came from. */
  readonly address?: string;
  readonly userAgent?: string;
}

/** What a token needs to know of its user at every request. */
export interface SessionUser {
  readonly userId: number;
  readonly username: string;
  readonly role: Role;
  readonly disabled: boolean;
}

/** To be selected wherever a token is looked up. */
export const USER_COLUMNS = 'admin_users.id AS userId, username, admin_users.role, disabled';

export type UserColumns = Omit<SessionUser, 'disabled'> & { readonly disabled: 0 | 1 };

export const toSessionUser = ({ userId, username, role, disabled }: UserColumns): SessionUser => ({
  ...{ userId, username, role },
  disabled: disabled === 1,
});

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Adds the session, and forgets those that have expired. Not when the user is not any more as it was when the
   * proof was looked at: who had another password meanwhile, or a second factor, must not get in with the old.
   */
  add({ address, userAgent, ...session }: Session, proven: ProvenUser): Promise<boolean> {
    return this.database.write(async (tx) => {
      const now = await tx.findOneBy(AdminUserRow, { id: session.userId, disabled: false });
      const same = now?.passwordHash === proven.passwordHash.reveal();
      if (!same || (now.totpKey !== null) !== (proven.totpKey !== undefined)) return false;
      await tx.delete(SessionRow, { expiresAt: LessThan(session.createdAt) });
      await tx.insert(SessionRow, {
        ...session,
        address: address ?? null,
        userAgent: userAgent ?? null,
      });
      return true;
    });
  }

  /** The user of a session that is neither expired nor revoked. Asked at every request, so without detours. */
  async findUser(id: string, now: number): Promise<SessionUser | undefined> {
    const [row] = await this.database.read.query<UserColumns[]>(
      `SELECT ${USER_COLUMNS} FROM sessions JOIN admin_users ON admin_users.id = sessions.user_id
       WHERE sessions.id = ? AND revoked_at IS NULL AND expires_at > ?`,
      [id, now],
    );
    return row && toSessionUser(row);
  }

  /** Those of a user that have not ended, newest first. */
  async list(userId: number, now: number): Promise<readonly Session[]> {
    const rows = await this.database.read.find(SessionRow, {
      where: { userId, revokedAt: IsNull(), expiresAt: MoreThan(now) },
      order: { createdAt: 'DESC' },
    });
    return rows.map(toSession);
  }

  /** Ends one of a user's sessions; whether there was one to end. */
  revoke(userId: number, id: string, now: number): Promise<boolean> {
    return this.database.write(async (tx) => {
      const open = { id, userId, revokedAt: IsNull(), expiresAt: MoreThan(now) };
      const { affected } = await tx.update(SessionRow, open, { revokedAt: now });
      return affected === 1;
    });
  }

  endAll(
    userId: number,
    which: { readonly now: number; readonly but?: string | undefined },
  ): Promise<readonly string[]> {
    return this.database.write((tx) => this.revokeAll(tx, userId, which));
  }

  /** Ends all of a user's sessions but `but`; the ids of those that were ended. */
  async revokeAll(
    tx: EntityManager,
    userId: number,
    { now, but = '' }: { readonly now: number; readonly but?: string | undefined },
  ): Promise<readonly string[]> {
    const open = { userId, id: Not(but), revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const rows = await tx.find(SessionRow, { where: open, select: { id: true } });
    await tx.update(SessionRow, open, { revokedAt: now });
    return rows.map(({ id }) => id);
  }

  /** When each session was used last. */
  touch(uses: ReadonlyMap<string, number>): Promise<void> {
    return this.database.write(async (tx) => {
      for (const [id, lastUsedAt] of uses) await tx.update(SessionRow, { id }, { lastUsedAt });
    });
  }
}

function toSession({ id, userId, createdAt, expiresAt, ...row }: SessionRow): Session {
  return {
    ...{ id, userId, createdAt, expiresAt },
    ...(row.lastUsedAt !== null && { lastUsedAt: row.lastUsedAt }),
    ...(row.address !== null && { address: row.address }),
    ...(row.userAgent !== null && { userAgent: row.userAgent }),
  };
}
