import { describe, expect, it } from '@jest/globals';
import { matches } from '#domain/mqtt';
import { filterExamples, filterWords } from './filter-words';

describe('what a filter selects, in words', () => {
  it.each([
    ['#', 'Every topic but those that begin with $.'],
    ['+/#', 'Every topic but those that begin with $.'],
    ['line2/filler/state', 'This one topic.'],
    ['line2/#', 'line2, and every topic below it.'],
    ['$SYS/#', '$SYS, and every topic below it.'],
    ['line2/+/state', 'Topics of exactly three levels; the second may be anything.'],
    [
      'a/+/b/+/+',
      'Topics of exactly five levels; the second, the fourth and the fifth may be anything.',
    ],
    ['+', 'Every topic of exactly one level, but none that begins with $.'],
    ['+/+', 'Every topic of exactly two levels, but none that begins with $.'],
    ['+/+/#', 'Every topic of two levels or more, but none that begins with $.'],
    [
      '+/state',
      'Topics of exactly two levels; the first may be anything. None that begins with $.',
    ],
    [
      'a/+/b/#',
      'Topics of three levels or more; the second may be anything, and so may what comes after the third.',
    ],
    [`${'a/'.repeat(11)}+`, 'Topics of exactly 12 levels; level 12 may be anything.'],
    ['/#', 'Every topic that begins with /.'],
  ])('%s', (filter, words) => {
    expect(filterWords(filter)).toBe(words);
  });
});

describe('examples of a filter', () => {
  const of = (filter: string) =>
    filterExamples(filter).map(({ topic, selected }) => `${selected ? '+' : '-'} ${topic}`);

  it('are topics that it selects, and some that one may take for selected', () => {
    expect(of('line2/+/state')).toEqual(['+ line2/x/state', '- line2/x/state/x', '- line2/x']);
    expect(of('line2/#')).toEqual(['+ line2', '+ line2/x', '- line2-2', '- $SYS/x']);
    expect(of('#')).toEqual(['+ x', '+ x/y', '- $SYS/x']);
    expect(of('a')).toEqual(['+ a', '- a/x', '- x']);
  });

  it.each([
    '#',
    '+',
    '+/#',
    'a',
    'a/b',
    'a/#',
    'a/+',
    '+/a',
    '/',
    '/#',
    '/+',
    'a//#',
    '$SYS/#',
    '$SYS/+',
  ])('of %s are true, and some of them are selected', (filter) => {
    const examples = filterExamples(filter);
    expect(examples.some(({ selected }) => selected)).toBe(true);
    expect(examples.length).toBeGreaterThan(1);
    for (const { topic, selected } of examples) expect(matches(filter, topic)).toBe(selected);
  });
});
