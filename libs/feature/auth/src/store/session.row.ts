import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUserRow } from './admin-user.row.js';

/** A log-in: what a token stands for. Deleted or revoked, the token is worth nothing. */
@Entity('sessions')
export class SessionRow {
  /** The token's `jti`. */
  @PrimaryColumn('text')
  id: string;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => AdminUserRow)
  @JoinColumn({ name: 'user_id' })
  user: Relation<AdminUserRow>;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  @Column('integer', { name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}
