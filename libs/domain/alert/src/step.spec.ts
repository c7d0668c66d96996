import { describe, expect, it } from '@jest/globals';
import { RULE, RuleWatch, type Seen } from '../test/rule-watch.js';
import { NOTHING_ACTIVE, MOST_INSTANCES } from './state.js';
import { step } from './step.js';

/** Looks once a second at one instance, and says what is told at which second. */
function told(rule: ConstructorParameters<typeof RuleWatch>[0], seen: readonly Seen[]): string[] {
  const watch = new RuleWatch(rule);
  return seen.flatMap((one, second) =>
    watch.look(second, { a: one }).map((event) => `${second} ${event.split(' ')[0] ?? ''}`),
  );
}

const FOR_2 = { forSeconds: 2 };

describe('a rule', () => {
  it.each([
    ['at once', {}, [true, true, false], ['0 firing', '2 resolved']],
    ['never while it does not hold', {}, [false, 'unknown', 'gone', 'deaf'], []],
    [
      'after it held long enough',
      FOR_2,
      [true, true, true, true, false],
      ['2 firing', '4 resolved'],
    ],
    ['not when it held too short', FOR_2, [true, true, false, true, true, false], []],
    ['not by what is unknown', FOR_2, [true, 'unknown', 'unknown', 'unknown', true], []],
    ['not by looks that failed', FOR_2, [true, 'deaf', 'deaf', 'gone'], []],
    [
      'after what it held before and after it was unknown',
      FOR_2,
      [true, true, 'unknown', true, true],
      ['4 firing'],
    ],
    ['and is not resolved by what is unknown', {}, [true, 'unknown', 'deaf', true], ['0 firing']],
    ['and is resolved when it vanishes', {}, [true, 'gone'], ['0 firing', '1 resolved']],
    [
      'once more after it was resolved',
      {},
      [true, false, true],
      ['0 firing', '1 resolved', '2 firing'],
    ],
    ['not between the thresholds', {}, ['between', 'between'], []],
    [
      'on between the thresholds, until it is below both',
      {},
      [true, 'between', 'between', false, 'between'],
      ['0 firing', '3 resolved'],
    ],
    [
      'when it is pending and comes between the thresholds',
      FOR_2,
      [true, 'between', 'between'],
      ['2 firing'],
    ],
  ] as const)('fires %s', (_, rule, seen, expected) => {
    expect(told(rule, seen)).toEqual(expected);
  });

  it('counts the time that MCM was down, when it still holds at the next look', () => {
    const watch = new RuleWatch({ forSeconds: 60 });
    watch.look(0, { a: true });
    watch.restart();
    expect(watch.look(3_600, { a: true })).toEqual(['firing a']);
  });

  it('does not count it, when nobody can tell at the next look', () => {
    const watch = new RuleWatch({ forSeconds: 60 });
    watch.look(0, { a: true });
    watch.restart();
    watch.look(3_600, { a: 'unknown' });
    expect(watch.look(3_601, { a: true })).toEqual([]);
    expect(watch.look(3_661, { a: true })).toEqual(['firing a']);
  });

  it('is not moved by a clock that is set back', () => {
    const watch = new RuleWatch({ forSeconds: 10 });
    watch.look(1_000, { a: true });
    watch.look(1_004, { a: true });
    expect(watch.look(5, { a: true })).toEqual([]);
    expect(watch.look(10, { a: true })).toEqual([]);
    expect(watch.look(11, { a: true })).toEqual(['firing a']);
  });

  it('reminds though the clock was set back by more than it waits for', () => {
    const watch = new RuleWatch({ renoticeSeconds: 60 });
    watch.look(1_000, { a: true });
    expect(watch.look(10, { a: true })).toEqual(['reminder a']);
    expect(watch.look(69, { a: true })).toEqual([]);
    expect(watch.look(70, { a: true })).toEqual(['reminder a']);
  });

  it('reminds while it fires, after the time that was asked for', () => {
    const watch = new RuleWatch({ renoticeSeconds: 60 });
    expect(watch.look(0, { a: true })).toEqual(['firing a']);
    expect(watch.look(59, { a: true })).toEqual([]);
    expect(watch.look(61, { a: 'unknown' })).toEqual(['reminder a']);
    expect(watch.look(120, { a: true })).toEqual([]);
    expect(watch.look(121, { a: true })).toEqual(['reminder a']);
    expect(watch.look(122, { a: false })).toEqual(['resolved a']);
  });

  it('tells what changed at the same time in one notice', () => {
    const state = NOTHING_ACTIVE;
    const samples = ['a', 'b', 'c'].map((name) => ({ labels: { name }, holds: true, text: name }));
    let id = 0;
    const look = { at: 0, reading: { samples }, windows: [], newId: () => String(id++) };
    const { notices } = step(RULE, state, look);
    expect(notices.map(({ event, instances }) => [event, instances.length])).toEqual([
      ['firing', 3],
    ]);
  });

  it('follows a bounded number of instances, and says how many it does not', () => {
    const samples = Array.from({ length: MOST_INSTANCES + 20 }, (_, index) => ({
      ...{ labels: { topic: `t/${index}` }, holds: true, text: 'x' },
    }));
    const look = { at: 0, reading: { samples }, windows: [], newId: () => 'x' };
    const { state, unfollowed } = step(RULE, NOTHING_ACTIVE, look);
    expect([state.active.length, unfollowed]).toEqual([MOST_INSTANCES, 20]);
  });

  it('does not resolve what may be among those that were not looked at', () => {
    const sample = { labels: { name: 'a' }, holds: true, text: 'a' };
    const at = (reading: Parameters<typeof step>[2]['reading']) =>
      ({ at: 0, reading, windows: [], newId: () => 'x' }) as const;
    const { state } = step(RULE, NOTHING_ACTIVE, at({ samples: [sample] }));
    expect(step(RULE, state, at({ samples: [], areMore: true })).transitions).toEqual([]);
    expect(step(RULE, state, at({ samples: [] })).transitions).toHaveLength(1);
  });

  it('takes the same labels in another order for the same instance', () => {
    const sample = (labels: Record<string, string>) => ({
      samples: [{ labels, holds: true, text: '' }],
    });
    const at = (reading: ReturnType<typeof sample>) =>
      ({ at: 0, reading, windows: [], newId: () => 'x' }) as const;
    const { state } = step(RULE, NOTHING_ACTIVE, at(sample({ group: 'g', node: 'n' })));
    expect(step(RULE, state, at(sample({ node: 'n', group: 'g' }))).transitions).toEqual([]);
  });

  it('that is closed tells that what it told is over, and says nothing of what is pending', () => {
    const watch = new RuleWatch({ forSeconds: 2 });
    watch.look(0, { a: true });
    watch.look(2, { a: true, b: true });
    expect(watch.close(3)).toEqual(['resolved a']);
    expect(watch.state).toEqual(NOTHING_ACTIVE);
  });
});
