import type { TrafficCounters } from '#domain/traffic';
import type { WorkerTick } from './port.js';
import type { ConnectionState, ObserverSnapshot } from './snapshot.js';
import { TrafficHistory } from './traffic-history.js';

/** Puts the ticks of one thread after another together into one view. */
export class SnapshotMerger {
  readonly #history = new TrafficHistory();
  /** Connections lost by threads that are gone. */
  #reconnectsBefore = 0;
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
    const { at, counters, rates, lastMessageAt, busiest, sys } = tick;
    this.#latest = {
      ...{ state, restarts, observedAt: at, connection, counters, rates },
      ...(lastMessageAt === undefined ? {} : { lastMessageAt }),
      busiest: busiest ?? this.#latest.busiest,
      sys: sys ?? this.#latest.sys,
    };
    return { statusChanged: changed(before, connection) };
  }

  /** The thread is gone, and its connection with it. */
  died(at: number): { readonly statusChanged: boolean } {
    const { connection, counters, restarts, sys } = this.#latest;
    const lost = connection.status === 'connected';
    const reconnects = connection.reconnects + (lost ? 1 : 0);
    this.#reconnectsBefore = reconnects;
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
  const empty = { messages: 0, payloadBytes: 0, topics: 0, levels: 0, memoryUsed: 0 };
  return { ...empty, memoryBudget, evictedTopics: 0, evictedPayloads: 0 };
}
