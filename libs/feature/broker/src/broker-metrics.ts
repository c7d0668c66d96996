import { Injectable } from '@nestjs/common';
import type { ObserverSnapshot } from '#link/observer';
import { Metrics } from '#platform';

/** What only grows, as it was at the tick before. */
interface Counts {
  readonly messages: number;
  readonly payloadBytes: number;
  readonly evictedTopics: number;
  readonly evictedPayloads: number;
  readonly evictedHistory: number;
}

const NOTHING: Counts = {
  ...{ messages: 0, payloadBytes: 0 },
  ...{ evictedTopics: 0, evictedPayloads: 0, evictedHistory: 0 },
};

/** Carries the observer's figures over to `/metrics`, where counters never go back. */
@Injectable()
export class BrokerMetrics {
  private counts = NOTHING;
  private last = { restarts: 0, reconnects: 0, missedUpTo: 0 };

  constructor(private readonly metrics: Metrics) {}

  /** To be called at each tick. */
  record({
    state,
    restarts,
    connection,
    counters,
    missedUpTo,
    tickLateMs,
  }: ObserverSnapshot): void {
    const { reconnects, status } = connection;
    this.metrics.brokerStatus.set(status === 'connected' ? 1 : 0);
    this.metrics.brokerReconnects.inc(Math.max(0, reconnects - this.last.reconnects));
    this.metrics.brokerMissed.inc(Math.max(0, missedUpTo - this.last.missedUpTo));
    this.metrics.observerRestarts.inc(restarts - this.last.restarts);
    if (state === 'running') this.metrics.observerLateness.observe(tickLateMs / 1000);

    this.metrics.brokerTopics.set(counters.topics);
    this.metrics.brokerRetainedTopics.set(counters.retained);
    this.metrics.observerMemory.set(counters.memoryUsed);
    this.metrics.observerMemoryBudget.set(counters.memoryBudget);
    // A thread that was started again counts from nought.
    this.count(counters, restarts === this.last.restarts ? this.counts : NOTHING);
    this.counts = counters;
    this.last = { restarts, reconnects, missedUpTo };
  }

  private count(now: Counts, before: Counts): void {
    const { metrics } = this;
    metrics.brokerMessages.inc(now.messages - before.messages);
    metrics.brokerPayloadBytes.inc(now.payloadBytes - before.payloadBytes);
    metrics.evictedTopics.inc(now.evictedTopics - before.evictedTopics);
    metrics.evictedPayloads.inc(now.evictedPayloads - before.evictedPayloads);
    metrics.evictedHistory.inc(now.evictedHistory - before.evictedHistory);
  }
}
