import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A log-in: what a token stands for. Deleted or revoked, the token is worth nothing. */
@Entity('sessions')
export class SessionRow {
  /** The token's `jti`. */
  @PrimaryColumn('text')
  id: string;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;

  @Column('integer', { name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}
