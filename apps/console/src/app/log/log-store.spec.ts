import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { BrokerLogEvent, StreamEvent } from '#contract';
import { type Interruption, LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { LINES_HELD, LogStore } from './log-store';

function line(message: string): BrokerLogEvent {
  const observedAt = '2026-11-23T14:20:31.000Z';
  return { type: 'broker_log', source: 'broker', severity: 'notice', message, observedAt };
}

/** What LogStore needs of the stream. */
class FakeLive {
  readonly openings = signal(1);
  interruption: Interruption | undefined;
  readonly #handlers = new Map<string, (event: StreamEvent) => void>();

  on(type: string, handle: (event: StreamEvent) => void): () => void {
    this.#handlers.set(type, handle);
    return () => this.#handlers.delete(type);
  }

  /** Tells lines at once, and lets no time pass. */
  burst(...messages: readonly string[]): void {
    for (const message of messages) this.#handlers.get('broker_log')?.(line(message));
  }

  tell(...messages: readonly string[]): void {
    this.burst(...messages);
    jest.advanceTimersByTime(100);
  }

  lag(dropped: number): void {
    this.#handlers.get('lagged')?.({ type: 'lagged', dropped });
  }

  reopen(reason: Interruption['reason'], ...messages: readonly string[]): void {
    this.interruption = { since: 1000, until: 13_000, reason };
    this.openings.update((openings) => openings + 1);
    this.tell(...messages);
  }
}

describe('LogStore', () => {
  let live: FakeLive;
  let store: LogStore;
  const token = signal<string | undefined>('a-token');
  const shown = () =>
    store.entries().map((entry) => {
      if (entry.kind === 'line') return entry.line.message;
      return entry.kind === 'gap' ? entry.gap.reason : `${entry.dropped} left out`;
    });

  beforeEach(() => {
    jest.useFakeTimers();
    live = new FakeLive();
    token.set('a-token');
    TestBed.configureTestingModule({
      providers: [
        { provide: LiveEvents, useValue: live },
        { provide: Session, useValue: { token } },
      ],
    });
    store = TestBed.inject(LogStore);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('holds the last thousand lines', () => {
    live.tell(...Array.from({ length: LINES_HELD + 5 }, (_, index) => `line ${index}`));
    expect(store.entries()).toHaveLength(LINES_HELD);
    live.tell('the last');
    expect(store.entries()).toHaveLength(LINES_HELD);
    expect(shown().at(-1)).toBe('the last');
    expect(shown()[0]).toBe('line 6');
  });

  it('keeps counting while it is paused', () => {
    live.tell('one');
    store.pause();
    live.tell('two', 'three');
    expect(shown()).toEqual(['one']);
    expect(store.behind()).toBe(2);
    store.resume();
    expect(shown()).toEqual(['one', 'two', 'three']);
    expect(store.behind()).toBe(0);
  });

  it('counts on when more came since than is held', () => {
    live.tell('one');
    store.pause();
    for (let burst = 0; burst < 3; burst += 1)
      live.tell(...Array.from({ length: LINES_HELD + 1 }, (_, index) => `${burst} ${index}`));
    expect(store.behind()).toBe(3 * (LINES_HELD + 1));
    expect(shown()).toEqual(['one']);
    store.resume();
    expect(store.entries()).toHaveLength(LINES_HELD);
    expect(store.heard()).toBe(3 * (LINES_HELD + 1) + 1);
  });

  it('shows what the server left out where it is missing, as one gap', () => {
    live.burst('one');
    live.lag(3);
    live.lag(4);
    live.tell('two');
    live.lag(5);
    expect(shown()).toEqual(['one', '7 left out', 'two', '5 left out']);
    expect(store.heard()).toBe(2);
  });

  it('counts also when it was paused before the first line', () => {
    store.pause();
    live.tell('one', 'two');
    expect(store.behind()).toBe(2);
  });

  it('leaves out what is told again after a loss, and shows how long it was', () => {
    live.tell('one', 'two');
    live.reopen('lost', 'one', 'two', 'three');
    expect(shown()).toEqual(['one', 'two', 'lost', 'three']);
    expect(store.heard()).toBe(3);
    expect(store.entries()[2]).toMatchObject({
      missing: false,
      gap: { since: 1000, until: 13_000 },
    });
  });

  it('says that lines may be missing when none is told again', () => {
    live.tell('one');
    live.reopen('hidden', 'eight', 'nine');
    expect(shown()).toEqual(['one', 'hidden', 'eight', 'nine']);
    expect(store.entries()[1]).toMatchObject({ missing: true });
  });

  it('forgets everything at log-out', () => {
    live.tell('one');
    store.pause();
    token.set(undefined);
    TestBed.tick();
    expect(shown()).toEqual([]);
    expect(store.heard()).toBe(0);
    expect(store.paused()).toBe(false);
  });

  it('has no gap before the first line', () => {
    live.reopen('lost', 'one');
    expect(shown()).toEqual(['one']);
  });
});
