import type { TrafficCounters } from '#domain/traffic';
import { KnownGaps } from './known-gaps.js';
import type { WorkerTick } from './port.js';
import type { ConnectionState, ObserverSnapshot } from './snapshot.js';
import { TrafficHistory } from './traffic-history.js';

/** Puts the ticks of one thread after another together into one view. */
export class SnapshotMerger {
  readonly #history = new TrafficHistory();
  readonly #gaps = new KnownGaps();
  /** Connections lost, and messages missed, by threads that are gone. */
  #reconnectsBefore = 0;
  #missedBefore = 0;
  #latest: Omit<ObserverSnapshot, 'points'>;

  constructor(memoryBudget: number, now: number) {
    this.#latest = {
      state: 'running',
      restarts: 0,
      observedAt: now,
      connection: { status: 'disconnected', since: now, reconnects: 0 },
      counters: noCounters(memoryBudget),
      rates: { messages: 0, payloadBytes: 0 },
      busiest: [],
      sys: { figures: [] },
      gaps: [],
      missedUpTo: 0,
      tickLateMs: 0,
    };
  }

  snapshot(now: number): ObserverSnapshot {
    return { ...this.#latest, points: this.#history.points(now) };
  }

  merge(tick: WorkerTick): { readonly statusChanged: boolean } {
    const { connection: before, state, restarts } = this.#latest;
    const connection = {
      ...tick.connection,
      reconnects: this.#reconnectsBefore + tick.connection.reconnects,
    };
    for (const point of tick.points) this.#history.add(point);
    this.#gaps.merge(tick.gaps);
    const { at, counters, rates, lastMessageAt, busiest, sys } = tick;
    this.#latest = {
      ...{ state, restarts, observedAt: at, connection, counters, rates },
      ...(lastMessageAt === undefined ? {} : { lastMessageAt }),
      busiest: busiest ?? this.#latest.busiest,
      sys: sys ?? this.#latest.sys,
      gaps: this.#gaps.all,
      missedUpTo: this.#missedBefore + tick.missedUpTo,
      tickLateMs: tick.lateMs,
    };
    return { statusChanged: changed(before, connection) };
  }

  /** The thread is gone, and its connection with it. */
  died(at: number): { readonly statusChanged: boolean } {
    const { connection, counters, restarts, sys, observedAt, missedUpTo } = this.#latest;
    const lost = connection.status === 'connected';
    const reconnects = connection.reconnects + (lost ? 1 : 0);
    this.#reconnectsBefore = reconnects;
    this.#missedBefore = missedUpTo;
    this.#gaps.died(observedAt);
    const { protocolVersion: _, ...rest } = connection;
    this.#latest = {
      state: 'restarting',
      restarts: restarts + 1,
      observedAt: at,
      connection: { ...rest, reconnects, status: 'disconnected', since: lost ? at : rest.since },
      counters: noCounters(counters.memoryBudget),
      rates: { messages: 0, payloadBytes: 0 },
      busiest: [],
      sys,
      gaps: this.#gaps.all,
      missedUpTo,
      tickLateMs: 0,
    };
    return { statusChanged: lost };
  }

  restarted(): void {
    this.#latest = { ...this.#latest, state: 'running' };
  }
}

function changed(before: ConnectionState, after: ConnectionState): boolean {
  // A connection that was lost and regained between two ticks is as connected as before, but anew.
  const regained = after.status === 'connected' && after.reconnects !== before.reconnects;
  return before.status !== after.status || regained;
}

function noCounters(memoryBudget: number): TrafficCounters {
  const empty = { messages: 0, payloadBytes: 0, topics: 0, levels: 0, retained: 0, memoryUsed: 0 };
  return { ...empty, memoryBudget, evictedTopics: 0, evictedPayloads: 0, evictedHistory: 0 };
}
