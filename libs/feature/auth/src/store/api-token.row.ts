import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '#contract';

/** A token for automation. The token itself is stored nowhere. */
@Entity('api_tokens')
export class ApiTokenRow {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @Column('text')
  name: string;

  /** The most that it may do. */
  @Column('text')
  role: Role;

  /** HMAC-SHA256 with a key of this installation. */
  @Column('blob', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;

  @Column('integer', { name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
