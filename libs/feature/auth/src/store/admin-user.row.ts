import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '#contract';

/** A person who may use MCM: see `AdminUser`. */
@Entity('admin_users')
export class AdminUserRow {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('text')
  username: string;

  /** argon2id, as a PHC string. */
  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('boolean', { name: 'password_temporary' })
  passwordTemporary: boolean;

  @Column('text')
  role: Role;

  @Column('boolean')
  disabled: boolean;

  @Column('blob', { name: 'totp_key', nullable: true })
  totpKey: Buffer | null;

  @Column('blob', { name: 'totp_pending_key', nullable: true })
  totpPendingKey: Buffer | null;

  @Column('integer', { name: 'totp_last_step', nullable: true })
  totpLastStep: number | null;

  @Column('integer')
  version: number;

  /** Milliseconds since 1970, as all times in the database. */
  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
