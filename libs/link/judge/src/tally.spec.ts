import { describe, expect, it } from '@jest/globals';
import type { TopicJudged } from './port.js';
import { Strikes } from './strikes.js';
import { NONE_SKIPPED, Tally } from './tally.js';

const judged = (topic: string, at: number, valid = true): TopicJudged => ({
  ...{ slot: 1, topic, judged: 1, violations: valid ? 0 : 1, last: { at, valid, errors: [] } },
  ...(!valid && { lastViolationAt: at }),
});

describe('what is remembered of a schema', () => {
  it('counts the violations of the last minute, second by second', () => {
    const tally = new Tally();
    tally.count({ judged: 10, violations: 3 }, 1_000_000);
    tally.count({ judged: 10, violations: 4 }, 1_030_500);
    expect(tally.counts(1_059_999).violationsPerMinute).toBe(7);
    expect(tally.counts(1_060_000).violationsPerMinute).toBe(4);
    expect(tally.counts(1_090_999).violationsPerMinute).toBe(0);
    // The same place of the ring, a minute later.
    tally.count({ judged: 1, violations: 1 }, 1_060_000);
    expect(tally.counts(1_060_000).violationsPerMinute).toBe(5);
    expect(tally.counts(1_060_000)).toMatchObject({ judged: 21, violations: 8 });
  });

  it('adds what was skipped, by the reason', () => {
    const tally = new Tally();
    tally.skip({ ...NONE_SKIPPED, tooFast: 2 });
    tally.skip({ ...NONE_SKIPPED, tooFast: 1, timedOut: 1 });
    const skipped = { tooFast: 3, tooLarge: 0, timedOut: 1, notHeld: 0 };
    expect(tally.counts(0)).toEqual({ judged: 0, violations: 0, skipped, violationsPerMinute: 0 });
  });

  it('knows each topic’s last verdict and last violation, and what was before', () => {
    const tally = new Tally();
    expect(tally.add(judged('a', 1, false)).before).toBeUndefined();
    const { before, after } = tally.add(judged('a', 2));
    expect(before).toMatchObject({ violations: 1, last: { valid: false } });
    expect(after).toMatchObject({
      judged: 2,
      violations: 1,
      last: { at: 2, valid: true },
      lastViolationAt: 1,
    });
    expect(tally.topic('a')).toBe(after);
    expect(tally.counts(0).lastViolationAt).toBe(1);
  });

  it('lets go of the topics that were judged longest ago, and counts them', () => {
    const tally = new Tally();
    for (let i = 0; i < 1_000; i++) tally.add(judged(`t${i}`, i));
    tally.add(judged('t0', 1_000));
    tally.add(judged('new', 1_001));
    const { topics, letGo } = tally.topics();
    expect([topics.length, letGo]).toEqual([1_000, 1]);
    expect(tally.topic('t1')).toBeUndefined();
    expect(tally.topic('t0')).toMatchObject({ judged: 2 });
  });

  it('lets go of more topics where their names are long', () => {
    const tally = new Tally();
    for (let i = 0; i < 1_000; i++) tally.add(judged(`${i}/${'n'.repeat(60_000)}`, i));
    const { topics, letGo } = tally.topics();
    expect(topics.length + letGo).toBe(1_000);
    expect(topics.map(({ topic }) => topic).join('').length).toBeLessThan(500_000);
    expect(topics.at(-1)?.topic).toMatch(/^999/);
  });

  it('keeps the last twenty examples, latest first', () => {
    const tally = new Tally();
    for (let at = 1; at <= 30; at++) {
      tally.addExample({ topic: 'a', at, errors: [], payloadPreview: '', payloadBytes: 0 });
    }
    expect(tally.examples().map(({ at }) => at)).toEqual(
      Array.from({ length: 20 }, (_, i) => 30 - i),
    );
  });
});

describe('strikes', () => {
  it('are too many when three come within ten minutes', () => {
    const strikes = new Strikes();
    const minute = 60_000;
    expect([0, 9, 11, 18, 19.5].map((at) => strikes.add(at * minute))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
