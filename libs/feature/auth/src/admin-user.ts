import type { Role } from '#contract';
import { Problem, type Secret } from '#platform';

/** A person who may use MCM. */
export interface AdminUser {
  readonly id: number;
  /** Unique without regard to case. */
  readonly username: string;
  /** argon2id, as a PHC string. */
  readonly passwordHash: Secret;
  /** Whether somebody else knows the password: it was printed, or set by another admin. */
  readonly passwordTemporary: boolean;
  readonly role: Role;
  readonly disabled: boolean;
  /** Encrypted; there while a second factor is asked for. */
  readonly totpKey?: Secret<Buffer>;
  /** Of a set-up that was begun and not confirmed. */
  readonly totpPendingKey?: Secret<Buffer>;
  /** The time step of the last code that was taken. */
  readonly totpLastStep?: number;
  /** Grows with every change. */
  readonly version: number;
  /** Milliseconds since 1970, as all times in the database. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A user before and after a change. */
export interface UserChange {
  readonly before: AdminUser;
  readonly after: AdminUser;
}

/** What the audit trail compares: what a person would call a change, and no bookkeeping. */
export function traceOf(user: AdminUser | undefined): object | undefined {
  if (!user) return undefined;
  const { username, role, disabled, passwordHash, passwordTemporary, totpKey } = user;
  const mfaEnabled = totpKey !== undefined;
  return { username, role, disabled, password: passwordHash, passwordTemporary, mfaEnabled };
}

/**
 * Inside the transaction that a password has opened the way to: it must still be that password, or an admin who
 * resets it at the same moment would lose.
 *
 * @throws Problem `password-wrong`
 */
export function refuseOther(proven: AdminUser, now: AdminUser): void {
  if (proven.passwordHash.reveal() === now.passwordHash.reveal()) return;
  throw new Problem('password-wrong', 'The password was changed a moment ago.');
}
