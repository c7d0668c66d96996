import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filterProblem, matches, overlaps, topicNameProblem } from '#domain/mqtt';
import { commonFilter, exampleTopics, freshLevel } from './filter-examples.js';

const word = fc.constantFrom('a', 'b', '', '$SYS');
const words = (of: fc.Arbitrary<string>) =>
  fc.array(of, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .oneof(
    words(fc.oneof(word, fc.constant('+'))),
    words(fc.oneof(word, fc.constant('+'))).map((start) => `${start}/#`),
    fc.constantFrom('#', '/#', '+/#'),
  )
  .filter((text) => filterProblem(text) === undefined);
const topic = words(word).filter((text) => topicNameProblem(text) === undefined);

describe('what two filters have in common', () => {
  it('selects a topic where both do', () => {
    fc.assert(
      fc.property(filter, filter, topic, (a, b, name) => {
        const common = commonFilter(a, b);
        expect(common !== undefined && matches(common, name)).toBe(
          matches(a, name) && matches(b, name),
        );
      }),
      { numRuns: 5_000 },
    );
  });

  it('is nothing where they do not overlap, and a filter otherwise', () => {
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const common = commonFilter(a, b);
        expect(common !== undefined).toBe(overlaps(a, b));
        if (common !== undefined) expect(filterProblem(common)).toBeUndefined();
      }),
    );
  });
});

describe('examples of the topics of a filter', () => {
  const examples = (of: string, others: readonly string[] = []) => {
    const depth = Math.max(...[of, ...others].map((one) => one.split('/').length));
    return [...exampleTopics(of, depth, freshLevel([of, ...others]))];
  };

  it('have each number of levels that any filter tells apart', () => {
    expect(examples('a/+/x')).toEqual(['a/x1/x']);
    expect(examples('a/#')).toEqual(['a', 'a/x', 'a/x/x']);
    expect(examples('#')).toEqual(['x', 'x/x']);
    expect(examples('/#')).toEqual(['/x', '/x/x']);
  });

  it('are topics that it selects', () => {
    fc.assert(
      fc.property(filter, (of) => {
        for (const name of examples(of)) {
          expect(topicNameProblem(name)).toBeUndefined();
          expect(matches(of, name)).toBe(true);
        }
      }),
    );
  });

  it('are all selected by some other filters if and only if every topic is', () => {
    fc.assert(
      fc.property(filter, fc.array(filter, { maxLength: 4 }), topic, (of, others, name) => {
        const isCovered = examples(of, others).every((one) =>
          others.some((other) => matches(other, one)),
        );
        fc.pre(isCovered && matches(of, name) && !/^[+#]/.test(of));
        expect(others.some((other) => matches(other, name))).toBe(true);
      }),
    );
  });
});
