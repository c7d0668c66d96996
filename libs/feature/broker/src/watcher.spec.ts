import { describe, expect, it } from '@jest/globals';
import type { TopicMessage } from '#link/observer';
import { Watcher } from './watcher.js';

const message = (topic: string, coalesced = 1, at = 0): TopicMessage => ({
  ...{ topic, coalesced, at, payloadPreview: String(at), payloadFormat: 'text', payloadBytes: 1 },
  ...{ truncated: false, qos: 0, retained: false },
});
const topics = (watcher: Watcher, now: number) =>
  watcher
    .take(now)
    .map((event) => (event.type === 'topic_message' ? [event.topic, event.coalesced] : event));

describe('what one stream watches', () => {
  it('gets a frame with each tick when it asks for as many, though ticks are not punctual', () => {
    const watcher = new Watcher();
    watcher.watch(['a'], 20);
    for (const now of [0, 49, 102, 148, 203, 250, 299]) {
      watcher.see(message('a'));
      expect(topics(watcher, now)).toEqual([['a', 1]]);
    }
  });

  it.each([1, 3, 7, 20])(
    'gets at most %i frames a second, however many ticks there are',
    (rate) => {
      const watcher = new Watcher();
      watcher.watch(['a'], rate);
      let frames = 0;
      for (let now = 0; now < 10_000; now += 5) {
        watcher.see(message('a'));
        frames += watcher.take(now).length;
      }
      expect(frames).toBeGreaterThan(rate * 10 - 2);
      expect(frames).toBeLessThanOrEqual(rate * 10 + 1);
    },
  );

  it('comes at most as often as it asked, standing for all in between', () => {
    const watcher = new Watcher();
    watcher.watch(['a/#'], 2);
    watcher.see(message('a/b'));
    expect(topics(watcher, 0)).toEqual([['a/b', 1]]);
    watcher.see(message('a/b', 3));
    watcher.see(message('a/c'));
    expect(topics(watcher, 250)).toEqual([['a/c', 1]]);
    watcher.see(message('a/b', 4, 9));
    expect(topics(watcher, 500)).toEqual([['a/b', 7]]);
    expect(topics(watcher, 1000)).toEqual([]);
  });

  it('forgets what is no longer watched', () => {
    const watcher = new Watcher();
    watcher.watch(['a'], 4);
    watcher.see(message('a'));
    watcher.watch(['b'], 4);
    expect(topics(watcher, 0)).toEqual([]);
  });

  it('stays bounded when nobody takes it, and says how much it left out', () => {
    const watcher = new Watcher();
    watcher.watch(['#'], 4);
    for (let i = 0; i < 5_000; i += 1) watcher.see(message(`t/${i}`, 2));
    for (let i = 0; i < 5_000; i += 1)
      watcher.add({ type: 'broker_status', status: 'connected', observedAt: '' });
    const events = watcher.take(0);
    expect(events).toHaveLength(1 + 500 + 2_000);
    expect(events[0]).toEqual({ type: 'lagged', dropped: 3_000 * 2 + 4_500 });
  });
});
