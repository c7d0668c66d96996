import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { detailOf, messageOf, rowOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { getTopic, lookUpTopics } from '../api/functions';
import { OpenTopic } from './open-topic';
import { Pause } from './pause';

describe('OpenTopic', () => {
  let bed: TopicsBed;
  let open: OpenTopic;
  let last = 0;

  /** Lets what was asked be answered, and time go by. */
  const pass = async (ms = 0) => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };
  const hear = async () => {
    last += 1;
    bed.stream.last.tell(messageOf('a'));
    await pass(20);
  };

  beforeEach(async () => {
    jest.useFakeTimers();
    last = 7;
    bed = new TopicsBed();
    bed.answers.set(getTopic.PATH, ({ number = last }: { number?: number }) => ({
      ...detailOf('a', number),
      messages: last,
    }));
    bed.answers.set(lookUpTopics.PATH, () => ({
      topics: [rowOf('a', { messages: last, rate: 5 })],
    }));
    open = bed.get(OpenTopic);
    await pass();
    bed.stream.last.accept();
    open.id.set('a');
    await pass();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('shows the latest message', () => {
    expect(open.message()?.number).toBe(7);
    expect(open.facts()).toMatchObject({ topic: 'a', messages: 7 });
  });

  it('asks for each new one, at most twice a second', async () => {
    await pass(1_000);
    const before = bed.times(getTopic.PATH);
    await hear();
    await pass();
    expect(open.message()?.number).toBe(8);
    for (let count = 0; count < 10; count += 1) await hear();
    expect(bed.times(getTopic.PATH)).toBe(before + 1);
    await pass(500);
    expect(bed.times(getTopic.PATH)).toBe(before + 2);
    expect(open.message()?.number).toBe(18);
  });

  it('stays at the message that was asked for, and still tells how the topic moves', async () => {
    open.number.set(5);
    await pass();
    expect(open.message()?.number).toBe(5);
    expect(open.outdated()).toBe(false);
    for (let count = 0; count < 5; count += 1) await hear();
    await pass(2_000);
    expect(open.message()?.number).toBe(5);
    expect(open.facts()).toMatchObject({ messages: 12, rate: 5 });
    open.number.set(undefined);
    await pass();
    expect(open.message()?.number).toBe(12);
  });

  it('keeps what it shows while another message is on its way, and when that is held no more', async () => {
    bed.answers.set(getTopic.PATH, () => new HttpErrorResponse({ status: 404 }));
    open.number.set(1);
    TestBed.tick();
    expect(open.message()?.number).toBe(7);
    expect(open.outdated()).toBe(true);
    await pass();
    expect(open.failure()).toMatchObject({ status: 404 });
    expect(open.message()?.number).toBe(7);
  });

  it('finds out by itself what the stream did not tell', async () => {
    last = 20;
    await pass(2_500);
    expect(open.message()?.number).toBe(20);
  });

  it('says that the topic was let go, and takes it back when it comes again', async () => {
    bed.answers.set(lookUpTopics.PATH, () => ({ topics: [] }));
    await pass(2_000);
    expect(open.gone()).toBe(true);
    expect(open.message()?.number).toBe(7);
    bed.answers.set(lookUpTopics.PATH, () => ({ topics: [rowOf('a', { messages: 1 })] }));
    await pass(2_000);
    expect(open.gone()).toBe(false);
  });

  it('says that what it shows is from before while the server does not answer', async () => {
    const answer = bed.answers.get(lookUpTopics.PATH)!;
    bed.answers.set(lookUpTopics.PATH, () => new HttpErrorResponse({ status: 0 }));
    await pass(2_000);
    expect(open.failure()).toMatchObject({ status: 0 });
    expect(open.message()?.number).toBe(7);
    bed.answers.set(lookUpTopics.PATH, answer);
    await pass(2_000);
    expect(open.failure()).toBeUndefined();
  });

  it('stands still while paused, and catches up', async () => {
    const pause = bed.get(Pause);
    pause.toggle();
    await pass(200);
    const asked = bed.asked.length;
    await hear();
    await pass(5_000);
    expect(bed.asked).toHaveLength(asked);
    expect(open.message()?.number).toBe(7);
    expect(bed.stream.last.sent.at(-1)).toMatchObject({ filters: [] });
    pause.toggle();
    await pass(600);
    expect(open.message()?.number).toBe(8);
  });

  it('forgets the topic before', () => {
    open.id.set('b');
    TestBed.tick();
    expect(open.facts()).toBeUndefined();
    expect(open.message()).toBeUndefined();
  });
});
