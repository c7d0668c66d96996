import { Injectable } from '@nestjs/common';
import {
  STREAM_LIMITS,
  type BrokerLogEvent,
  type BrokerStatusEvent,
  type StreamEvent,
  type WatchFrame,
} from '#contract';
import type { LogEntry, Observer, ObserverSnapshot, ObserverTick } from '#link/observer';
import { StreamServer, timestamp, type StreamConnection, type StreamHandler } from '#platform';
import { Audience } from './audience.js';
import { Watcher } from './watcher.js';

/** Watches change together, as when a page is opened. */
const ASK_AFTER_MS = 20;

interface Wish {
  readonly filters: readonly string[];
  readonly maxPerSecond: number;
}

/** Brings each tick of the observer to those who watch: status and log to all, messages to whom they match. */
@Injectable()
export class BrokerStream implements StreamHandler {
  private readonly watchers = new Map<StreamConnection, Watcher>();
  private readonly audience = new Audience();
  private readonly wishes = new Map<StreamConnection, Wish>();
  private readonly lastLogs: BrokerLogEvent[] = [];
  private observer: Observer | undefined;
  private asking: NodeJS.Timeout | undefined;

  constructor(private readonly server: StreamServer) {}

  /** From now on `observer` is asked for what the clients watch. */
  open(observer: Observer): void {
    this.observer = observer;
    this.server.carry(this);
  }

  publish({ at, snapshot, statusChanged, logs, changes }: ObserverTick): void {
    const lines = logs.map(logEvent);
    const events = statusChanged ? [statusEvent(snapshot), ...lines] : lines;
    this.remember(lines);
    for (const change of changes) {
      for (const watcher of this.audience.of(change.topic)) watcher.see(change);
    }
    for (const [connection, watcher] of this.watchers) {
      for (const event of events) watcher.add(event);
      if (connection.ready(at)) for (const event of watcher.take(at)) connection.send(event);
    }
  }

  /** With the next tick: in its order among what is told already. */
  tell(event: StreamEvent): void {
    for (const watcher of this.watchers.values()) watcher.add(event);
  }

  opened(connection: StreamConnection): void {
    if (this.observer) connection.send(statusEvent(this.observer.snapshot()));
    for (const line of this.lastLogs) connection.send(line);
    this.watchers.set(connection, new Watcher());
  }

  watched(connection: StreamConnection, { filters, maxPerSecond }: WatchFrame): void {
    const wish = { filters, maxPerSecond: maxPerSecond ?? STREAM_LIMITS.defaultPerSecond };
    const watcher = this.watchers.get(connection);
    if (watcher === undefined) return;
    watcher.watch(wish.filters, wish.maxPerSecond);
    this.audience.set(watcher, wish.filters);
    this.wishes.set(connection, wish);
    this.askObserver();
  }

  closed(connection: StreamConnection): void {
    const watcher = this.watchers.get(connection);
    if (watcher !== undefined) this.audience.delete(watcher);
    this.watchers.delete(connection);
    if (this.wishes.delete(connection)) this.askObserver();
  }

  /** Not with each of many frames: what is wanted after a while is what counts. */
  private askObserver(): void {
    this.asking ??= setTimeout(() => {
      this.asking = undefined;
      this.askNow();
    }, ASK_AFTER_MS).unref();
  }

  /** The observer is asked for the union: each filter once, as often as the most eager wants it. */
  private askNow(): void {
    const wishes = [...this.wishes.values()];
    const filters = new Set(wishes.flatMap((wish) => wish.filters));
    const rates = wishes.filter((wish) => wish.filters.length > 0).map((wish) => wish.maxPerSecond);
    this.observer?.watch([...filters], Math.max(1, ...rates));
  }

  private remember(lines: readonly BrokerLogEvent[]): void {
    this.lastLogs.push(...lines);
    this.lastLogs.splice(0, this.lastLogs.length - STREAM_LIMITS.logLines);
  }
}

const statusEvent = ({ connection }: ObserverSnapshot): BrokerStatusEvent => ({
  type: 'broker_status',
  status: connection.status,
  observedAt: timestamp(connection.since),
});

const logEvent = ({ at, ...line }: LogEntry): BrokerLogEvent => ({
  type: 'broker_log',
  ...line,
  observedAt: timestamp(at),
});
