import { describe, expect, it } from '@jest/globals';
import type { ObserverSnapshot } from '#link/observer';
import { Metrics } from '#platform';
import { BrokerMetrics } from './broker-metrics.js';

const snapshot = (
  counters: Partial<ObserverSnapshot['counters']>,
  rest: Partial<ObserverSnapshot> = {},
): ObserverSnapshot => ({
  ...{ state: 'running', restarts: 0, observedAt: 0, missedUpTo: 0, tickLateMs: 0 },
  connection: { status: 'connected', since: 0, reconnects: 0 },
  counters: {
    ...{ messages: 0, payloadBytes: 0, topics: 0, levels: 0, retained: 0, memoryUsed: 0 },
    ...{ memoryBudget: 1_000, evictedTopics: 0, evictedPayloads: 0, evictedHistory: 0 },
    ...counters,
  },
  ...{ rates: { messages: 0, payloadBytes: 0 }, points: [], busiest: [], gaps: [] },
  sys: { figures: [] },
  ...rest,
});

/** Metrics after these ticks, and how to read one of them. */
async function after(...snapshots: readonly ObserverSnapshot[]) {
  const metrics = new Metrics();
  const carried = new BrokerMetrics(metrics);
  for (const one of snapshots) carried.record(one);
  const text = await metrics.registry.metrics();
  return (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

describe('what Prometheus is told of the observer', () => {
  it('grows by what came since the tick before', async () => {
    const value = await after(
      snapshot({ messages: 3, payloadBytes: 30, evictedTopics: 1 }, { missedUpTo: 5 }),
      snapshot(
        {
          ...{ messages: 10, payloadBytes: 90, evictedTopics: 4, evictedPayloads: 2 },
          ...{ evictedHistory: 7, topics: 6, retained: 2, memoryUsed: 500 },
        },
        { missedUpTo: 8, tickLateMs: 30 },
      ),
    );
    expect(value('mcm_broker_messages_total')).toBe(10);
    expect(value('mcm_broker_payload_bytes_total')).toBe(90);
    expect(value('mcm_broker_missed_messages_total')).toBe(8);
    expect(value('mcm_broker_evicted_topics_total')).toBe(4);
    expect(value('mcm_broker_evicted_payloads_total')).toBe(2);
    expect(value('mcm_broker_evicted_history_total')).toBe(7);
    expect(value('mcm_broker_topics')).toBe(6);
    expect(value('mcm_broker_retained_topics')).toBe(2);
    expect(value('mcm_observer_memory_bytes')).toBe(500);
    expect(value('mcm_observer_memory_budget_bytes')).toBe(1_000);
    expect(value('mcm_observer_tick_lateness_seconds_count')).toBe(2);
    expect(value('mcm_observer_tick_lateness_seconds_sum')).toBeCloseTo(0.03);
  });

  it('counts each connection that was lost, and says whether there is one', async () => {
    const at = (status: 'connected' | 'disconnected', reconnects: number) =>
      snapshot({}, { connection: { status, since: 0, reconnects } });
    const before = await after(at('disconnected', 0), at('connected', 0));
    expect([before('mcm_broker_reconnects_total'), before('mcm_broker_status')]).toEqual([0, 1]);
    const lost = await after(at('connected', 0), at('disconnected', 1), at('disconnected', 1));
    expect([lost('mcm_broker_reconnects_total'), lost('mcm_broker_status')]).toEqual([1, 0]);
    const again = await after(at('disconnected', 1), at('connected', 1), at('disconnected', 2));
    expect([again('mcm_broker_reconnects_total'), again('mcm_broker_status')]).toEqual([2, 0]);
  });

  it('never goes back, also when the thread begins again from nought', async () => {
    const value = await after(
      snapshot({ messages: 10, evictedHistory: 7 }, { missedUpTo: 5 }),
      snapshot({}, { state: 'restarting', restarts: 1, missedUpTo: 5 }),
      snapshot({ messages: 4, evictedHistory: 1 }, { restarts: 1, missedUpTo: 6 }),
    );
    expect(value('mcm_broker_messages_total')).toBe(14);
    expect(value('mcm_broker_evicted_history_total')).toBe(8);
    expect(value('mcm_broker_missed_messages_total')).toBe(6);
    expect(value('mcm_observer_restarts_total')).toBe(1);
    // A thread that is not there is not late.
    expect(value('mcm_observer_tick_lateness_seconds_count')).toBe(2);
  });
});
