import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastTime } from '#testing';
import { manyTopics, validFilters } from '../test/any-policy.js';
import { holds } from './condition.js';
import type { Condition } from './decision-list.js';
import { completed, Pace } from './pace.js';
import { TopicSets } from './topic-set.js';
import { TopicTree } from './topic-tree.js';

function treeOf(topics: readonly string[]): TopicTree {
  return completed(TopicTree.of(topics, new Pace()));
}

/** The topics for which a condition holds, as the set says it. */
function found(tree: TopicTree, when: Condition): string[] {
  const { at, bits } = new TopicSets(tree, new Pace()).of(when);
  return tree.topics.filter((_, number) =>
    at.some((word, i) => word === number >>> 5 && (((bits[i] ?? 0) >>> (number & 31)) & 1) === 1),
  );
}

const conditions = fc.oneof(
  fc.constant({ kind: 'always' } as const),
  fc.constant({ kind: 'never', why: 'anonymous' } as const),
  fc.record({ kind: fc.constant('literal' as const), topic: fc.constantFrom('a', 'a/b', '$SYS') }),
  fc.record({
    kind: fc.constant('begins-not' as const),
    prefix: fc.constantFrom('$CONTROL', '$S', 'a/', ''),
  }),
  fc.record(
    {
      kind: fc.constant('begins' as const),
      prefix: fc.constantFrom('$SYS', '$', 'a/b', 'a/', 'an', ''),
      except: fc.constantFrom('$SYS/+/#', '+/b', 'a/b'),
    },
    { requiredKeys: ['kind', 'prefix'] },
  ),
  fc.record({
    kind: fc.constant('odd' as const),
    filter: fc.constantFrom('a/#/b', 'a+', '+b/#'),
    of: fc.constant('topic' as const),
    outcome: fc.constantFrom('yes' as const, 'invalid' as const),
  }),
);

describe('the set of topics for which a condition holds', () => {
  it('is that of a filter, found along the levels', () => {
    fc.assert(
      fc.property(manyTopics, validFilters, (topics, filters) => {
        const tree = treeOf(topics);
        expect(new Set(tree.topics)).toEqual(new Set(topics));
        for (const filter of filters) {
          const when = { kind: 'selected', filter } as const;
          expect(found(tree, when)).toEqual(tree.topics.filter((topic) => holds(when, topic)));
        }
      }),
    );
  });

  it('is that of any other condition', () => {
    fc.assert(
      fc.property(manyTopics, conditions, (topics, when) => {
        const tree = treeOf(topics);
        expect(found(tree, when)).toEqual(tree.topics.filter((topic) => holds(when, topic)));
      }),
    );
  });

  it('is found by a rare level behind wildcards without going through all topics', () => {
    const topics = Array.from(
      { length: 50_000 },
      (_, i) => `site${i % 5}/hall${i % 50}/machine${i}/state`,
    );
    const tree = treeOf(topics);
    const time = (filters: readonly string[]) =>
      leastTime(() => {
        for (const filter of filters) expect(tree.selected(filter)).toHaveLength(2);
      }) / filters.length;
    const names = Array.from({ length: 500 }, (_, i) => `machine${i * 100}`);
    const straight = time(
      names.map((name, i) => `site${(i * 100) % 5}/hall${(i * 100) % 50}/${name}/+`),
    );
    expect(time(names.map((name) => `+/+/${name}/+`))).toBeLessThan(20 * straight + 0.1);
  });

  it('has room for the deepest topics there can be', () => {
    const deepest = Array.from({ length: 500 }, (_, i) => `${i}${'/'.repeat(200)}`);
    const tree = treeOf(deepest);
    expect(tree.selected('+/#')).toHaveLength(1_000);
    expect(tree.selected(`7${'/+'.repeat(200)}`)).toHaveLength(2);
    expect(tree.selected('+/'.repeat(199) + '+')).toEqual([]);
  });
});
