import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { detailOf, messageOf, rowOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { getTopic, getTopicSeries, lookUpTopics } from '../api/functions';
import { Pause } from './pause';
import { PinnedPlots } from './pinned-plots';

const START = Date.UTC(2026, 10, 23, 14, 20);
const time = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
const RPM = { id: 'a', field: '/rpm' };
const SET = { id: 'a', field: '/set' };

describe('PinnedPlots', () => {
  let bed: TopicsBed;
  let plots: PinnedPlots;

  const pass = async (ms = 0) => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };
  const hear = async (seconds: number, payloadPreview: string, truncated = false) => {
    const change = { payloadPreview, truncated, observedAt: time(seconds), payloadFormat: 'json' };
    bed.stream.last.tell(messageOf('a', change as never));
    await pass(20);
  };

  beforeEach(async () => {
    jest.useFakeTimers();
    bed = new TopicsBed();
    bed.answers.set(getTopic.PATH, () => detailOf('a', 40));
    bed.answers.set(lookUpTopics.PATH, () => ({
      topics: [rowOf('a', { messages: 90, held: 50 })],
    }));
    bed.answers.set(getTopicSeries.PATH, ({ field }: { field: readonly string[] }) => ({
      fields: [],
      gaps: [],
      series: field.map((name) => ({
        field: name,
        points: [{ number: 1, at: time(1), value: 1_187 }],
      })),
    }));
    plots = bed.get(PinnedPlots);
    await pass();
    bed.stream.last.accept();
    plots.pins.set([RPM, SET]);
    await pass(150);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('begin with what is held, in one question for all fields of a topic', () => {
    expect(plots.points(RPM)).toEqual({ at: [START + 1_000], values: [1_187] });
    expect(plots.topic('a')).toEqual({ topic: 'a', gaps: [], forgotten: false });
    const { params } = bed.asked.findLast(({ path }) => path === getTopicSeries.PATH)!;
    expect(params['field']).toEqual(['/rpm', '/set']);
  });

  it('go on with the stream, which they watch', async () => {
    expect(bed.stream.last.sent.at(-1)).toMatchObject({ filters: ['a'] });
    await hear(2, '{"rpm":1184}');
    await hear(3, '{"rpm":"stopped"}');
    await hear(4, '{"rpm":1190,"set":1200}');
    expect(plots.points(RPM)?.values).toEqual([1_187, 1_184, 1_190]);
    expect(plots.points(SET)?.values).toEqual([1_187, 1_200]);
  });

  it('ask for what the stream does not carry whole', async () => {
    const asked = bed.times(getTopicSeries.PATH);
    await hear(2, '{"rpm":1', true);
    await hear(3, '{"rpm":1', true);
    expect(bed.times(getTopicSeries.PATH)).toBe(asked);
    await pass(2_000);
    expect(bed.times(getTopicSeries.PATH)).toBe(asked + 1);
  });

  it('find out that earlier messages are no longer held', async () => {
    await pass(10_000);
    expect(plots.topic('a')).toMatchObject({ forgotten: true });
  });

  it('stand still while paused', async () => {
    bed.get(Pause).toggle();
    await hear(2, '{"rpm":1184}');
    await pass(20_000);
    expect(plots.points(RPM)?.values).toEqual([1_187]);
  });

  it('are drawn anew from what is held once the stream is back', async () => {
    await hear(2, '{"rpm":1184}');
    bed.stream.last.lose();
    await pass(500);
    bed.stream.last.accept();
    await pass(10);
    expect(plots.points(RPM)?.values).toEqual([1_187]);
  });

  it('say why there is nothing, and draw it when asked again', async () => {
    bed.answers.set(getTopic.PATH, () => new HttpErrorResponse({ status: 404 }));
    plots.pins.set([{ id: 'b', field: '' }]);
    await pass(10);
    expect(plots.failure('b')).toMatchObject({ status: 404 });
    expect(plots.points({ id: 'b', field: '' })).toBeUndefined();
    bed.answers.set(getTopic.PATH, () => detailOf('b', 1));
    await plots.ask('b');
    expect(plots.failure('b')).toBeUndefined();
    expect(plots.points({ id: 'b', field: '' })?.values).toEqual([1_187]);
  });
});
