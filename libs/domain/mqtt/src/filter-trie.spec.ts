import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastTime } from '#testing';
import { FilterTrie } from './filter-trie.js';
import { matches } from './topic-filter.js';

const level = fc.constantFrom('', 'a', 'b', '$s', 'constructor');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ['#'] : [])].join('/'))
  .filter((text) => text !== '');
const filters = fc.array(fc.oneof(filter, fc.constant('#')), { maxLength: 12 });
const valid = topic.filter((text) => text !== '');

describe('a trie of filters', () => {
  it('selects what each of its filters alone selects, and names them', () => {
    fc.assert(
      fc.property(filters, fc.array(valid, { maxLength: 12 }), (all, topics) => {
        const trie = new FilterTrie<string>();
        for (const one of all) trie.add(one, one);
        for (const name of topics) {
          const wanted = new Set(all.filter((one) => matches(one, name)));
          expect(trie.of(name)).toEqual(wanted);
          expect(trie.selects(name)).toBe(wanted.size > 0);
        }
      }),
    );
  });

  it('forgets what is taken out, and nothing else', () => {
    fc.assert(
      fc.property(filters, filters, fc.array(valid, { maxLength: 12 }), (stay, go, topics) => {
        const trie = new FilterTrie<number>();
        for (const one of stay) trie.add(one, 1);
        for (const one of go) trie.add(one, 2);
        for (const one of [...go, 'never/there', '+/#']) trie.delete(one, 2);
        for (const name of topics) {
          const wanted = stay.some((one) => matches(one, name)) ? [1] : [];
          expect([...trie.of(name)]).toEqual(wanted);
        }
      }),
    );
  });

  it('is as quick with thousands of filters as with one that says the same of a topic', () => {
    const steps = (count: number) => {
      const trie = new FilterTrie<number>();
      for (let i = 0; i < count; i++) trie.add(`plant/+/+/nope${i}`, i);
      return () => {
        for (let i = 0; i < 20_000; i++) trie.selects(`plant/line/oven/t${i}`);
      };
    };
    const limit = 20 * leastTime(steps(10)) + 50;
    expect(leastTime(steps(10_000), limit)).toBeLessThanOrEqual(limit);
  });

  it('answers for the deepest topic there can be', () => {
    const trie = new FilterTrie<number>();
    trie.add('#', 1);
    trie.add('/'.repeat(65_534), 2);
    expect([...trie.of('/'.repeat(65_534))].sort()).toEqual([1, 2]);
    expect([...trie.of('/'.repeat(65_533))]).toEqual([1]);
  });
});
