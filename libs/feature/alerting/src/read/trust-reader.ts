import { Injectable } from '@nestjs/common';
import type { SecurityCategory } from '#contract';
import type { LoginDoor, Reading } from '#domain/alert';
import { AccessDrift } from '#feature/acl';
import { SecurityReader } from '#feature/audit';
import { single, type Asked } from './asked.js';

/** Which events are failed log-ins. */
export const LOGIN_CATEGORIES: Readonly<Record<LoginDoor, readonly SecurityCategory[]>> = {
  mcm: ['admin_login_failed', 'admin_login_rate_limited'],
  broker: ['broker_login_failed'],
  any: ['admin_login_failed', 'admin_login_rate_limited', 'broker_login_failed'],
};

/** Reads who tried to get in, and whether access is as MCM left it. */
@Injectable()
export class TrustReader {
  constructor(
    private readonly security: SecurityReader,
    private readonly drift: AccessDrift,
  ) {}

  async logins({ condition, at }: Asked<'login_failures'>): Promise<Reading> {
    const { door, count, minutes } = condition;
    const since = at - minutes * 60_000;
    const failed = await this.security.count(LOGIN_CATEGORIES[door], since);
    const text = `${failed} failed log-ins within ${minutes} min.`;
    return single({ holds: failed >= count, value: failed, text });
  }

  async drifted(): Promise<Reading> {
    const drifted = await this.drift.isDrifted();
    if (drifted === undefined) {
      return single({ holds: 'unknown', text: 'MCM has not changed access on this broker yet.' });
    }
    const text = drifted ? 'Access was changed behind MCM’s back.' : 'Access is as MCM left it.';
    return single({ holds: drifted, text });
  }
}
