import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { STREAM_CLOSE, type TopicMessageEvent } from '#contract';
import { FakeStream } from '../../testing/fake-stream';
import { Session } from '../session/session';
import { LiveEvents } from './live-events';
import { PageVisibility } from './page-visibility';
import { OPEN_STREAM, RANDOM } from './stream-socket';

const message: TopicMessageEvent = {
  type: 'topic_message',
  topic: 'line2/filler/speed',
  payloadPreview: '1184',
  payloadFormat: 'json',
  payloadBytes: 4,
  truncated: false,
  qos: 1,
  retained: false,
  coalesced: 3,
  observedAt: '2026-11-23T14:20:31.204Z',
};

describe('LiveEvents', () => {
  const token = signal<string | undefined>('a-token');
  const visible = signal(true);
  const end = jest.fn();
  let stream: FakeStream;
  let live: LiveEvents;

  beforeEach(() => {
    jest.useFakeTimers();
    token.set('a-token');
    visible.set(true);
    end.mockClear();
    stream = new FakeStream();
    TestBed.configureTestingModule({
      providers: [
        { provide: OPEN_STREAM, useValue: stream.open },
        { provide: RANDOM, useValue: () => 0 },
        { provide: Session, useValue: { token, end } },
        { provide: PageVisibility, useValue: { visible } },
      ],
    });
    live = TestBed.inject(LiveEvents);
    TestBed.tick();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('offers the token of the session and is open once the server says so', () => {
    expect(stream.last.token).toBe('a-token');
    expect(live.isOpen()).toBe(false);
    stream.last.accept();
    expect(live.isOpen()).toBe(true);
    expect(live.openings()).toBe(1);
  });

  it('hands a frame to those who listen for its type, until they stop', () => {
    const heard: unknown[] = [];
    const stop = live.on('topic_message', (event) => heard.push(event));
    stream.last.accept();
    stream.last.tell(message);
    stream.last.tell({ type: 'lagged', dropped: 3 });
    stream.last.onmessage?.({ data: '{"type":"of_tomorrow"}' });
    stream.last.onmessage?.({ data: 'no JSON' });
    expect(heard).toEqual([message]);
    stop();
    stream.last.tell(message);
    expect(heard).toHaveLength(1);
  });

  it('says since when it is lost, counts down and comes back by itself', () => {
    stream.last.accept();
    stream.last.lose();
    expect(live.state()).toMatchObject({ kind: 'lost', attempt: 1, retryAt: Date.now() + 500 });
    jest.advanceTimersByTime(500);
    expect(stream.opened).toHaveLength(2);
    stream.last.lose();
    expect(live.state()).toMatchObject({ kind: 'lost', attempt: 2, lostSince: Date.now() - 500 });
    jest.advanceTimersByTime(1000);
    stream.last.accept();
    expect(live.state()).toEqual({ kind: 'open' });
    expect(live.openings()).toBe(2);
    expect(live.interruption).toMatchObject({ reason: 'lost', until: Date.now() });
  });

  it('tries at once when somebody does not want to wait', () => {
    stream.last.lose();
    live.tryNow();
    expect(stream.opened).toHaveLength(2);
    jest.advanceTimersByTime(60_000);
    expect(stream.opened).toHaveLength(2);
  });

  it('ends the session when the server knows the token no more', () => {
    stream.last.accept();
    stream.last.lose(STREAM_CLOSE.notAuthenticated);
    expect(end).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(60_000);
    expect(stream.opened).toHaveLength(1);
  });

  it('comes back when it was too slow or the server is restarted', () => {
    stream.last.accept();
    stream.last.lose(STREAM_CLOSE.tooSlow);
    expect(live.state().kind).toBe('lost');
    live.tryNow();
    stream.last.accept();
    stream.last.lose(STREAM_CLOSE.stopping);
    expect(live.state().kind).toBe('lost');
  });

  it('stops while the tab is hidden', () => {
    stream.last.accept();
    const first = stream.last;
    visible.set(false);
    TestBed.tick();
    expect(first.closed).toBe(true);
    expect(live.state()).toEqual({ kind: 'off' });
    jest.advanceTimersByTime(3000);
    visible.set(true);
    TestBed.tick();
    stream.last.accept();
    expect(live.interruption).toMatchObject({ reason: 'hidden', since: Date.now() - 3000 });
  });

  it('stops at log-out', () => {
    stream.last.accept();
    token.set(undefined);
    TestBed.tick();
    expect(stream.last.closed).toBe(true);
    expect(live.state()).toEqual({ kind: 'off' });
  });

  it('tells in one frame what all parts of the page watch, once they are still', () => {
    stream.last.accept();
    const tree = live.watch();
    const detail = live.watch();
    tree.set(['+']);
    tree.set(['+', 'line2/+']);
    detail.set(['line2/filler/speed'], 10);
    jest.advanceTimersByTime(100);
    const filters = ['+', 'line2/+', 'line2/filler/speed'];
    expect(stream.last.sent.at(-1)).toEqual({ type: 'watch', filters, maxPerSecond: 10 });
    expect(stream.last.sent).toHaveLength(2);
    detail.release();
    jest.advanceTimersByTime(100);
    expect(stream.last.sent.at(-1)).toMatchObject({ filters: ['+', 'line2/+'], maxPerSecond: 4 });
  });

  it('tells it again to the next socket', () => {
    live.watch().set(['a/+']);
    stream.last.lose();
    live.tryNow();
    stream.last.accept();
    expect(stream.last.sent).toEqual([{ type: 'watch', filters: ['a/+'], maxPerSecond: 4 }]);
  });
});
