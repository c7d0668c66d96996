import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { detailOf, historyOf, messageOf, rowOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { getTopic, getTopicHistory, lookUpTopics } from '../api/functions';
import { OpenTopic } from './open-topic';
import { TopicHistoryStore } from './topic-history';

describe('TopicHistoryStore', () => {
  let bed: TopicsBed;
  let history: TopicHistoryStore;
  let last = 0;
  let failing = false;

  const pass = async (ms = 0) => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };
  const publish = async (count: number) => {
    last += count;
    bed.stream.last.tell(messageOf('a'));
    await pass(20);
    await pass(1_000);
  };
  const numbers = () => history.list()?.messages.map(({ number }) => number) ?? [];

  beforeEach(async () => {
    jest.useFakeTimers();
    [last, failing] = [250, false];
    bed = new TopicsBed();
    bed.answers.set(getTopic.PATH, () => detailOf('a', last));
    bed.answers.set(lookUpTopics.PATH, () => ({ topics: [rowOf('a', { messages: last })] }));
    bed.answers.set(
      getTopicHistory.PATH,
      ({ limit, cursor = last + 1 }: { limit: number; cursor?: number }) => {
        if (failing) return new HttpErrorResponse({ status: 503 });
        const newest = cursor - 1;
        const count = Math.min(limit, newest);
        const messages = Array.from({ length: count }, (_, index) => ({ number: newest - index }));
        const next = newest - count;
        return historyOf(messages, {
          ...{ total: last, held: last },
          ...(next > 0 && { nextCursor: next + 1 }),
        });
      },
    );
    history = bed.get(TopicHistoryStore);
    await pass();
    bed.stream.last.accept();
    bed.get(OpenTopic).id.set('a');
    await pass();
    await pass();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('begins with the latest, and pages to the oldest', async () => {
    expect([numbers()[0], numbers().length]).toEqual([250, 100]);
    await Promise.all([history.older(), history.older()]);
    await history.older();
    expect([numbers().at(-1), numbers().length]).toEqual([1, 250]);
    const asked = bed.times(getTopicHistory.PATH);
    await history.older();
    expect(bed.times(getTopicHistory.PATH)).toBe(asked);
  });

  it('follows the latest', async () => {
    await publish(3);
    expect(numbers().slice(0, 4)).toEqual([253, 252, 251, 250]);
    expect(history.behind()).toBe(0);
  });

  it('does not move while somebody reads further down, and says how much is new', async () => {
    history.following.set(false);
    await publish(12);
    expect(numbers()[0]).toBe(250);
    expect(history.behind()).toBe(12);
    history.following.set(true);
    await history.latest();
    expect(numbers()[0]).toBe(262);
    expect(history.behind()).toBe(0);
  });

  it('says why older ones could not be had, and keeps what there is', async () => {
    failing = true;
    await history.older();
    expect(history.failure()).toMatchObject({ status: 503 });
    expect(numbers()).toHaveLength(100);
    failing = false;
    await history.older();
    expect(history.failure()).toBeUndefined();
    expect(numbers()).toHaveLength(200);
  });

  it('has nothing of a level that is no topic', async () => {
    const asked = bed.times(getTopicHistory.PATH);
    bed.answers.set(getTopic.PATH, () => rowOf('b', { isTopic: false, topicsBelow: 4 }));
    bed.get(OpenTopic).id.set('b');
    await pass(100);
    expect(history.rows()).toEqual([]);
    expect(bed.times(getTopicHistory.PATH)).toBe(asked);
  });
});
