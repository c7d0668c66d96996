import { describe, expect, it } from '@jest/globals';
import { STREAM_LIMITS } from '#contract';
import { mergeFilters } from './merge-filters';

describe('mergeFilters', () => {
  it('keeps the order of those who asked and leaves out what is covered already', () => {
    expect(mergeFilters([['a/b'], ['a/+', 'a/c', '$SYS/broker/+'], ['a/b']])).toEqual([
      'a/b',
      'a/+',
      '$SYS/broker/+',
    ]);
  });

  it('leaves out what is not a filter, so that one odd name does not cost the whole frame', () => {
    expect(mergeFilters([['a/\u0000', 'b', 'x'.repeat(70_000)]])).toEqual(['b']);
  });

  it('stays within the filters of one frame', () => {
    const many = Array.from({ length: 200 }, (_, index) => `topic/${index}`);
    expect(mergeFilters([many])).toHaveLength(STREAM_LIMITS.watchFilters);
  });

  it('stays within the bytes of one frame', () => {
    const long = Array.from({ length: 10 }, (_, index) => `${index}/${'ü'.repeat(6000)}`);
    const frame = JSON.stringify({
      type: 'watch',
      filters: mergeFilters([long]),
      maxPerSecond: 20,
    });
    expect(new TextEncoder().encode(frame).length).toBeLessThanOrEqual(
      STREAM_LIMITS.clientFrameBytes,
    );
  });
});
