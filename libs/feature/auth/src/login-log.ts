import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_SINK, Metrics, Problem, type AuditSink } from '#platform';
import type { AdminUser } from './admin-user.js';
import type { Entrance, HalfWay } from './entrance.js';
import type { Knock } from './guesses.js';

/** What becomes of log-ins, for the figures and for those who guard the installation. */
@Injectable()
export class LoginLog {
  constructor(
    private readonly metrics: Metrics,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
  ) {}

  /** Counts a success when a token is given out, not when a password was right; and every refusal. */
  async counted<T extends Entrance | HalfWay>(logIn: () => Promise<T>): Promise<T> {
    try {
      const outcome = await logIn();
      if ('token' in outcome) this.metrics.loginAttempts.inc({ result: 'success' });
      return outcome;
    } catch (error) {
      // Refusals are problems below 500; what is above says nothing about who asked.
      if (error instanceof Problem && error.status < 500) {
        this.metrics.loginAttempts.inc({ result: 'failure' });
      }
      throw error;
    }
  }

  invalidChallenge(user: AdminUser | undefined, { address, route }: Knock): void {
    this.sink.notice({
      ...{ category: 'admin_login_failed', reason: 'invalid_mfa_challenge' },
      ...{ sourceIp: address, route },
      ...(user && { username: user.username }),
    });
  }

  recoveryCodeUsed({ username }: AdminUser, { address, route }: Knock): void {
    this.sink.notice({
      ...{ category: 'mfa_recovery_code_used', reason: 'login' },
      ...{ username, sourceIp: address, route },
    });
  }
}
