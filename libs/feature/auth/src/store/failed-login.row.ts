import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A proof of identity that was wrong. */
@Entity('failed_logins')
export class FailedLoginRow {
  @PrimaryGeneratedColumn()
  id: number;

  /** In lower case, as it was given: there may be no such user. */
  @Column('text')
  username: string;

  /** An IPv4 address, or the first 64 bits of an IPv6 one. */
  @Column('text')
  source: string;

  /** Of a browser that had logged in as this user before. */
  @Column('text', { nullable: true })
  device: string | null;

  @Column('integer', { name: 'failed_at' })
  failedAt: number;
}
