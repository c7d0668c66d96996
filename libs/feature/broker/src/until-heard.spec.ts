import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ObservedTopic, ObserverSnapshot } from '#link/observer';
import { untilHeard } from './until-heard.js';

const CLEARED = { topic: 'a/b', retained: false };

describe('a change of what is retained', () => {
  /** What the observer answers, one after the other; the last again and again. */
  let answers: (boolean | undefined)[];
  let asked: number;
  let protocolVersion: 4 | 5 | undefined;
  const broker = {
    snapshot: () => ({ connection: { protocolVersion } }) as unknown as ObserverSnapshot,
    lookUp: (topics: readonly string[]) => {
      expect(topics).toEqual(['a/b']);
      asked += 1;
      const retainedHeld = answers.length > 1 ? answers.shift() : answers[0];
      const row = { seen: { retainedHeld } } as unknown as ObservedTopic;
      return Promise.resolve(retainedHeld === undefined ? [] : [row]);
    },
  };
  const heard = (change = CLEARED, signal = new AbortController().signal) =>
    untilHeard(broker, change, signal);

  beforeEach(() => {
    asked = 0;
    protocolVersion = 5;
  });

  it('is waited for until the observer has heard of it', async () => {
    answers = [true, true, false];
    await heard();
    expect(asked).toBe(3);
    answers = [undefined, false, true];
    await heard({ ...CLEARED, retained: true });
    expect(asked).toBe(6);
  });

  it('is nothing to wait for of a topic that the observer has let go', async () => {
    answers = [undefined];
    await heard();
    expect(asked).toBe(1);
  });

  it('is not waited for for ever', async () => {
    answers = [true];
    await heard();
    expect(asked).toBe(100);
  });

  it('is not waited for when MCM stops, or the observer', async () => {
    answers = [true];
    await heard(CLEARED, AbortSignal.abort());
    const lookUp = () => Promise.reject(new Error('The observer is being started again.'));
    await untilHeard({ ...broker, lookUp }, CLEARED, new AbortController().signal);
    expect(asked).toBe(1);
  });

  it.each([4, undefined] as const)(
    'is not waited for where it is not told: %s',
    async (version) => {
      protocolVersion = version;
      answers = [true];
      await heard();
      expect(asked).toBe(0);
    },
  );
});
