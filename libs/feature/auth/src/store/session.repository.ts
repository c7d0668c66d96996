import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '#platform';
import type { AdminUser } from './admin-user.repository.js';
import { SessionRow } from './session.row.js';

export interface Session {
  readonly id: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /** Adds the session, and forgets those that have expired. */
  add(session: Session): Promise<void> {
    return this.database.write(async (tx) => {
      await tx.delete(SessionRow, { expiresAt: LessThan(session.createdAt) });
      await tx.insert(SessionRow, { ...session, revokedAt: null });
    });
  }

  /** The user of a session that is neither expired nor revoked. */
  async findUser(id: string, now: number): Promise<AdminUser | undefined> {
    const row = await this.database.read.findOne(SessionRow, {
      where: { id },
      relations: { user: true },
    });
    return row?.revokedAt === null && row.expiresAt > now ? row.user : undefined;
  }

  revoke(id: string, now: number): Promise<void> {
    return this.database.write(async (tx) => {
      await tx.update(SessionRow, { id }, { revokedAt: now });
    });
  }
}
