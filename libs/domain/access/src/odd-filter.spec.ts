import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { covers, filterProblem, matches, topicNameProblem } from '#domain/mqtt';
import { compareOddly } from './odd-filter.js';

/** Few letters, so that filters and topics meet. */
const text = (levels: readonly string[]) =>
  fc.array(fc.constantFrom(...levels), { minLength: 1, maxLength: 5 }).map((all) => all.join('/'));
const topics = text(['a', 'b', '', '$SYS', 'é']).filter((t) => topicNameProblem(t) === undefined);
const filters = text(['a', 'b', '', '+', '#', '$SYS', 'é']).filter(
  (f) => filterProblem(f) === undefined,
);

describe('comparing a filter character by character', () => {
  it.each([
    ['%c/#/b', 'c1/x', 'invalid'],
    // A name that is another ends the comparison, before the fault.
    ['%c/#/b', 'c2/x', 'no'],
    ['%c/#/b', 'c1x/x', 'invalid'],
    ['%c/#/b', 'c', 'no'],
    ['a/%u/b+', 'a/ann/b', 'invalid'],
    ['a/%u/b+', 'a/bob/b', 'no'],
    ['a%c/#/b', 'ac1/x', 'invalid'],
    ['%c+/#', '%c/x', 'invalid'],
  ] as const)('fills names in, too: %s for %s is %s', (filter, topic, wanted) => {
    expect(compareOddly(filter, topic, 'topic', { '%c': 'c1', '%u': 'ann' })).toBe(wanted);
  });

  it('matches nothing by a name that is not there or is no level', () => {
    const compared = (clientId: string) =>
      compareOddly('%c/#/b', `${clientId}/x`, 'topic', { '%c': clientId });
    expect(compared('a/b')).toBe('no');
    expect(compareOddly('%u/#/b', 'ann/x', 'topic', { '%c': 'c1' })).toBe('no');
  });

  it('selects the topics that the specification says, when the filter is valid', () => {
    fc.assert(
      fc.property(filters, topics, (filter, topic) => {
        expect(compareOddly(filter, topic, 'topic')).toBe(matches(filter, topic) ? 'yes' : 'no');
      }),
      { numRuns: 2_000 },
    );
  });

  it('contains no subscription that the filter does not cover', () => {
    fc.assert(
      fc.property(filters, filters, (filter, subscription) => {
        if (compareOddly(filter, subscription, 'subscription') !== 'yes') return;
        expect(covers(filter, subscription)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a/#/b', 'a/x', 'invalid'],
    ['a/#/b', 'c', 'invalid'],
    ['a/b#', 'a/b', 'invalid'],
    ['a/b#', 'a/c', 'no'],
    ['a+/b', 'a/b', 'invalid'],
    ['a+/b', 'c', 'no'],
    ['+a', 'x', 'invalid'],
    ['a/+', 'a/', 'yes'],
    ['', 'a', 'invalid'],
  ] as const)('comes upon the fault of %s with %s or not: %s', (filter, topic, outcome) => {
    expect(compareOddly(filter, topic, 'topic')).toBe(outcome);
  });
});
