import { describe, expect, it } from '@jest/globals';
import type { BrokerSample } from '../api/models';
import { historyData } from './history-data';
import { gapWords } from './plot-data';
import { rangeOf } from './ranges';

const hour = rangeOf('1h');
const day = rangeOf('24h');
const FIVE = 5 * 60;
/** Two minutes after a group of five began. */
const NOW = Date.parse('2026-11-25T12:12:00Z');
const LATEST = Date.parse('2026-11-25T12:10:00Z') / 1_000;
const BEGINNING = LATEST - 86_400 + FIVE;

/** A group that began so many groups before this one. */
const group = (before: number, change: Partial<BrokerSample> = {}): BrokerSample => ({
  at: new Date((LATEST - before * FIVE) * 1_000).toISOString(),
  ...{ status: 'connected', messages: 300, payloadBytes: 3_000, missedUpTo: 0, topics: 1 },
  ...{ figures: {}, connectedMinutes: 5 },
  ...change,
});

/** A day without gaps, but for these groups; `undefined` leaves one out. */
function drawn(changes: Readonly<Record<number, Partial<BrokerSample> | undefined>> = {}) {
  const samples = Array.from({ length: 288 }, (_, before) => before).flatMap((before) =>
    before in changes && changes[before] === undefined ? [] : [group(before, changes[before])],
  );
  return historyData({ range: day, at: NOW, samples }, ({ messages }) => messages);
}

describe('historyData', () => {
  it('draws rates per second from the first group of the range to this moment', () => {
    const { from, to, xs, ys, gaps } = drawn();
    expect([from, to]).toEqual([BEGINNING, NOW / 1_000]);
    expect([xs.length, xs[0], xs.at(-1)]).toEqual([288, BEGINNING, LATEST]);
    expect([new Set(ys), gaps]).toEqual([new Set([1]), []]);
  });

  it('never draws through groups in which MCM did not run', () => {
    const { ys, gaps } = drawn({ 4: undefined, 3: undefined });
    expect(ys.slice(-6)).toEqual([1, null, null, 1, 1, 1]);
    expect(gaps).toEqual([{ from: LATEST - 4 * FIVE, to: LATEST - 2 * FIVE }]);
  });

  it('never draws through groups in which the broker was away', () => {
    const { ys, gaps } = drawn({ 1: { status: 'disconnected', messages: 5, connectedMinutes: 0 } });
    expect(ys.slice(-3)).toEqual([1, null, 1]);
    expect(gaps).toEqual([{ from: LATEST - FIVE, to: LATEST }]);
  });

  it('takes the rate of the minutes that were observed, and marks that not all were', () => {
    const part = { status: 'disconnected', messages: 240, connectedMinutes: 2 } as const;
    const data = drawn({ 1: part });
    expect(data.ys.at(-2)).toBe(2);
    const [gap] = data.gaps;
    expect(gap).toEqual({ from: LATEST - FIVE, to: LATEST });
    expect(gapWords(data, gap!, () => 'Then')).toBe('Then observed in part');
  });

  it('knows that this group is not over', () => {
    const { ys, gaps } = drawn({ 0: { messages: 60, connectedMinutes: 1 } });
    expect([ys.at(-1), gaps]).toEqual([1, []]);
    const away = drawn({ 0: { status: 'disconnected', messages: 60, connectedMinutes: 1 } });
    expect([away.ys.at(-1), away.gaps]).toEqual([1, [{ from: LATEST, to: LATEST + FIVE }]]);
  });

  it('waits for the first sample of this group', () => {
    const { to, xs, gaps } = drawn({ 0: undefined });
    expect([to, xs.at(-1), gaps]).toEqual([LATEST, LATEST - FIVE, []]);
  });

  it('shows the time before the first sample as a gap, and all of it when there is none', () => {
    const samples = [group(1), group(0)];
    const { gaps } = historyData({ range: day, at: NOW, samples }, () => 0);
    expect(gaps).toEqual([{ from: BEGINNING, to: LATEST - FIVE }]);
    const none = historyData({ range: hour, at: NOW, samples: [] }, () => 0);
    expect(none.ys).toHaveLength(59);
    expect(none.gaps).toEqual([{ from: none.from, to: none.to }]);
    expect(gapWords(none, none.gaps[0]!, () => 'Then')).toBe('Then not observed');
  });
});
