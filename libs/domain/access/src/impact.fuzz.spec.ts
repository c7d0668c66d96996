import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clients, manyTopics, pairsOfPolicies, topics } from '../test/any-policy.js';
import { explain } from './explain.js';
import { impact } from './impact.js';
import type { Client, Policy } from './policy.js';
import { rulingKey } from './ruling.js';

const ACTIONS = ['publish', 'receive'] as const;

/** Every verdict that flips, one by one. */
function flips(before: Policy, after: Policy, asking: readonly Client[], names: readonly string[]) {
  return asking.flatMap((client) =>
    names.flatMap((topic) =>
      ACTIONS.flatMap((action) => {
        const [old, now] = [before, after].map((policy) =>
          explain(policy, { client, action, topic }),
        );
        if (old === undefined || now === undefined || old.allowed === now.allowed) return [];
        const change = now.allowed ? ('gained' as const) : ('lost' as const);
        const key = [action, change, rulingKey(old.because), rulingKey(now.because)].join('\n');
        return [{ client: nameOf(client), topic, action, change, key }];
      }),
    ),
  );
}

/** The same text for what is the same client to a broker. */
function nameOf({ username = '', clientId }: Client): string {
  return JSON.stringify([username, clientId]);
}

function distinct(all: readonly string[]): number {
  return new Set(all).size;
}

describe('the impact of a policy in place of another', () => {
  it('is what explain says of each client and topic before and after', () => {
    fc.assert(
      fc.property(
        pairsOfPolicies,
        clients,
        fc.oneof(topics, manyTopics),
        ([before, after], asking, names) => {
          const once = [...new Map(asking.map((client) => [nameOf(client), client])).values()];
          const wanted = flips(before, after, once, [...new Set(names)]);
          const found = impact(before, after, asking, names);

          const gained = wanted.filter(({ change }) => change === 'gained').length;
          expect(found).toMatchObject({
            clients: once.length,
            topics: distinct(names),
            gained,
            lost: wanted.length - gained,
            unchanged: once.length * distinct(names) * 2 - wanted.length,
          });
          expect(found.others).toBeUndefined();

          const groups = Map.groupBy(wanted, ({ key }) => key);
          expect(found.groups.map(keyOf).sort()).toEqual([...groups.keys()].sort());
          for (const group of found.groups) {
            const inIt = groups.get(keyOf(group)) ?? [];
            expect(group).toMatchObject({
              flips: inIt.length,
              clients: distinct(inIt.map(({ client }) => client)),
              topics: distinct(inIt.map(({ topic }) => topic)),
            });
            const pairs = inIt.map(({ client, topic }) => `${client} ${topic}`);
            const examples = group.examples.map(
              ({ client, topic }) => `${nameOf(client)} ${topic}`,
            );
            expect(pairs).toEqual(expect.arrayContaining(examples));
            expect(distinct(examples)).toBe(examples.length);
            expect(examples.length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

function keyOf({ action, change, before, after }: ReturnType<typeof impact>['groups'][number]) {
  return [action, change, rulingKey(before), rulingKey(after)].join('\n');
}
