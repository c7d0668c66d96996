import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { STREAM_CLOSE, STREAM_LIMITS, type StreamEvent, type WatchFrame } from '#contract';
import { Session } from '../session/session';
import { backoff } from './backoff';
import { mergeFilters } from './merge-filters';
import { PageVisibility } from './page-visibility';
import { OPEN_STREAM, parseFrame, RANDOM } from './stream-socket';

/** How the live view stands. Times are milliseconds since the epoch by this browser's clock. */
export type StreamState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly lostSince?: number }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'lost';
      readonly lostSince: number;
      readonly retryAt: number;
      readonly attempt: number;
    };

/** A time without a stream, told when the next one is open. */
export interface Interruption {
  readonly since: number;
  readonly until: number;
  readonly reason: 'lost' | 'hidden';
}

/** What one part of the page wants to see; gone with `release`. */
export interface Watch {
  set(filters: readonly string[], maxPerSecond?: number): void;
  release(): void;
}

interface Wish {
  readonly filters: readonly string[];
  readonly maxPerSecond: number;
}

type Handlers = {
  [T in StreamEvent['type']]: Set<(event: Extract<StreamEvent, { type: T }>) => void>;
};

/** Scrolling changes what is watched many times a second; the server is told once things are still. */
const SETTLE_MS = 100;

/**
 * Owns the socket of the event stream: open while somebody is logged in and can see the tab, back by
 * itself after a loss, with everything the page watches in one `watch` frame.
 */
@Service()
export class LiveEvents {
  readonly #open = inject(OPEN_STREAM);
  readonly #random = inject(RANDOM);
  readonly #session = inject(Session);
  readonly #visible = inject(PageVisibility).visible;

  readonly #state = signal<StreamState>({ kind: 'off' });
  readonly state = this.#state.asReadonly();
  readonly #openings = signal(0);
  /** Grows with every opening: make it part of the question, and what is shown is asked for anew. */
  readonly openings = this.#openings.asReadonly();
  readonly isOpen = computed(() => this.#state().kind === 'open');
  /** The last time without a stream that has ended. */
  interruption: Interruption | undefined;

  readonly #handlers: Handlers = {
    broker_status: new Set(),
    broker_log: new Set(),
    topic_message: new Set(),
    lagged: new Set(),
    access_changed: new Set(),
    access_draft_changed: new Set(),
    access_apply: new Set(),
    access_drift: new Set(),
    schema_verdict: new Set(),
    sparkplug_changed: new Set(),
    alerts_changed: new Set(),
  };
  readonly #wishes = new Map<object, Wish>();
  #socket: WebSocket | undefined;
  #attempt = 0;
  #left: Omit<Interruption, 'until'> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #settle: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const token = this.#session.token();
      const wanted = token !== undefined && this.#visible();
      untracked(() => (wanted ? this.#connect() : this.#turnOff()));
    });
    inject(DestroyRef).onDestroy(() => this.#turnOff());
  }

  /** Calls `handle` with every frame of this type until the answer is called. */
  on<T extends StreamEvent['type']>(
    type: T,
    handle: (event: Extract<StreamEvent, { type: T }>) => void,
  ): () => void {
    this.#handlers[type].add(handle);
    return () => this.#handlers[type].delete(handle);
  }

  /** A place among those whose topics are watched, in the order they came. */
  watch(): Watch {
    const key = {};
    return {
      set: (filters, maxPerSecond = STREAM_LIMITS.defaultPerSecond) => {
        this.#wishes.set(key, { filters, maxPerSecond });
        this.#tellSoon();
      },
      release: () => {
        this.#wishes.delete(key);
        this.#tellSoon();
      },
    };
  }

  /** Ends the wait for the next attempt. */
  tryNow(): void {
    if (this.#state().kind === 'lost') this.#connect();
  }

  #connect(): void {
    this.#drop();
    const token = this.#session.token();
    if (token === undefined) return;
    this.#state.set({
      kind: 'connecting',
      ...(this.#left?.reason === 'lost' && { lostSince: this.#left.since }),
    });
    const socket = this.#open(token);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    socket.onclose = ({ code }) => this.#closed(code);
  }

  #opened(): void {
    this.#attempt = 0;
    this.interruption = this.#left && { ...this.#left, until: Date.now() };
    this.#left = undefined;
    this.#state.set({ kind: 'open' });
    this.#openings.update((openings) => openings + 1);
    this.#tell();
  }

  #receive(data: unknown): void {
    const event = parseFrame(data);
    if (event === undefined) return;
    const handlers = this.#handlers[event.type] as Set<(event: StreamEvent) => void>;
    for (const handle of handlers) handle(event);
  }

  #closed(code: number): void {
    this.#drop();
    if (code === STREAM_CLOSE.notAuthenticated) {
      this.#state.set({ kind: 'off' });
      this.#session.end();
      return;
    }
    this.#left ??= { since: Date.now(), reason: 'lost' };
    this.#attempt += 1;
    const wait = backoff(this.#attempt, this.#random());
    this.#state.set({
      kind: 'lost',
      lostSince: this.#left.since,
      retryAt: Date.now() + wait,
      attempt: this.#attempt,
    });
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #turnOff(): void {
    this.#drop();
    this.#attempt = 0;
    if (this.#session.token() === undefined) this.#left = undefined;
    else if (this.#state().kind === 'open') this.#left = { since: Date.now(), reason: 'hidden' };
    this.#state.set({ kind: 'off' });
  }

  /** Lets go of the socket and of whatever was about to happen to it. */
  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#settle);
    this.#settle = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #tellSoon(): void {
    this.#settle ??= setTimeout(() => this.#tell(), SETTLE_MS);
  }

  #tell(): void {
    clearTimeout(this.#settle);
    this.#settle = undefined;
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const wishes = [...this.#wishes.values()];
    const frame: WatchFrame = {
      type: 'watch',
      filters: mergeFilters(wishes.map(({ filters }) => filters)),
      maxPerSecond: Math.max(
        STREAM_LIMITS.defaultPerSecond,
        ...wishes.map(({ maxPerSecond }) => maxPerSecond),
      ),
    };
    this.#socket.send(JSON.stringify(frame));
  }
}
