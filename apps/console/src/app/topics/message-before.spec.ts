import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { detailOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { getTopic } from '../api/functions';
import { MessageBefore } from './message-before';
import { OpenTopic } from './open-topic';

describe('MessageBefore', () => {
  let bed: TopicsBed;
  let open: OpenTopic;
  let before: MessageBefore;
  let oldest = 1;
  let broken = 0;

  const pass = async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      TestBed.tick();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const show = async (number: number) => {
    open.number.set(number);
    await pass();
  };

  beforeEach(async () => {
    [oldest, broken] = [1, 0];
    bed = new TopicsBed();
    bed.answers.set(getTopic.PATH, ({ number = 9 }: { number?: number }) => {
      if (number === broken) return new HttpErrorResponse({ status: 503 });
      if (number < oldest) return new HttpErrorResponse({ status: 404 });
      return detailOf('a', number);
    });
    open = bed.get(OpenTopic);
    before = bed.get(MessageBefore);
    open.id.set('a');
    await pass();
  });

  it('is the one with the number before', () => {
    expect(before.pair()).toMatchObject({
      kind: 'both',
      message: { number: 9 },
      before: { number: 8 },
    });
  });

  it('is not asked for when it was shown just now', async () => {
    await show(4);
    const asked = bed.times(getTopic.PATH);
    await show(5);
    expect(before.pair()).toMatchObject({ kind: 'both', before: { number: 4 } });
    expect(bed.times(getTopic.PATH)).toBe(asked + 1);
  });

  it('is not there before the first, nor where it was let go', async () => {
    await show(1);
    expect(before.pair()).toMatchObject({ kind: 'first' });
    oldest = 6;
    await show(6);
    expect(before.pair()).toMatchObject({ kind: 'let-go', message: { number: 6 } });
  });

  it('says why it could not be had, and has it when asked again', async () => {
    expect(before.pair()).toMatchObject({ message: { number: 9 } });
    broken = 3;
    await show(4);
    expect(before.failure()).toMatchObject({ status: 503 });
    expect(before.pair()).toMatchObject({ message: { number: 9 } });
    broken = 0;
    before.retry();
    await pass();
    expect(before.failure()).toBeUndefined();
    expect(before.pair()).toMatchObject({ kind: 'both', before: { number: 3 } });
  });
});
