import { describe, expect, it } from '@jest/globals';
import { wildcardWords } from './topic-parts';

describe('what wildcards stand for', () => {
  it.each([
    ['line2/+/cmd/#', 'line2/filler/cmd/speed', '+ is filler, # is speed'],
    ['#', 'a/b', '# is a/b'],
    ['a/#', 'a', '# is nothing more'],
    ['a/+', 'a/', '+ is an empty level'],
    ['+/+', 'a/b', '+ is a, + is b'],
    ['a/b', 'a/b', undefined],
  ])('of %s in %s: %s', (filter, topic, words) => {
    expect(wildcardWords(filter, topic)).toBe(words);
  });
});
