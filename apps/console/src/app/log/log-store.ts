import { computed, DestroyRef, effect, inject, Service, signal } from '@angular/core';
import type { BrokerLogEvent, LaggedEvent } from '#contract';
import { type Interruption, LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';

/** A line of the log, or a place where lines are missing. */
export type LogEntry =
  | { readonly kind: 'line'; readonly id: number; readonly line: BrokerLogEvent }
  | {
      readonly kind: 'gap';
      readonly id: number;
      readonly gap: Interruption;
      /** Whether lines may be missing: no line of before was told again after it. */
      readonly missing: boolean;
    }
  | {
      readonly kind: 'lagged';
      readonly id: number;
      /** What the server left out because this browser read too slowly. */
      readonly dropped: number;
      /** When it was told, by the server's clock. */
      readonly at: number;
    };

/** What stood when it was paused. */
interface Pause {
  readonly entries: readonly LogEntry[];
  readonly heard: number;
}

/** What is held: the rest is the broker's own log's business. */
export const LINES_HELD = 1_000;

/** The broker's log as the stream tells it: the last hundred lines at its start, then each as it comes. */
@Service()
export class LogStore {
  readonly #live = inject(LiveEvents);
  readonly #clock = inject(Clock);
  readonly #entries = signal<readonly LogEntry[]>([]);
  readonly #heard = signal(0);
  readonly #paused = signal<Pause | undefined>(undefined);
  #nextId = 0;
  #waiting: BrokerLogEvent[] = [];
  /** Lines that came in one burst and were more than are held. */
  #overrun = 0;
  #opening = 0;
  #flush: ReturnType<typeof setTimeout> | undefined;

  readonly paused = computed(() => this.#paused() !== undefined);
  /** What is shown: all that is held, or what was held when it was paused. */
  readonly entries = computed(() => this.#paused()?.entries ?? this.#entries());
  /** Lines heard since the log-in, those among them that are held no more. */
  readonly heard = this.#heard.asReadonly();
  /** Lines that have come since it was paused, whether they are still held or not. */
  readonly behind = computed(() => {
    const pause = this.#paused();
    return pause === undefined ? 0 : this.#heard() - pause.heard;
  });

  constructor() {
    const { token } = inject(Session);
    // Whoever logs in next in this tab may be somebody else.
    effect(() => {
      if (token() === undefined) this.#clear();
    });
    const releases = [
      this.#live.on('broker_log', (line) => this.#hear(line)),
      this.#live.on('lagged', (event) => this.#lag(event)),
    ];
    inject(DestroyRef).onDestroy(() => {
      for (const release of releases) release();
      clearTimeout(this.#flush);
    });
  }

  pause(): void {
    this.#paused.set({ entries: this.#entries(), heard: this.#heard() });
  }

  resume(): void {
    this.#paused.set(undefined);
  }

  #clear(): void {
    this.#waiting = [];
    this.#overrun = 0;
    this.#heard.set(0);
    this.#entries.set([]);
    this.#paused.set(undefined);
  }

  /** Lines come in bursts; they are shown together, at most ten times a second. */
  #hear(line: BrokerLogEvent): void {
    this.#waiting.push(line);
    if (this.#waiting.length > LINES_HELD) {
      this.#waiting.shift();
      this.#overrun += 1;
    }
    this.#flush ??= setTimeout(() => this.#take(), 100);
  }

  /** What was left out lies between the lines before and those after; told again at once, it is one gap. */
  #lag({ dropped }: LaggedEvent): void {
    this.#take();
    const held = this.#entries();
    const last = held.at(-1);
    const before = last?.kind === 'lagged' ? last.dropped : 0;
    const gap: LogEntry = {
      kind: 'lagged',
      id: this.#nextId++,
      dropped: before + dropped,
      at: this.#clock.read(),
    };
    this.#hold(before > 0 ? held.slice(0, -1) : held, [gap]);
  }

  #take(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting;
    this.#waiting = [];
    const held = this.#entries();
    const added =
      this.#live.openings() === this.#opening
        ? lines.map((line) => this.#entry(line))
        : this.#join(held, lines);
    this.#opening = this.#live.openings();
    const overrun = this.#overrun;
    this.#overrun = 0;
    this.#heard.update((heard) => heard + overrun + added.filter(isLine).length);
    this.#hold(held, added);
  }

  #hold(held: readonly LogEntry[], added: readonly LogEntry[]): void {
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

function isLine({ kind }: LogEntry): boolean {
  return kind === 'line';
}

function identity({ observedAt, source, severity, message }: BrokerLogEvent): string {
  return `${observedAt} ${source} ${severity} ${message}`;
}
