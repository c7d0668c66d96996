import { Inject, Injectable } from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import { AUDIT_SINK, difference, type AuditSink } from '#platform';
import type { PolicyPart } from '../known-policy.js';
import type { PolicyRevision } from '../store/policy-revisions.js';

/** Tells those who look on and the audit trail that access was changed elsewhere. */
@Injectable()
export class DriftNews {
  private drifted = false;

  constructor(
    private readonly broker: BrokerService,
    @Inject(AUDIT_SINK) private readonly audit: AuditSink,
  ) {}

  tell(drifted: boolean): void {
    if (drifted === this.drifted) return;
    this.drifted = drifted;
    this.broker.tell({ type: 'access_drift', drifted });
  }

  async external(seen: PolicyRevision, parts: readonly PolicyPart[]): Promise<void> {
    const act = {
      action: 'access.external',
      actor: { name: 'system', via: 'system' },
      requestId: `seen-${seen.number}`,
      resourceId: String(seen.number),
    } as const;
    await this.audit.record(act, { result: 'success', changes: difference(undefined, { parts }) });
  }
}
