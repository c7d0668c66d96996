import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filters, topics, validFilters } from '../test/any-policy.js';
import { holds } from './condition.js';
import { ConditionIndex } from './condition-index.js';
import type { Condition } from './decision-list.js';

const LIMIT = 1_000;

/** The first condition that holds: by the index, and by asking one after the other. */
function firstOf(conditions: readonly Condition[], asked: string): [found: number, wanted: number] {
  const index = new ConditionIndex();
  const kept = index.add(conditions.map((when, number) => ({ when, number })));
  index.ask(asked);
  const wanted = conditions.findIndex((when) => holds(when, asked));
  return [index.least(kept, LIMIT), wanted === -1 ? LIMIT : wanted];
}

function expectFirst(conditions: readonly Condition[], asked: readonly string[]): void {
  for (const one of asked) {
    const [found, wanted] = firstOf(conditions, one);
    expect(found).toBe(wanted);
  }
}

describe('an index of conditions', () => {
  it('finds the first filter that selects a topic', () => {
    fc.assert(
      fc.property(validFilters, topics, (all, names) => {
        const sendable = names.filter((name) => name !== '' && !/[+#]/.test(name));
        expectFirst(
          all.map((filter) => ({ kind: 'selected', filter })),
          sendable,
        );
      }),
    );
  });

  it.each(['levels', 'filters'] as const)(
    'finds the first filter that contains another by %s',
    (compares) => {
      fc.assert(
        fc.property(validFilters, validFilters, (all, asked) => {
          expectFirst(
            all.map((filter) => ({ kind: 'within', filter, compares })),
            asked,
          );
        }),
      );
    },
  );

  it('finds the first by levels also among filters that are not valid', () => {
    fc.assert(
      fc.property(filters, validFilters, (all, asked) => {
        expectFirst(
          [...all, '#/a', 'a/#/b', 'a#'].map((filter) => ({
            kind: 'within',
            filter,
            compares: 'levels',
          })),
          [...asked, 'a/#', 'a/b'],
        );
      }),
    );
  });

  it('keeps the order of filters and of conditions of other kinds', () => {
    const all: Condition[] = [
      { kind: 'begins', prefix: '$SYS', except: '$SYS/+/state' },
      { kind: 'never', why: 'anonymous' },
      { kind: 'literal', topic: 'a/b' },
      { kind: 'selected', filter: 'a/+' },
      { kind: 'literal', topic: 'a/b' },
      { kind: 'begins-not', prefix: 'a' },
      { kind: 'selected', filter: '$SYS/#' },
      { kind: 'always' },
      { kind: 'selected', filter: '#' },
    ];
    const first = (asked: string) => firstOf(all, asked)[0];
    expect(['$SYS/a', '$SYS/a/state', 'a/b', 'a/c', 'b', 'a'].map(first)).toEqual([
      0, 5, 2, 3, 5, 7,
    ]);
    expectFirst(all, ['$SYS/a', '$SYS/a/state', 'a/b', 'a/c', 'b', 'a']);
    expect(firstOf([], 'a')).toEqual([LIMIT, LIMIT]);
  });

  it('finds one of a thousand places with the same level', () => {
    const all = Array.from(
      { length: 1_000 },
      (_, i) => ({ kind: 'selected', filter: `${i}/a/${i % 7}` }) as const,
    );
    expectFirst(all, ['0/a/0', '999/a/5', '999/a/4', '500/a', '1000/a/6']);
  });
});
