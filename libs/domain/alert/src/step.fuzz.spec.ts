import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RuleWatch, type Seen } from '../test/rule-watch.js';
import { NOTHING_ACTIVE } from './state.js';

const seen = fc.constantFrom<Seen>(true, true, false, 'unknown', 'between', 'gone', 'deaf');
const pause = fc.integer({ min: 0, max: 400 });
const look = fc.record({ pause, a: seen, b: seen, restart: fc.boolean() });
const windows = fc.array(
  fc
    .record({ from: fc.integer({ min: 0, max: 2_000 }), length: fc.integer({ min: 1, max: 500 }) })
    .map(({ from, length }) => ({
      ...{ id: 1, name: 'w' },
      when: { once: { from: from * 1_000, until: (from + length) * 1_000 } },
    })),
  { maxLength: 3 },
);
const rule = fc.record({
  forSeconds: fc.constantFrom(0, 5, 300),
  renoticeSeconds: fc.constantFrom(0, 60, 600),
});

/** How often each incident was told to fire, to fire still, and to be over. */
function count(events: readonly string[]) {
  const all = Map.groupBy(events, (event) => event.split(' ')[1]);
  return [...all.values()].map((told) => told.map((event) => event.split(' ')[0]).join(' '));
}

it('tells of each incident once that it fires and once that it is over, in this order, through restarts and windows', () => {
  fc.assert(
    fc.property(rule, windows, fc.array(look, { maxLength: 40 }), (wish, during, looks) => {
      const watch = new RuleWatch(wish, during);
      let second = 0;
      for (const { pause, a, b, restart } of looks) {
        second += pause;
        if (restart) watch.restart();
        watch.look(second, { a, b });
      }
      // All is well in the end, and no window holds anything back.
      watch.look(10_000, { a: false, b: false });
      for (const told of count(watch.events)) expect(told).toMatch(/^firing( reminder)* resolved$/);
      expect(watch.state).toEqual(NOTHING_ACTIVE);
    }),
  );
});

it('never fires by what nobody knows, and never earlier than asked for', () => {
  fc.assert(
    fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
      const watch = new RuleWatch({ forSeconds: 300 });
      let [second, held, last] = [0, 0, undefined as number | undefined];
      for (const { pause, a, restart } of looks) {
        second += pause;
        if (restart) watch.restart();
        const isOn = a === true || (a === 'between' && watch.state.active.length > 0);
        if (isOn) held += last === undefined ? 0 : second - last;
        if (isOn) last = second;
        else if (a !== 'deaf') last = undefined;
        if (a === false || a === 'gone') held = 0;
        const isFiring = watch.look(second, { a }).includes('firing a');
        if (isFiring) expect(held).toBeGreaterThanOrEqual(300);
      }
    }),
  );
});
