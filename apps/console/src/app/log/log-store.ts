import { computed, DestroyRef, effect, inject, Service, signal } from '@angular/core';
import type { BrokerLogEvent } from '#contract';
import { type Interruption, LiveEvents } from '../live/live-events';
import { Session } from '../session/session';

/** A line of the log, or a time of which nothing is known. */
export type LogEntry =
  | { readonly kind: 'line'; readonly id: number; readonly line: BrokerLogEvent }
  | {
      readonly kind: 'gap';
      readonly id: number;
      readonly gap: Interruption;
      /** Whether lines may be missing: no line of before was told again after it. */
      readonly missing: boolean;
    };

/** What is held: the rest is the broker's own log's business. */
export const LINES_HELD = 1_000;

/** The broker's log as the stream tells it: the last hundred lines at its start, then each as it comes. */
@Service()
export class LogStore {
  readonly #live = inject(LiveEvents);
  readonly #entries = signal<readonly LogEntry[]>([]);
  readonly #paused = signal<readonly LogEntry[] | undefined>(undefined);
  #nextId = 0;
  #waiting: BrokerLogEvent[] = [];
  #opening = 0;
  #flush: ReturnType<typeof setTimeout> | undefined;

  readonly paused = computed(() => this.#paused() !== undefined);
  /** What is shown: all that is held, or what was held when it was paused. */
  readonly entries = computed(() => this.#paused() ?? this.#entries());
  /** Entries that have come since it was paused. */
  readonly behind = computed(() => {
    const last = this.#paused()?.at(-1)?.id ?? (this.paused() ? -1 : Number.POSITIVE_INFINITY);
    return this.#entries().filter(({ id, kind }) => id > last && kind === 'line').length;
  });

  constructor() {
    const { token } = inject(Session);
    // Whoever logs in next in this tab may be somebody else.
    effect(() => {
      if (token() === undefined) this.#clear();
    });
    const release = this.#live.on('broker_log', (line) => this.#hear(line));
    inject(DestroyRef).onDestroy(() => {
      release();
      clearTimeout(this.#flush);
    });
  }

  pause(): void {
    this.#paused.set(this.#entries());
  }

  resume(): void {
    this.#paused.set(undefined);
  }

  #clear(): void {
    this.#waiting = [];
    this.#entries.set([]);
    this.#paused.set(undefined);
  }

  /** Lines come in bursts; they are shown together, at most ten times a second. */
  #hear(line: BrokerLogEvent): void {
    this.#waiting.push(line);
    if (this.#waiting.length > LINES_HELD) this.#waiting.shift();
    this.#flush ??= setTimeout(() => this.#take(), 100);
  }

  #take(): void {
    this.#flush = undefined;
    const lines = this.#waiting;
    this.#waiting = [];
    const held = this.#entries();
    const added =
      this.#live.openings() === this.#opening
        ? lines.map((line) => this.#entry(line))
        : this.#join(held, lines);
    this.#opening = this.#live.openings();
    this.#entries.set([...held, ...added].slice(-LINES_HELD));
  }

  /** After a reconnection: what was told again is left out, and the time between stands as a gap. */
  #join(held: readonly LogEntry[], lines: readonly BrokerLogEvent[]): LogEntry[] {
    const known = new Set(
      held.flatMap((entry) => (entry.kind === 'line' ? [identity(entry.line)] : [])),
    );
    const news = lines.filter((line) => !known.has(identity(line)));
    const gap = this.#live.interruption;
    const entries = news.map((line) => this.#entry(line));
    if (gap === undefined || known.size === 0) return entries;
    const missing = news.length === lines.length && lines.length > 0;
    return [{ kind: 'gap', id: this.#nextId++, gap, missing }, ...entries];
  }

  #entry(line: BrokerLogEvent): LogEntry {
    return { kind: 'line', id: this.#nextId++, line };
  }
}

function identity({ observedAt, source, severity, message }: BrokerLogEvent): string {
  return `${observedAt} ${source} ${severity} ${message}`;
}
