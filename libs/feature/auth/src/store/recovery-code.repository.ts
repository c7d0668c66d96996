import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { Database } from '#platform';
import { RecoveryCodeRow } from './recovery-code.row.js';

@Injectable()
export class RecoveryCodeRepository {
  constructor(private readonly database: Database) {}

  /** How many of a user's are still good. */
  left(userId: number): Promise<number> {
    return this.database.read.countBy(RecoveryCodeRow, {
      userId,
      pending: false,
      usedAt: IsNull(),
    });
  }

  /** Uses up a code; whether it was good. */
  use(userId: number, codeHash: Buffer, now: number): Promise<boolean> {
    return this.database.write(async (tx) => {
      const good = { userId, codeHash, pending: false, usedAt: IsNull() };
      const { affected } = await tx.update(RecoveryCodeRow, good, { usedAt: now });
      return affected === 1;
    });
  }

  /** Lays the codes of a new set-up beside those in force. */
  async prepare(tx: EntityManager, userId: number, codeHashes: readonly Buffer[]): Promise<void> {
    await tx.delete(RecoveryCodeRow, { userId, pending: true });
    await tx.insert(
      RecoveryCodeRow,
      codeHashes.map((codeHash) => ({ userId, codeHash, pending: true })),
    );
  }

  /** Puts the codes of the confirmed set-up in force. */
  async confirm(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(RecoveryCodeRow, { userId, pending: false });
    await tx.update(RecoveryCodeRow, { userId, pending: true }, { pending: false });
  }

  async removeAll(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(RecoveryCodeRow, { userId });
  }
}
