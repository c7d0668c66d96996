import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A code for one log-in without the authenticator. The code itself is stored nowhere. */
@Entity('recovery_codes')
export class RecoveryCodeRow {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  /** HMAC-SHA256 with a key of this installation. */
  @Column('blob', { name: 'code_hash' })
  codeHash: Buffer;

  /** Of a set-up that was begun and not confirmed. */
  @Column('boolean')
  pending: boolean;

  @Column('integer', { name: 'used_at', nullable: true })
  usedAt: number | null;
}
