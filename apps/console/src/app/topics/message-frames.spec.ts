import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { messageOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { type Frame, MessageFrames } from './message-frames';

describe('MessageFrames', () => {
  let bed: TopicsBed;
  const frames: Frame[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    frames.length = 0;
    bed = new TopicsBed();
    bed.get(MessageFrames).on((frame) => frames.push(frame));
    TestBed.tick();
    bed.stream.last.accept();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('hand on the latest of each topic once a frame, standing for those before', () => {
    for (const payloadPreview of ['1', '2', '3'])
      bed.stream.last.tell(messageOf('a', { payloadPreview, coalesced: 2 }));
    bed.stream.last.tell(messageOf('b'));
    expect(frames).toEqual([]);
    jest.advanceTimersToNextFrame();
    expect(frames).toHaveLength(1);
    expect(frames[0]?.get('a')).toMatchObject({ payloadPreview: '3', coalesced: 6 });
    expect([...(frames[0]?.keys() ?? [])]).toEqual(['a', 'b']);
  });

  it('draw nothing while nothing comes', () => {
    bed.stream.last.tell(messageOf('a'));
    jest.advanceTimersToNextFrame();
    jest.advanceTimersToNextFrame();
    expect(frames).toHaveLength(1);
    bed.stream.last.tell(messageOf('a', { coalesced: 1 }));
    jest.advanceTimersToNextFrame();
    expect(frames[1]?.get('a')).toMatchObject({ coalesced: 1 });
  });
});
