import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../testing/status';
import { TopicsBed } from '../../testing/topics-bed';
import { Pause } from './pause';

describe('Pause', () => {
  it('counts what has come since', () => {
    const bed = new TopicsBed();
    const { observer } = bed.status();
    const tell = (messages: number) =>
      bed.status.set(statusOf({ observer: { ...observer, messages } }));
    tell(1_000);
    const pause = bed.get(Pause);
    expect([pause.paused(), pause.messages()]).toEqual([false, 0]);
    pause.toggle();
    tell(2_204);
    expect([pause.paused(), pause.messages()]).toEqual([true, 1_204]);
    // The observer died and counts anew.
    tell(3);
    expect(pause.messages()).toBe(0);
    pause.toggle();
    expect([pause.paused(), pause.at()]).toEqual([false, undefined]);
  });
});
