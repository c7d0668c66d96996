import { Injectable } from '@nestjs/common';
import type { ObserverSnapshot } from '#link/observer';
import { Metrics } from '#platform';

/** Carries the observer's figures over to `/metrics`, where counters never go back. */
@Injectable()
export class BrokerMetrics {
  private last = { restarts: 0, messages: 0, payloadBytes: 0, reconnects: 0 };

  constructor(private readonly metrics: Metrics) {}

  record({ restarts, connection, counters }: ObserverSnapshot): void {
    const { messages, payloadBytes } = counters;
    const { reconnects } = connection;
    // A thread that was started again counts from nought.
    const before = restarts === this.last.restarts ? this.last : { messages: 0, payloadBytes: 0 };
    this.metrics.brokerStatus.set(connection.status === 'connected' ? 1 : 0);
    this.metrics.brokerMessages.inc(Math.max(0, messages - before.messages));
    this.metrics.brokerPayloadBytes.inc(Math.max(0, payloadBytes - before.payloadBytes));
    this.metrics.brokerReconnects.inc(Math.max(0, reconnects - this.last.reconnects));
    this.last = { restarts, messages, payloadBytes, reconnects };
  }
}
