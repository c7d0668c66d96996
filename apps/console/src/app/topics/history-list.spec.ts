import { describe, expect, it } from '@jest/globals';
import { historyOf } from '../../testing/topics';
import type { Gap } from '../api/models';
import { gapWords, heldWords, historyRows, upTo, withLatest, withOlder } from './history-list';

const second = (seconds: number) =>
  new Date(Date.UTC(2026, 10, 23, 14, 20) + seconds * 1_000).toISOString();
/** Message n was published in second n. */
const page = (newest: number, oldest: number, change: Parameters<typeof historyOf>[1] = {}) =>
  historyOf(
    Array.from({ length: newest - oldest + 1 }, (_, index) => {
      const number = newest - index;
      return { number, observedAt: second(number) };
    }),
    { total: newest, held: newest, ...change },
  );
const numbers = (list: { messages: readonly { number: number }[] }) =>
  list.messages.map(({ number }) => number);

describe('a history', () => {
  it('grows at its head where the latest page joins it', () => {
    const list = withLatest(undefined, page(5, 3, { nextCursor: 3 }));
    const grown = withLatest(list, page(7, 5, { nextCursor: 5 }));
    expect(numbers(grown)).toEqual([7, 6, 5, 4, 3]);
    expect(grown.next).toBe(3);
    expect(numbers(withLatest(list, page(8, 6, { nextCursor: 6 })))).toEqual([8, 7, 6, 5, 4, 3]);
  });

  it('begins anew where it does not join: nothing is passed by in silence', () => {
    const list = withLatest(undefined, page(5, 3, { nextCursor: 3 }));
    const later = withLatest(list, page(90, 88, { nextCursor: 88 }));
    expect(numbers(later)).toEqual([90, 89, 88]);
    expect(later.next).toBe(88);
  });

  it('begins anew when the observer counts anew', () => {
    const list = withLatest(undefined, page(50, 48));
    expect(numbers(withLatest(list, page(2, 1)))).toEqual([2, 1]);
  });

  it('lets go of what the server has let go of', () => {
    const list = withLatest(undefined, page(5, 1));
    expect(numbers(withLatest(list, page(7, 5, { held: 4 })))).toEqual([7, 6, 5, 4]);
  });

  it('grows at its end', () => {
    const list = withLatest(undefined, page(9, 7, { nextCursor: 7 }));
    const older = withOlder(list, page(7, 5, { nextCursor: 5, total: 9 }));
    expect(numbers(older)).toEqual([9, 8, 7, 6, 5]);
    expect(older.next).toBe(5);
    expect(withOlder(older, page(4, 1)).next).toBeUndefined();
  });

  it('has the message at its top that is shown above it', () => {
    const list = withLatest(undefined, page(5, 3));
    const [latest] = page(4, 4).messages;
    expect(numbers(upTo(list, latest as never))).toEqual([4, 3]);
    const [newer] = page(6, 6).messages;
    expect(numbers(upTo(list, newer as never))).toEqual([6, 5, 4, 3]);
  });
});

describe('historyRows', () => {
  const gap = (from: number, until?: number): Gap => ({
    reason: 'dropped',
    from: second(from),
    ...(until !== undefined && { until: second(until) }),
  });
  const ids = (gaps: readonly Gap[], next?: number) =>
    historyRows({ ...page(9, 6), gaps, ...(next !== undefined && { next }) }).map((row) =>
      row.kind === 'message' ? row.message.number : row.kind,
    );

  it('puts a gap between the messages it lies between', () => {
    expect(ids([{ ...gap(7.2, 7.8) }])).toEqual([9, 8, 'gap', 7, 6]);
  });

  it('puts one that lasts above all, and one before all at the end of what is held', () => {
    expect(ids([gap(9.5)])).toEqual(['gap', 9, 8, 7, 6]);
    expect(ids([gap(1, 2)])).toEqual([9, 8, 7, 6, 'gap']);
    expect(ids([gap(1, 2)], 6)).toEqual([9, 8, 7, 6, 'more']);
  });
});

describe('words', () => {
  const from = second(10);
  const now = Date.parse(second(20));

  it('say honestly what a gap may hide', () => {
    const until = new Date(Date.parse(from) + 3_800).toISOString();
    const dropped = { reason: 'dropped', from, until, upTo: 19 } as const;
    expect(gapWords(dropped, now)).toEqual({
      text: '3.8 s with up to 19 messages dropped by the broker, of all clients',
      more: expect.stringContaining('may have missed none'),
    });
    expect(gapWords({ ...dropped, named: true }, now).more).toContain('MCM was among');
    expect(gapWords({ reason: 'absent', from }, now).text).toBe(
      '10 s not recorded: MCM was not connected',
    );
  });

  it('say how much is held', () => {
    expect(heldWords({ held: 500, total: 1_204_118 })).toBe('last 500 of 1,204,118 held');
    expect(heldWords({ held: 12, total: 12 })).toBe('all 12 held');
    expect(heldWords({ held: 0, total: 0 })).toBe('nothing yet');
  });
});
