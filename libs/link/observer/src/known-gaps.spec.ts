import { describe, expect, it } from '@jest/globals';
import { KnownGaps } from './known-gaps.js';

describe('the gaps known', () => {
  it('are replaced by what is known of them later, and stay in the order of their beginning', () => {
    const gaps = new KnownGaps();
    gaps.merge([{ reason: 'absent', from: 10 }]);
    gaps.merge([{ reason: 'dropped', from: 5, until: 12, upTo: 3, named: false }]);
    gaps.merge([{ reason: 'absent', from: 10, until: 20 }]);
    gaps.merge([{ reason: 'dropped', from: 5, until: 22, upTo: 4, named: true }]);
    expect(gaps.all).toEqual([
      { reason: 'dropped', from: 5, until: 22, upTo: 4, named: true },
      { reason: 'absent', from: 10, until: 20 },
    ]);
  });

  it('hold the time without a thread, up to the first connection of the next one', () => {
    const gaps = new KnownGaps();
    gaps.merge([{ reason: 'absent', from: 0, until: 5 }]);
    gaps.died(100);
    expect(gaps.all.at(-1)).toEqual({ reason: 'restarted', from: 100 });
    gaps.merge([{ reason: 'absent', from: 120 }]);
    gaps.died(130);
    gaps.merge([{ reason: 'absent', from: 140 }]);
    expect(gaps.all).toHaveLength(2);
    gaps.merge([{ reason: 'absent', from: 140, until: 150 }]);
    expect(gaps.all.at(-1)).toEqual({ reason: 'restarted', from: 100, until: 150 });
    gaps.merge([{ reason: 'absent', from: 160 }]);
    expect(gaps.all.at(-1)).toEqual({ reason: 'absent', from: 160 });
  });

  it('end an absence when the thread dies in it', () => {
    const gaps = new KnownGaps();
    gaps.merge([{ reason: 'absent', from: 50 }]);
    gaps.died(70);
    expect(gaps.all).toEqual([
      { reason: 'absent', from: 50, until: 70 },
      { reason: 'restarted', from: 70 },
    ]);
  });

  it('are the latest 200', () => {
    const gaps = new KnownGaps();
    for (let from = 0; from < 500; from++) gaps.merge([{ reason: 'absent', from, until: from }]);
    expect(gaps.all.map(({ from }) => from)).toEqual(
      Array.from({ length: 200 }, (_, i) => 300 + i),
    );
  });
});
