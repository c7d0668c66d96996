import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditAct, AuditOutcome, AuditSink, SecurityNotice } from '#platform';
import { AuditTrail } from './audit-trail.js';
import { SecurityLog } from './security-log.js';

/** What the rest of MCM tells the audit trail and the security log. */
@Injectable()
export class AuditService implements AuditSink {
  constructor(
    private readonly trail: AuditTrail,
    private readonly security: SecurityLog,
  ) {}

  begin(act: AuditAct): Promise<number> {
    return this.trail.begin(act);
  }

  end(intent: number, act: AuditAct, outcome: AuditOutcome): Promise<void> {
    return this.trail.end(intent, act, outcome);
  }

  record(
    act: AuditAct,
    outcome: AuditOutcome,
    along?: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    return this.trail.record(act, outcome, along);
  }

  notice(notice: SecurityNotice): void {
    this.security.notice(notice);
  }
}
