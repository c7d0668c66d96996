import { describe, expect, it } from '@jest/globals';
import { RULE, RuleWatch, type Seen } from '../test/rule-watch.js';
import { checkWindow, isHeldBack, type MaintenanceWindow, type WeeklyTime } from './window.js';

const ONCE = (
  from: number,
  until: number,
  rest: Partial<MaintenanceWindow> = {},
): MaintenanceWindow => ({
  ...{ id: 1, name: 'Service', when: { once: { from: from * 1_000, until: until * 1_000 } } },
  ...rest,
});

/** A window from second 2 up to 5; one look a second. */
function told(seen: readonly Seen[], rule = {}): readonly string[] {
  const watch = new RuleWatch(rule, [ONCE(2, 5)]);
  return seen.flatMap((one, second) =>
    watch.look(second, { a: one }).map((event) => `${second} ${event.split(' ')[0] ?? ''}`),
  );
}

const [T, F] = [true, false];

describe('what is told about a maintenance window', () => {
  it.each([
    ['fires and is resolved before', [T, F, F, F, F, F], ['0 firing', '1 resolved']],
    ['fires inside, and still afterwards', [F, F, T, T, T, T, F], ['5 firing', '6 resolved']],
    ['fires and is resolved inside', [F, F, T, T, F, F], []],
    ['fires before, is resolved inside', [T, T, F, F, F, F], ['0 firing', '5 resolved']],
    ['fires before, is resolved at its end', [T, T, T, T, T, F], ['0 firing', '5 resolved']],
    [
      'fires before, is resolved inside and fires anew inside',
      [T, T, F, T, T, T, F],
      ['0 firing', '5 resolved', '5 firing', '6 resolved'],
    ],
    ['comes and goes inside after it was told', [T, T, F, T, F, F], ['0 firing', '5 resolved']],
    ['vanishes inside', [T, T, 'gone', 'gone', 'gone', 'gone'], ['0 firing', '5 resolved']],
    ['fires inside, is unknown at its end', [F, F, T, T, T, 'unknown'], ['5 firing']],
    [
      'is resolved inside, and nobody can look at its end',
      [T, T, F, F, F, 'deaf'],
      ['0 firing', '5 resolved'],
    ],
  ] as const)('of what %s', (_, seen, expected) => {
    expect(told(seen)).toEqual(expected);
  });

  it('is pending inside, and fires afterwards at its time', () => {
    expect(told([F, F, T, T, T, T, T], { forSeconds: 4 })).toEqual(['6 firing']);
  });

  it('holds reminders back, too', () => {
    const watch = new RuleWatch({ renoticeSeconds: 60 }, [ONCE(50, 200)]);
    expect(watch.look(0, { a: true })).toEqual(['firing a']);
    expect(watch.look(70, { a: true })).toEqual([]);
    expect(watch.look(200, { a: true })).toEqual(['reminder a']);
  });

  it('is told at once when the rule is changed inside', () => {
    const watch = new RuleWatch({}, [ONCE(2, 5)]);
    watch.look(0, { a: true });
    watch.look(3, { a: false, b: true });
    expect(watch.close(4)).toEqual(['resolved a']);
  });
});

const held = (window: MaintenanceWindow, at: string, labels = {}) =>
  isHeldBack(window, RULE, labels, Date.parse(at));

describe('a window', () => {
  it.each([
    [{}, {}, true],
    [{ ruleIds: [7] }, {}, true],
    [{ ruleIds: [8] }, {}, false],
    [{ ruleIds: [] }, {}, false],
    [{ labels: { hall: 'B' } }, {}, true],
    [{ labels: { hall: 'C' } }, {}, false],
    [{ labels: { hall: 'B', topic: 't' } }, {}, false],
    [{ labels: { hall: 'B', topic: 't' } }, { topic: 't' }, true],
    [{ labels: { hall: 'C' } }, { hall: 'C' }, true],
    [{ ruleIds: [7], labels: { hall: 'C' } }, {}, false],
  ])('for %j and an instance with %j: %s', (rest, labels, expected) => {
    const window = ONCE(0, 10, rest);
    expect(isHeldBack(window, RULE, labels, 5_000)).toBe(expected);
    expect(isHeldBack(window, RULE, labels, 10_000)).toBe(false);
  });

  const weekly = (time: Partial<WeeklyTime>): MaintenanceWindow => ({
    ...{ id: 1, name: 'Night' },
    when: {
      weekly: { days: ['mon'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin', ...time },
    },
  });

  it.each([
    // 2026-11-23 is a Monday; Berlin is an hour before UTC in winter, two in summer.
    ['2026-11-23T20:59:59Z', false],
    ['2026-11-23T21:00:00Z', true],
    ['2026-11-24T04:59:59Z', true],
    ['2026-11-24T05:00:00Z', false],
    ['2026-11-23T04:00:00Z', false],
    ['2026-07-20T20:00:00Z', true],
    ['2026-07-20T19:59:59Z', false],
    ['2026-11-24T21:30:00Z', false],
  ])('every Monday night in Berlin, at %s: %s', (at, expected) => {
    expect(held(weekly({}), at)).toBe(expected);
  });

  it.each([
    [{ from: '08:00', until: '12:00', timeZone: 'UTC' }, '2026-11-23T11:59:00Z', true],
    [{ from: '08:00', until: '12:00', timeZone: 'UTC' }, '2026-11-23T12:00:00Z', false],
    [{ from: '00:00', until: '23:59', timeZone: 'Asia/Kolkata' }, '2026-11-22T18:30:00Z', true],
    [{ from: '00:00', until: '23:59', timeZone: 'Asia/Kolkata' }, '2026-11-22T18:29:00Z', false],
    [
      { days: ['sun'], from: '23:00', until: '01:00', timeZone: 'UTC' },
      '2026-11-23T00:30:00Z',
      true,
    ],
    // The night in which the clocks go forward has no half past two.
    [
      { days: ['sun'], from: '02:30', until: '03:30', timeZone: 'Europe/Berlin' },
      '2026-03-29T01:15:00Z',
      true,
    ],
  ] as const)('%j at %s: %s', (time, at, expected) => {
    expect(held(weekly(time), at)).toBe(expected);
  });

  it.each([
    [ONCE(5, 5), '/until'],
    [{ ...ONCE(1, 2), name: ' ' }, '/name'],
    [ONCE(1, 2, { labels: { 'a b': 'x' } }), '/labels/a b'],
    [weekly({ days: [] }), '/weekly/days'],
    [weekly({ from: '24:00' }), '/weekly/from'],
    [weekly({ until: '6:00' }), '/weekly/until'],
    [weekly({ until: '22:00' }), '/weekly/until'],
    [weekly({ timeZone: 'Mars/Olympus' }), '/weekly/timeZone'],
  ])('%j is refused for %s', (window, pointer) => {
    expect(checkWindow(window).map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('that is in order is not refused', () => {
    expect([checkWindow(ONCE(1, 2)), checkWindow(weekly({}))]).toEqual([[], []]);
  });
});
