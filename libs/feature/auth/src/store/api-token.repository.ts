import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, Problem } from '#platform';
import type { Role } from '#contract';
import { refuseOther, type AdminUser } from '../admin-user.js';
import { getUser } from './admin-user.repository.js';
import { ApiTokenRow } from './api-token.row.js';
import {
  toSessionUser,
  USER_COLUMNS,
  type SessionUser,
  type UserColumns,
} from './session.repository.js';

export interface ApiToken {
  readonly id: number;
  readonly userId: number;
  readonly name: string;
  /** The most that it may do. */
  readonly role: Role;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the minute. */
  readonly lastUsedAt?: number;
}

type TokenInUse = Pick<ApiToken, 'id' | 'name' | 'role' | 'expiresAt'>;

interface TokenColumns {
  readonly tokenId: number;
  readonly name: string;
  readonly tokenRole: Role;
  readonly expiresAt: number;
}

@Injectable()
export class ApiTokenRepository {
  constructor(private readonly database: Database) {}

  /**
   * Adds a token for the user that its password has proven, unless that was changed meanwhile.
   *
   * @throws Problem `name-taken`, `password-wrong`, `user-not-found`
   */
  add(
    token: Omit<ApiToken, 'id' | 'lastUsedAt'>,
    tokenHash: Buffer,
    proven: AdminUser,
  ): Promise<ApiToken> {
    return this.database.write(async (tx) => {
      const { userId, name } = token;
      refuseOther(proven, await getUser(tx, userId));
      if (await tx.existsBy(ApiTokenRow, { userId, name })) {
        throw new Problem('name-taken', `You have a token named ${name} already.`);
      }
      const { identifiers } = await tx.insert(ApiTokenRow, { ...token, tokenHash });
      return { ...token, id: Number(identifiers[0]?.['id']) };
    });
  }

  /** The token with this hash, and its user as it is now; nothing when it has expired. Asked at every request. */
  async find(
    tokenHash: Buffer,
    now: number,
  ): Promise<{ readonly token: TokenInUse; readonly user: SessionUser } | undefined> {
    const [row] = await this.database.read.query<(UserColumns & TokenColumns)[]>(
      `SELECT api_tokens.id AS tokenId, name, api_tokens.role AS tokenRole, expires_at AS expiresAt,
         ${USER_COLUMNS}
       FROM api_tokens JOIN admin_users ON admin_users.id = api_tokens.user_id
       WHERE token_hash = ? AND expires_at > ?`,
      [tokenHash, now],
    );
    if (!row) return undefined;
    const { tokenId: id, tokenRole: role, name, expiresAt } = row;
    return { token: { id, name, role, expiresAt }, user: toSessionUser(row) };
  }

  /** A user's, by name; expired ones too, so that it is seen why a program was refused. */
  async list(userId: number): Promise<readonly ApiToken[]> {
    const order = { name: 'ASC' } as const;
    const rows = await this.database.read.find(ApiTokenRow, { where: { userId }, order });
    return rows.map(toToken);
  }

  /** Takes one of a user's away; what it was, if there was one. */
  remove(userId: number, id: number): Promise<ApiToken | undefined> {
    return this.database.write(async (tx) => {
      const row = await tx.findOneBy(ApiTokenRow, { id, userId });
      await tx.delete(ApiTokenRow, { id, userId });
      return row ? toToken(row) : undefined;
    });
  }

  async removeAll(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(ApiTokenRow, { userId });
  }

  /** When each token was used last. */
  touch(uses: ReadonlyMap<number, number>): Promise<void> {
    return this.database.write(async (tx) => {
      for (const [id, lastUsedAt] of uses) await tx.update(ApiTokenRow, { id }, { lastUsedAt });
    });
  }
}

function toToken({ id, userId, name, role, lastUsedAt, ...row }: ApiTokenRow): ApiToken {
  const { createdAt, expiresAt } = row;
  return {
    ...{ id, userId, name, role, createdAt, expiresAt },
    ...(lastUsedAt !== null && { lastUsedAt }),
  };
}
