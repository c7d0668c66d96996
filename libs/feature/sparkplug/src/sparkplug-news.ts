import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FAULT_KINDS, MESSAGE_TYPES, NODE_STATES, type StateCounts } from '#domain/sparkplug';
import { BrokerService, SparkplugNodes } from '#feature/broker';
import { Metrics, timestamp } from '#platform';

const NOTHING: Pick<StateCounts, 'messages' | 'faults' | 'missed'> = {
  ...{ messages: {}, faults: {}, missed: 0 },
};

/** Brings what the thread tells to the event stream and to `/metrics`, where counters never go back. */
@Injectable()
export class SparkplugNews implements OnModuleInit {
  private counts = NOTHING;

  constructor(
    private readonly nodes: SparkplugNodes,
    private readonly broker: BrokerService,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    for (const state of NODE_STATES) {
      this.metrics.sparkplugNodes.set({ state }, 0);
      this.metrics.sparkplugDevices.set({ state }, 0);
    }
    this.nodes.listen({
      ticked: ({ counts, changes }) => {
        this.record(counts);
        for (const { at, ...change } of changes) {
          this.broker.tell({ type: 'sparkplug_changed', ...change, observedAt: timestamp(at) });
        }
      },
      died: () => {
        this.counts = NOTHING;
        this.metrics.sparkplugRestarts.inc();
      },
    });
  }

  private record(counts: StateCounts): void {
    const { metrics, counts: before } = this;
    for (const state of NODE_STATES) {
      metrics.sparkplugNodes.set({ state }, counts.nodes[state]);
      metrics.sparkplugDevices.set({ state }, counts.devices[state]);
    }
    for (const type of MESSAGE_TYPES) {
      const more = (counts.messages[type] ?? 0) - (before.messages[type] ?? 0);
      if (more > 0) metrics.sparkplugMessages.inc({ type }, more);
    }
    for (const kind of FAULT_KINDS) {
      const more = (counts.faults[kind] ?? 0) - (before.faults[kind] ?? 0);
      if (more > 0) metrics.sparkplugFaults.inc({ kind }, more);
    }
    metrics.sparkplugMissed.inc(Math.max(0, counts.missed - before.missed));
    this.counts = counts;
  }
}
