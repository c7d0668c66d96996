import { Injectable } from '@nestjs/common';
import { And, IsNull, LessThan, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { Database } from '#platform';
import { FailedLoginRow } from './failed-login.row.js';

export interface FailedLogin {
  /** In lower case. */
  readonly username: string;
  readonly source: string;
  readonly device?: string;
  readonly failedAt: number;
}

/** What failures are counted by; `any` known device. */
export type Counter =
  | { readonly source: string }
  | { readonly username: string }
  | { readonly username: string; readonly device: string };

/** Milliseconds since 1970; what lies after `until` is of a clock that was set back since. */
export interface Span {
  readonly since: number;
  readonly until: number;
  readonly most: number;
}

/** Those of known devices count for devices alone, so that their owner locks out nobody else. */
const deviceOf = (counter: Partial<FailedLogin>) => {
  if (counter.device === 'any') return Not(IsNull());
  return counter.device ?? IsNull();
};

/** Whether a failure that is no row yet would be found by `counter`, or by what is to be forgotten. */
export function matches(
  counter: Counter | Partial<Pick<FailedLogin, 'username' | 'source'>>,
  failure: FailedLogin,
): boolean {
  const { username = failure.username, source = failure.source } = counter as Partial<FailedLogin>;
  if (username !== failure.username || source !== failure.source) return false;
  if (!('device' in counter)) return true;
  return counter.device === 'any'
    ? failure.device !== undefined
    : counter.device === failure.device;
}

@Injectable()
export class FailedLoginRepository {
  constructor(private readonly database: Database) {}

  /** When the latest failures were, newest first. */
  async latest(counter: Counter, { since, until, most }: Span): Promise<readonly number[]> {
    const rows = await this.database.read.find(FailedLoginRow, {
      where: {
        ...counter,
        device: deviceOf(counter),
        failedAt: And(MoreThan(since), LessThanOrEqual(until)),
      },
      order: { failedAt: 'DESC' },
      take: most,
    });
    return rows.map(({ failedAt }) => failedAt);
  }

  /** When the `nth` latest failure under each name since `since` was, by name in lower case. */
  async nthLatestByName(nth: number, since: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.read.query<{ username: string; failed_at: number }[]>(
      `SELECT username, failed_at FROM (
         SELECT username, failed_at,
                row_number() OVER (PARTITION BY username ORDER BY failed_at DESC) AS nth
         FROM failed_logins WHERE device IS NULL AND failed_at > ?)
       WHERE nth = ?`,
      [since, nth],
    );
    return new Map(rows.map(({ username, failed_at }) => [username, failed_at]));
  }

  /** Adds a failure, and forgets those before `forgetBefore`. */
  add({ device, ...failure }: FailedLogin, forgetBefore: number): Promise<void> {
    return this.database.write(async (tx) => {
      await tx.delete(FailedLoginRow, { failedAt: LessThan(forgetBefore) });
      await tx.insert(FailedLoginRow, { ...failure, device: device ?? null });
    });
  }

  /** Forgets the failures of a user name, everywhere or from one source; how many there were. */
  forget(which: Partial<Pick<FailedLogin, 'username' | 'source'>>): Promise<number> {
    return this.database.write(async (tx) => {
      const { affected } = await tx.delete(FailedLoginRow, which);
      return affected ?? 0;
    });
  }
}
