import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clients, manyTopics, policies, topics } from '../test/any-policy.js';
import { explain } from './explain.js';
import { matrix, MAY_PUBLISH, MAY_RECEIVE } from './matrix.js';

describe('a matrix of clients and topics', () => {
  it('says in each cell what explain says', () => {
    fc.assert(
      fc.property(policies, clients, fc.oneof(topics, manyTopics), (policy, asking, names) => {
        const wanted = asking.flatMap((client) =>
          names.map((topic) => {
            const may = (action: 'publish' | 'receive') =>
              explain(policy, { client, action, topic }).allowed;
            return (may('publish') ? MAY_PUBLISH : 0) + (may('receive') ? MAY_RECEIVE : 0);
          }),
        );
        expect([...matrix(policy, asking, names)]).toEqual(wanted);
      }),
    );
  });
});
