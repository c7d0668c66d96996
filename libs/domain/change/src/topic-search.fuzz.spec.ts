import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decisionList, explain, type Policy } from '#domain/access';
import { matches } from '#domain/mqtt';
import { ALL_TOPICS, anyFilter, pairsOfPolicies } from '../test/file-policies.js';
import { TopicSearch } from './topic-search.js';

const client = { username: 'ann', clientId: 'c' };

function found(steps: Generator<undefined, string | undefined>): string | undefined {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const mayReceive = (policy: Policy, topic: string) =>
  explain(policy, { client, action: 'receive', topic }).allowed;

it('a topic is found that stops, starts or comes if there is one, and it is one', () => {
  const seen = { stops: 0, starts: 0, comes: 0, none: 0 };
  fc.assert(
    fc.property(pairsOfPolicies, anyFilter, ([before, after], filter) => {
      const search = new TopicSearch(
        decisionList(before, client, 'receive'),
        decisionList(after, client, 'receive'),
        filter,
      );
      const kinds = {
        stops: (topic: string) => mayReceive(before, topic) && !mayReceive(after, topic),
        starts: (topic: string) => !mayReceive(before, topic) && mayReceive(after, topic),
        comes: (topic: string) => mayReceive(after, topic),
      };
      for (const kind of ['stops', 'starts', 'comes'] as const) {
        const topic = found(search[kind]());
        const known = ALL_TOPICS.find((name) => matches(filter, name) && kinds[kind](name));
        seen[topic === undefined ? 'none' : kind]++;
        if (topic === undefined) expect(known).toBeUndefined();
        else
          expect([topic, matches(filter, topic), kinds[kind](topic)]).toEqual([topic, true, true]);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});
