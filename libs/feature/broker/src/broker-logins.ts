import { Inject, Injectable } from '@nestjs/common';
import { refusedLogin } from '#domain/mosquitto';
import type { LogEntry } from '#link/observer';
import { AUDIT_SINK, type AuditSink } from '#platform';

/** Notices clients that the broker did not let in, as far as its log tells. */
@Injectable()
export class BrokerLogins {
  constructor(@Inject(AUDIT_SINK) private readonly sink: AuditSink) {}

  watch(logs: readonly LogEntry[]): void {
    for (const { source, message } of logs) {
      const refused = source === 'broker' ? refusedLogin(message) : undefined;
      if (!refused) continue;
      const { clientId, address } = refused;
      this.sink.notice({
        ...{ category: 'broker_login_failed', reason: 'not_authorised' },
        ...(address !== undefined && { sourceIp: address }),
        detail:
          clientId === undefined ? 'The broker does not say which client.' : `Client ${clientId}`,
      });
    }
  }
}
