import fc from 'fast-check';
import { ACL_TYPES, BROKER_LINES, brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import type { Client, Policy } from '../src/policy.js';

/** Random policies, clients and topics for tests, of so few words that they meet. */

const USERS = ['ann', 'bob', '%u', '$dev', 'a+', 'x/y', 'ca\nrl'];
const WORDS = ['a', 'b', '', 'ann', 'c1', '$dev', '$SYS', '$share', '%c', '%u', 'x%u'];
const BROKERS = ['$SYS/broker/connection/a/state', '$SYSx', '$CONTROL/a'];

const word = fc.constantFrom(...WORDS);
const level = fc.oneof({ weight: 3, arbitrary: word }, { weight: 2, arbitrary: fc.constant('+') });

function path(of: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const levels = fc.array(of, { minLength: 1, maxLength: 4, size: 'max' });
  return levels.map((all) => all.join('/')).filter((text) => text !== '');
}

/** Mostly what `usual` gives, now and then one of the others. */
function mostly(usual: fc.Arbitrary<string>, ...others: readonly string[]) {
  return fc.oneof(
    { weight: 8, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const filter = fc.oneof(
  path(level),
  path(level).map((start) => `${start}/#`),
  fc.constantFrom('#', '+', '/#', '$SYS/#', '$CONTROL/#'),
);
const topic = mostly(path(word), ...BROKERS);

/** Such as can be published to, enough to need several words of bits. */
export const manyTopics = fc.array(topic, { maxLength: 150, size: 'max' });
/** With some that cannot be published to, and some twice. */
export const topics = fc.array(mostly(topic, '', 'a\u0000', 'a/+'), { maxLength: 12 });
export const validFilters = fc.array(filter, { maxLength: 12 });
/** With some that nobody can subscribe to. */
export const filters = fc.array(mostly(filter, '', 'a+', '$share/g/a'), { maxLength: 12 });

export const clients: fc.Arbitrary<Client[]> = fc.array(
  fc.record(
    {
      username: fc.constantFrom('', ...USERS),
      clientId: fc.constantFrom('', 'c1', 'a', '#', '\ud800'),
    },
    { requiredKeys: ['clientId'] },
  ),
  { maxLength: 5 },
);

const access = fc.constantFrom('read ', 'write ', 'readwrite ', 'deny ', '');
const rule = fc
  .tuple(fc.constantFrom('topic', 'topic', 'pattern'), access, filter)
  .map(([keyword, kind, text]) => `${keyword} ${kind}${text}`);
const aclLines = fc.array(mostly(rule, ...USERS.map((name) => `user ${name}`)), { maxLength: 16 });

const priority = fc.integer({ min: -1, max: 1 });
const acls = fc.array(
  fc.record({
    type: fc.constantFrom(...ACL_TYPES),
    // The plugin has what nobody can subscribe to, too.
    topic: mostly(filter, '', 'a+', 'a/#/b', '+b/#', 'a#'),
    priority,
    allow: fc.boolean(),
    line: fc.constant(1),
  }),
  { maxLength: 6 },
);
const role = (name: string) =>
  fc.record({
    name: fc.constant(name),
    allowsWildcardSubscriptions: fc.boolean(),
    acls,
    line: fc.constant(1),
  });
const uses = fc.array(fc.record({ role: fc.constantFrom('one', 'two'), priority }), {
  maxLength: 2,
});
const dynsec = fc.record({
  clients: fc.array(
    fc.record({
      username: fc.constantFrom(...USERS),
      disabled: fc.boolean(),
      hasPassword: fc.boolean(),
      roles: uses,
      line: fc.constant(1),
    }),
    { maxLength: 3 },
  ),
  groups: fc.constant([]),
  roles: fc.tuple(role('one'), role('two')),
  defaults: fc.record({
    publishClientSend: fc.boolean(),
    publishClientReceive: fc.boolean(),
    subscribe: fc.boolean(),
    unsubscribe: fc.boolean(),
  }),
  problems: fc.constant([]),
});
const passwordFile: fc.Arbitrary<NonNullable<Policy['passwordFile']>> = fc
  .subarray(USERS)
  .map((names) => ({
    users: names.map((username) => ({ username, line: 1 })),
    problems: [],
    lines: [],
  }));

export const policies: fc.Arbitrary<Policy> = fc.record(
  {
    broker: fc.constantFrom(...BROKER_LINES, '2.0.11').map(versionOf),
    allowAnonymous: fc.boolean(),
    aclFile: aclLines.map((lines) => parseAclFile(bytesOf(lines.join('\n')))),
    dynsec,
    passwordFile,
  },
  { requiredKeys: ['broker', 'allowAnonymous'] },
);

/** A policy, and another one that has no or little in common with it. */
export const pairsOfPolicies: fc.Arbitrary<[Policy, Policy]> = fc.oneof(
  fc.tuple(policies, policies),
  fc.tuple(policies, fc.nat(15), fc.nat(2)).map(([policy, at, count]): [Policy, Policy] => {
    if (policy.aclFile === undefined) return [policy, policy];
    const lines = policy.aclFile.lines.toSpliced(at, count);
    return [policy, { ...policy, aclFile: { ...policy.aclFile, lines } }];
  }),
);

function versionOf(text: string) {
  const version = brokerVersion(text);
  if (version === undefined) throw new Error(`No broker ${text}.`);
  return version;
}
