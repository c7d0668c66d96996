import { describe, expect, it } from '@jest/globals';
import { filterProblem, topicNameProblem } from './topic-validity.js';

describe('topicNameProblem', () => {
  it.each([
    'a',
    '/',
    '//',
    ' ',
    'a b/ü/温度',
    '$SYS/broker',
    '$share',
    'a'.repeat(65_535),
    '/'.repeat(200),
    '\u{1F600}',
  ])('finds none with %j', (name) => {
    expect(topicNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', /at least one character/],
    ['a/+', /wildcards/],
    ['a#', /wildcards/],
    ['a\u0000', /U\+0000/],
    ['a\nb', /U\+000A/],
    ['a\u007f', /U\+007F/],
    ['a\u0085', /U\+0085/],
    ['a\uffff', /U\+FFFF/],
    ['a\u{1fffe}', /U\+1FFFE/],
    ['a\ud800', /half a character/],
    ['a'.repeat(65_536), /65,535 bytes/],
    ['ü'.repeat(32_768), /65,535 bytes/],
    ['/'.repeat(201), /200 slashes/],
  ])('refuses %j', (name, problem) => {
    expect(topicNameProblem(name)).toMatch(problem);
  });
});

describe('filterProblem', () => {
  it.each([
    'a',
    '#',
    '+',
    '+/#',
    'a/+/b',
    '/+',
    '+/',
    '$SYS/#',
    '$share/g/#',
    '$share/g/+/a',
    '$share/g//',
    '$shared/a',
  ])('finds none with %s', (filter) => {
    expect(filterProblem(filter)).toBeUndefined();
  });

  it.each([
    ['', /at least one character/],
    ['#/a', /last level/],
    ['a/#/', /last level/],
    ['a#', /stand alone/],
    ['a/b+', /stand alone/],
    ['+a', /stand alone/],
    ['++', /stand alone/],
    ['+#', /stand alone/],
    ['$share', /shared subscription/],
    ['$share/g', /shared subscription/],
    ['$share/g/', /shared subscription/],
    ['$share//a', /shared subscription/],
    ['$share/+/a', /shared subscription/],
    ['a\u0001', /U\+0001/],
    ['/'.repeat(201), /200 slashes/],
  ])('refuses %j', (filter, problem) => {
    expect(filterProblem(filter)).toMatch(problem);
  });
});
