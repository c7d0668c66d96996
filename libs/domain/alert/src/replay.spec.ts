import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RULE, RuleWatch } from '../test/rule-watch.js';
import { replay, type Stretch } from './replay.js';
import type { Holds } from './reading.js';

const line = (holds: Readonly<Record<number, Holds>>, until: number) => ({
  labels: { name: 'a' },
  stretches: Object.entries(holds).map(([at, one]): Stretch => ({
    at: Number(at) * 1_000,
    holds: one,
    text: `since ${at}`,
  })),
  until: until * 1_000,
});
const spans = (forSeconds: number, holds: Readonly<Record<number, Holds>>, until = 100) =>
  replay({ ...RULE, forSeconds }, [line(holds, until)]).map((one) => [
    ...[one.from / 1_000, one.until === undefined ? undefined : one.until / 1_000],
  ]);

it.each([
  ['at once', 0, { 10: true, 20: false }, [[10, 20]]],
  ['in time', 5, { 10: true, 20: false }, [[15, 20]]],
  ['just in time', 10, { 10: true, 20: false }, [[20, 20]]],
  ['too short', 11, { 10: true, 20: false }, []],
  ['still', 5, { 10: true }, [[15, undefined]]],
  ['not yet', 95, { 10: true }, []],
  ['unknown in between', 15, { 10: true, 20: 'unknown', 40: true, 50: false }, [[45, 50]]],
  [
    'twice',
    0,
    { 10: true, 20: false, 30: true, 40: false },
    [
      [10, 20],
      [30, 40],
    ],
  ],
  ['between thresholds', 0, { 10: 'between', 20: true, 30: 'between', 40: false }, [[20, 40]]],
] as const)('a rule that is tried would have fired: %s', (_, forSeconds, holds, expected) => {
  expect(spans(forSeconds, holds)).toEqual(expected);
});

it('finds the same as looking every second', () => {
  const holds = fc.constantFrom<Holds>(true, false, 'between');
  // Changes at even seconds, times to hold that are odd: what is due is never due at a change.
  const seconds = fc.integer({ min: 1, max: 30 }).map((half) => 2 * half);
  const lines = fc.array(fc.record({ seconds, holds }), { minLength: 1 });
  fc.assert(
    fc.property(lines, fc.constantFrom(0, 7, 41), (parts, forSeconds) => {
      const stretches: Record<number, Holds> = {};
      let end = 0;
      for (const part of parts) {
        stretches[end] = part.holds;
        end += part.seconds;
      }
      const watch = new RuleWatch({ forSeconds });
      const fired: number[] = [];
      for (let [second, now] = [0, false as Holds]; second < end; second++) {
        now = stretches[second] ?? now;
        if (watch.look(second, { a: now }).includes('firing a')) fired.push(second);
      }
      expect(spans(forSeconds, stretches, end).map(([from]) => from)).toEqual(fired);
    }),
  );
});
