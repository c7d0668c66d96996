import { describe, expect, it } from '@jest/globals';
import { brokerVersion, parseDynsecState } from '#domain/mosquitto';
import { explain } from './explain.js';
import type { Action, Policy } from './policy.js';
import { rulingText } from './say.js';

const ann = { username: 'ann', clientId: 'c1' };

function policyOf(state: object, version = '2.0.11'): Policy {
  const dynsec = parseDynsecState(new TextEncoder().encode(JSON.stringify(state)));
  return { broker: brokerVersion(version)!, allowAnonymous: true, dynsec };
}

function ask(policy: Policy, action: Action = 'publish', client = ann) {
  const { because, otherwise, allowed } = explain(policy, { client, action, topic: 'a/#' });
  return { allowed, by: rulingText(because), then: otherwise && rulingText(otherwise.by) };
}

/** A role with an entry for all subscriptions. */
const role = (rolename: string, allow: boolean, more: object = {}) => ({
  rolename,
  acls: [{ acltype: 'subscribePattern', topic: '#', allow }],
  ...more,
});
const roles = [role('deny', false), role('give', true)];

describe('the roles of a client of the plugin', () => {
  it('are those of the first of two groups with one name in which it is', () => {
    const groups = [
      { groupname: 'g', roles: [{ rolename: 'give' }], clients: [{ username: 'ann' }] },
      { groupname: 'g', roles: [{ rolename: 'deny' }], clients: [] },
      { groupname: 'g', roles: [{ rolename: 'deny' }], clients: [{ username: 'ann' }] },
    ];
    const policy = policyOf({ clients: [{ username: 'ann' }], groups, roles });
    expect(ask(policy, 'subscribe').by).toBe(
      'role give of group g, entry 1: allow subscribePattern #',
    );
  });

  it.each([
    // 2.0 subtracts in 32 bits, and 2.1 leaves no priority that is so far from 0.
    ['2.0.11', -2_147_483_648, false],
    ['2.0.11', -2_147_483_646, true],
    ['2.1.2', -2_147_483_648, true],
  ])(
    'in %s with priorities 1 and %d, are asked in an order that gives: %s',
    (version, low, given) => {
      const uses = [
        { rolename: 'give', priority: 1 },
        { rolename: 'deny', priority: low },
      ];
      const policy = policyOf({ clients: [{ username: 'ann', roles: uses }], roles }, version);
      expect(ask(policy, 'subscribe').allowed).toBe(given);
    },
  );

  it('forbid wildcards as long as one role does, whichever way the client has it', () => {
    const strict = [role('r', true, { allowwildcardsubs: false })];
    const groups = [{ groupname: 'g', roles: [{ rolename: 'r' }], clients: [{ username: 'ann' }] }];
    const clients = [{ username: 'ann', roles: [{ rolename: 'r' }] }];
    expect(ask(policyOf({ clients, groups, roles: strict }, '2.1'), 'subscribe')).toEqual({
      allowed: false,
      by: 'role r: allowwildcardsubs is false',
      then: 'role r, entry 1: allow subscribePattern #',
    });
  });
});

describe('a client id that the broker makes up', () => {
  it('is not the one with which alone a client may log in, though that be empty', () => {
    const secret = { password: 'A'.repeat(86) + '==', salt: 'A'.repeat(16), iterations: 1 };
    const policy = policyOf({ clients: [{ username: 'ann', clientid: '', ...secret }] });
    const nobody = { username: 'ann', clientId: '' };
    expect(ask(policy, 'login', nobody)).toMatchObject({
      allowed: false,
      by: 'tied to another client id',
    });
  });
});

describe('a shared subscription', () => {
  it.each([
    ['2.0.11', '$share/g', true],
    ['2.0.22', '$share/g', false],
    ['2.0.22', '$share/g/', false],
    ['2.0.22', '$share//a', true],
    ['2.1.2', '$share//a', true],
    ['2.1.2', '$share/+/a', false],
    ['2.0.11', '$share/g+/a', false],
    ['2.0.11', '$share', false],
  ])('is well-formed or not as %s sees it: %s', (version, topic, taken) => {
    const policy = { broker: brokerVersion(version)!, allowAnonymous: true };
    const question = { client: ann, action: 'subscribe' as const, topic };
    expect(explain(policy, question).allowed).toBe(taken);
  });
});
