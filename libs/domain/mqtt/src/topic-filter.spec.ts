import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { covers, matches, overlaps } from './topic-filter.js';

/** Few and short levels, so that filters and topics meet often. */
const level = fc.constantFrom('', 'a', 'b', '$s');
const topics = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((topic) => topic !== '');
const filters = fc
  .tuple(
    fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 3 }),
    fc.constantFrom('#', '+', 'a', ''),
  )
  .map(([levels, last]) => [...levels, last].join('/'))
  .filter((filter) => filter !== '');
const EVERY_TOPIC = everyPath(['', 'a', '$s', 'other'], 5);
const EVERY_FILTER = [
  '#',
  ...everyPath(['', 'a', '$s', '+'], 3).flatMap((path) => [path, `${path}/#`]),
  '/#',
];
const SELECTED = new Map<string, bigint>();

describe('matches', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
    ['a/#', 'a', true],
    ['a/#', 'a/', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'ab', false],
    ['a/+/#', 'a', false],
    ['a/+/#', 'a/b', true],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/+', 'a/b/c', false],
    ['+', '/a', false],
    ['+/+', '/a', true],
    ['/+', '/a', true],
    ['#', 'a/b', true],
    ['#', '/', true],
    ['#', '$SYS/broker', false],
    ['+/broker', '$SYS/broker', false],
    ['$SYS/#', '$SYS/broker', true],
    ['$SYS/#', '$SYS', true],
    ['$SYS/+', '$SYS/broker', true],
    ['a/$x/#', 'a/$x/y', true],
    ['a/+', 'a/$x', true],
    ['+a', '+a', true],
    ['A', 'a', false],
    ['$share/g/a', 'a', false],
    ['$share/g/#', '$share/g/a', true],
    ['#', '$share/g/a', false],
  ])('%s on %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });

  it('agrees with a definition by taking apart', () => {
    fc.assert(
      fc.property(filters, topics, (filter, topic) => {
        expect(matches(filter, topic)).toBe(matchesByLevels(filter, topic));
      }),
    );
  });
});

describe('covers', () => {
  it.each([
    ['#', '+/#', true],
    ['+/#', '#', true],
    ['a/#', 'a/+/#', true],
    ['a/+/#', 'a/#', false],
    ['+/+/#', '#', false],
    ['/+/#', '/#', true],
    ['+/+/#', '/#', true],
    ['+', '#', false],
    ['#', '#', true],
    ['#', 'a', true],
    ['#', '$SYS/#', false],
    ['+/#', '$SYS/#', false],
    ['#', '$share/g/a', false],
    ['$SYS/#', '$SYS', true],
    ['$SYS/#', '$SYS/+/x', true],
    ['a/+', 'a/b', true],
    ['a/b', 'a/+', false],
    ['a/+', 'a/+', true],
    ['a/+', 'a/b/c', false],
    ['a/b', 'a', false],
    ['a', 'a/#', false],
    ['a/#', 'a', true],
    ['+/b', 'a/b', true],
    ['+/b', '+/+', false],
  ])('%s, %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });

  it('says what trying every topic says', () => {
    const wrong = EVERY_FILTER.flatMap((wide) =>
      EVERY_FILTER.filter(
        (narrow) => covers(wide, narrow) !== ((selectedBy(narrow) & ~selectedBy(wide)) === 0n),
      ).map((narrow) => [wide, narrow]),
    );
    expect(wrong).toEqual([]);
  });

  it('implies overlapping', () => {
    fc.assert(
      fc.property(filters, filters, (wide, narrow) => {
        fc.pre(covers(wide, narrow));
        expect(overlaps(wide, narrow)).toBe(true);
      }),
    );
  });

  it('passes on what the narrow filter selects', () => {
    fc.assert(
      fc.property(filters, filters, topics, (wide, narrow, topic) => {
        fc.pre(covers(wide, narrow) && matches(narrow, topic));
        expect(matches(wide, topic)).toBe(true);
      }),
    );
  });

  it('is reflexive and transitive', () => {
    fc.assert(
      fc.property(filters, filters, filters, (a, b, c) => {
        expect(covers(a, a)).toBe(true);
        if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
      }),
    );
  });
});

describe('overlaps', () => {
  it.each([
    ['a/+', '+/b', true],
    ['a/#', 'a', true],
    ['a', 'a/#', true],
    ['a/+/#', 'a', false],
    ['#', '$SYS/broker', false],
    ['$SYS/broker', '+/broker', false],
    ['#', '+', true],
    ['a/b', 'a/c', false],
    ['a/b/#', 'a/+', true],
    ['a/b/#', '+', false],
    ['+/+', '+', false],
    ['+', '/#', false],
    ['$SYS/+', '$SYS/#', true],
  ])('%s, %s: %s', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });

  it('says what trying every topic says', () => {
    const wrong = EVERY_FILTER.flatMap((a) =>
      EVERY_FILTER.filter((b) => overlaps(a, b) !== ((selectedBy(a) & selectedBy(b)) !== 0n)).map(
        (b) => [a, b],
      ),
    );
    expect(wrong).toEqual([]);
  });
});

it('reads the largest names and filters in one pass', () => {
  const slashes = '/'.repeat(65_535);
  const deep = '+/'.repeat(32_766) + '+';
  expect(matches(deep, '/'.repeat(32_766))).toBe(true);
  expect(matches(slashes, slashes)).toBe(true);
  expect(covers(deep, deep)).toBe(true);
  expect(overlaps(deep, slashes)).toBe(false);
  expect(matches(`${'a'.repeat(65_533)}/#`, 'a'.repeat(65_533))).toBe(true);
});

function matchesByLevels(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wanted = filter.split('/');
  const actual = topic.split('/');
  const open = wanted.at(-1) === '#';
  if (open) wanted.pop();
  if (open ? actual.length < wanted.length : actual.length !== wanted.length) return false;
  return wanted.every((one, depth) => one === '+' || one === actual[depth]);
}

/** Every path of one to `depth` of these levels, but the empty one, which is neither topic nor filter. */
function everyPath(levels: readonly string[], depth: number): string[] {
  let longest = [...levels];
  const all = [...longest];
  for (let i = 1; i < depth; i++) {
    longest = longest.flatMap((path) => levels.map((next) => `${path}/${next}`));
    all.push(...longest);
  }
  return all.filter((path) => path !== '');
}

/** A bit for each of all topics. */
function selectedBy(filter: string): bigint {
  let selected = SELECTED.get(filter);
  if (selected === undefined) {
    const bits = EVERY_TOPIC.map((topic) => (matches(filter, topic) ? '1' : '0'));
    selected = BigInt(`0b${bits.join('')}`);
    SELECTED.set(filter, selected);
  }
  return selected;
}
