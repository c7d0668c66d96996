import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '#contract';

/** A person who may use MCM. */
@Entity('admin_users')
export class AdminUserRow {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('text')
  username: string;

  /** argon2id, as a PHC string. */
  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text')
  role: Role;

  @Column('boolean')
  disabled: boolean;

  /** Milliseconds since 1970, as all times in the database. */
  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
