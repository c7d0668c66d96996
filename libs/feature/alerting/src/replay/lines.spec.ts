import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeSilence } from '#domain/alert';
import { countLine, silenceLine, valueLine } from './lines.js';

const of = (stretches: readonly { at: number; holds: unknown }[]) =>
  stretches.map(({ at, holds }) => [at, holds]);

describe('a line of silence', () => {
  const line = (heard: readonly number[], deaf: readonly (readonly [number, number])[] = []) =>
    of(
      silenceLine({
        ...{ heard, silence: 10, until: 100 },
        deaf: deaf.map(([from, until]) => ({ from, until })),
      }),
    );

  it.each([
    ['of a topic that was never heard', line([]), []],
    [
      'of one that went silent',
      line([5, 10, 50]),
      [
        [5, false],
        [10, false],
        [15, false],
        [20, true],
        [50, false],
        [60, true],
      ],
    ],
    [
      'of one that went on',
      line([90, 95]),
      [
        [90, false],
        [95, false],
        [100, false],
      ],
    ],
    [
      'with a time that nobody listened',
      line([5], [[10, 40]]),
      [
        [5, false],
        [10, 'unknown'],
        [15, 'unknown'],
        [40, 'unknown'],
        [50, true],
      ],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('says at each time what looking would have said', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 });
    const gap = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(times, gap, (unsorted, [from, length]) => {
        const heard = [...new Set(unsorted)].sort((one, other) => one - other);
        const deaf = { from, until: from + length };
        const stretches = silenceLine({ heard, silence: 10, deaf: [deaf], until: 100 });
        const first = heard[0] ?? 0;
        for (let at = first; at <= 100; at++) {
          const isDeaf = at >= deaf.from && at < deaf.until;
          const since = at >= deaf.until && deaf.until > first ? deaf.until : first;
          const holds = judgeSilence({
            ...{ at, silence: 10, listeningSince: isDeaf ? undefined : since },
            heardAt: heard.findLast((one) => one <= at),
          });
          expect([at, stretches.findLast((one) => one.at <= at)?.holds]).toEqual([at, holds]);
        }
      }),
    );
  });
});

it('a line of values is unknown where nobody could tell, and goes on with the last of them', () => {
  const value = (at: number, holds: boolean) => ({ at, holds, text: '' });
  const values = [value(10, true), value(30, false)];
  expect(of(valueLine(values, [{ from: 20, until: 25 }]))).toEqual([
    [10, true],
    [20, 'unknown'],
    [25, true],
    [30, false],
  ]);
  expect(of(valueLine(values, [{ from: 0, until: 5 }]))).toEqual([
    [10, true],
    [30, false],
  ]);
});

describe('a line of counts', () => {
  it('holds while enough happened within the time', () => {
    const events = [0, 5, 8, 30].map((at) => ({ at, count: 1 }));
    const line = countLine(events, { span: 10, least: 3, until: 100 });
    expect(of(line.filter(({ holds }) => holds === true))).toEqual([[8, true]]);
    expect(line.find(({ at }) => at === 11)).toMatchObject({ holds: false, value: 2 });
  });

  it('says at each time how many there were', () => {
    const event = fc.record({
      at: fc.integer({ min: 0, max: 60 }),
      count: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const line = countLine(events, { span: 10, least: 4, until: 80 });
        for (let at = 0; at <= 80; at++) {
          const within = events.filter((one) => one.at <= at && one.at >= at - 10);
          const sum = within.reduce((all, { count }) => all + count, 0);
          expect(line.findLast((one) => one.at <= at)?.value ?? 0).toBe(sum);
        }
      }),
    );
  });
});
