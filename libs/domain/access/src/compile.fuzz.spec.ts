import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clients, filters, policies, topics } from '../test/any-policy.js';
import { compile } from './compile.js';
import { explain } from './explain.js';
import { TOPIC_ACTIONS } from './policy.js';

describe('a compiled policy', () => {
  it('answers every question as explain does, with the same rule', () => {
    fc.assert(
      fc.property(policies, clients, topics, filters, (policy, asking, names, subscriptions) => {
        const compiled = compile(policy);
        for (const action of TOPIC_ACTIONS) {
          const asked = action === 'publish' || action === 'receive' ? names : subscriptions;
          for (const client of asking) {
            for (const topic of asked) {
              const { allowed, because } = explain(policy, { client, action, topic });
              expect(compiled.decide(client, action, topic)).toBe(allowed);
              expect(compiled.deciding(client, action, topic).because).toEqual(because);
            }
          }
        }
      }),
    );
  });
});
