import { Injectable } from '@nestjs/common';
import type { Role } from '#contract';
import { Database } from '#platform';
import { AdminUserRow } from './admin-user.row.js';

/** What is known of an administrator; `passwordHash` never leaves the server. */
export interface AdminUser {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

@Injectable()
export class AdminUserRepository {
  constructor(private readonly database: Database) {}

  /** User names compare without case. */
  async findByName(username: string): Promise<AdminUser | undefined> {
    return (await this.database.read.findOneBy(AdminUserRow, { username })) ?? undefined;
  }

  async find(id: number): Promise<AdminUser | undefined> {
    return (await this.database.read.findOneBy(AdminUserRow, { id })) ?? undefined;
  }

  async any(): Promise<boolean> {
    return this.database.read.exists(AdminUserRow);
  }

  /** Adds the first administrator; nothing, and `false`, when there is a user already. */
  addFirst(user: Pick<AdminUser, 'username' | 'passwordHash'>, now: number): Promise<boolean> {
    return this.database.write(async (tx) => {
      if (await tx.exists(AdminUserRow)) return false;
      const times = { createdAt: now, updatedAt: now };
      await tx.insert(AdminUserRow, { ...user, ...times, role: 'admin', disabled: false });
      return true;
    });
  }
}
