import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWatchFrame } from './watch-frame.js';

describe('a frame from a client', () => {
  it('is a watch with filters and a bounded rate', () => {
    expect(
      parseWatchFrame('{"type":"watch","filters":["a/+","$SYS/#"],"maxPerSecond":99}'),
    ).toEqual({
      type: 'watch',
      filters: ['a/+', '$SYS/#'],
      maxPerSecond: 20,
    });
    expect(parseWatchFrame('{"type":"watch","filters":[]}')).toEqual({
      type: 'watch',
      filters: [],
    });
  });

  it('may not have more levels than the filters of any plant', () => {
    const watch = (filters: string[]) =>
      parseWatchFrame(JSON.stringify({ type: 'watch', filters }));
    const filters = Array.from({ length: 64 }, (_, i) => `a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/${i}`);
    expect(watch(filters)).toMatchObject({ filters });
    expect(watch([...filters.slice(1), `${filters[0] ?? ''}/#`])).toMatch(/1024 levels/);
  });

  it('is refused in words otherwise, whatever it is', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ type: fc.constant('watch'), filters: fc.anything(), maxPerSecond: fc.anything() })
        .map((v) => {
          try {
            return JSON.stringify(v);
          } catch {
            return ''; // fast-check makes values that JSON cannot say, such as a bigint
          }
        }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const frame = parseWatchFrame(text);
        if (typeof frame === 'string') return frame !== '';
        return (
          frame.filters.length <= 64 &&
          (frame.maxPerSecond ?? 1) > 0 &&
          (frame.maxPerSecond ?? 1) <= 20
        );
      }),
    );
  });
});
