import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { BrokerLogEvent } from '#contract';
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
  #handle: (event: BrokerLogEvent) => void = () => undefined;

  on(_type: string, handle: (event: BrokerLogEvent) => void): () => void {
    this.#handle = handle;
    return () => undefined;
  }

  tell(...messages: readonly string[]): void {
    for (const message of messages) this.#handle(line(message));
    jest.advanceTimersByTime(100);
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
    store.entries().map((entry) => (entry.kind === 'line' ? entry.line.message : entry.gap.reason));

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

  it('counts also when it was paused before the first line', () => {
    store.pause();
    live.tell('one', 'two');
    expect(store.behind()).toBe(2);
  });

  it('leaves out what is told again after a loss, and shows how long it was', () => {
    live.tell('one', 'two');
    live.reopen('lost', 'one', 'two', 'three');
    expect(shown()).toEqual(['one', 'two', 'lost', 'three']);
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
    expect(store.paused()).toBe(false);
  });

  it('has no gap before the first line', () => {
    live.reopen('lost', 'one');
    expect(shown()).toEqual(['one']);
  });
});
