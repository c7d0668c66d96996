import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ACL_TYPES,
  brokerVersion,
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type AclType,
  type BrokerVersion,
  type DynsecAcl,
  type DynsecState,
} from '#domain/mosquitto';
import { covers, overlaps } from '#domain/mqtt';
import { explain } from './explain.js';
import { FilterSet, Patience } from './lint-filter-set.js';
import { lint } from './lint.js';
import type { Client, Policy, TopicAction } from './policy.js';

const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 100 };

function versionOf(text: string): BrokerVersion {
  const version = brokerVersion(text);
  if (version === undefined) throw new Error(`No broker ${text}.`);
  return version;
}

const broker = fc.constantFrom('2.0.11', '2.0.22', '2.1.2').map(versionOf);

const LEVEL = ['a', 'b', '+', '', '$x', '%c', '%u', 'a%u', '$share', '$SYS'];

/** Filters of a few levels, so that in a policy they have much to do with each other. */
const filtersOf = (levels: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...levels), { maxLength: 3 }),
      fc.constantFrom([], ['#'], ['#']),
    )
    .map((parts) => parts.flat().join('/'))
    .filter((text) => text !== '');
const few = fc
  .tuple(
    fc.subarray(LEVEL, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(['a'], ['+'], ['a', '+']),
  )
  .map((levels) => levels.flat());
const filter = fc.oneof(
  { weight: 9, arbitrary: filtersOf(LEVEL) },
  { weight: 1, arbitrary: fc.constantFrom('#', '/#', '+/#') },
);
const pool = few.chain((levels) =>
  fc.array(
    fc.oneof({ weight: 5, arbitrary: filtersOf(levels) }, { weight: 1, arbitrary: filter }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
);

const aclLines = pool.chain((filters) =>
  fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom('user ann', 'user a/b', 'user $x') },
      {
        weight: 5,
        arbitrary: fc
          .tuple(
            fc.constantFrom('topic', 'pattern'),
            fc.constantFrom('read', 'write', 'readwrite', 'deny'),
            fc.constantFrom(...filters),
          )
          .map((words) => words.join(' ')),
      },
    ),
    { maxLength: 10 },
  ),
);

const LEVELS = ['a', 'b', '', '$x'];
const TOPICS = LEVELS.flatMap((one) => [
  one,
  ...LEVELS.flatMap((two) => [`${one}/${two}`, ...LEVELS.map((three) => `${one}/${two}/${three}`)]),
]).filter((topic) => topic !== '');
const SUBSCRIPTIONS = [
  'a',
  '+',
  '#',
  '$x/#',
  '$x/+',
  '+/#',
  '/#',
  'a/#',
  'a/+',
  '+/a',
  'a/b',
  'a/+/#',
];

const CLIENTS: readonly Client[] = [
  { clientId: 'b' },
  { clientId: '$x' },
  { username: 'ann', clientId: 'a/b' },
  { username: 'a/b', clientId: 'a' },
  { username: '$x', clientId: '' },
  { username: 'bob', clientId: 'b+' },
];

/** Rules of which the linter claims that without them, nothing changes. */
const NEEDLESS: ReadonlySet<string> = new Set([
  'shadowed',
  'redundant',
  'duplicate',
  'repeated-entry',
  'deny-without-allow',
  'pattern-deny-beaten',
  'impossible-topic',
  'share-topic',
]);

function needlessLines(policy: Policy): ReadonlySet<number> {
  const found = lint(policy).filter(
    ({ rule, message }) =>
      NEEDLESS.has(rule) || (rule === 'sys-write' && message.includes('never decides')),
  );
  return new Set(found.map(({ line }) => line));
}

/** All lines together, and each alone. */
function selections(lines: ReadonlySet<number>): readonly ((line: number) => boolean)[] {
  const each = [...lines].map((one) => (line: number) => line === one);
  return [(line) => lines.has(line), ...each];
}

function decisions(policy: Policy, actions: readonly TopicAction[]): readonly boolean[] {
  return CLIENTS.flatMap((client) =>
    actions.flatMap((action) => {
      const topics = action === 'publish' || action === 'receive' ? TOPICS : SUBSCRIPTIONS;
      return topics.map((topic) => explain(policy, { client, action, topic }).allowed);
    }),
  );
}

describe('rules of an acl_file that change nothing', () => {
  const policyOf = (lines: readonly string[], version: BrokerVersion): Policy => ({
    broker: version,
    allowAnonymous: true,
    aclFile: parseAclFile(new TextEncoder().encode(lines.join('\n'))),
  });

  it('change nothing when they are taken out, all together and each alone', () => {
    fc.assert(
      fc.property(aclLines, broker, (lines, version) => {
        const policy = policyOf(lines, version);
        const needless = needlessLines(policy);
        if (needless.size === 0) return;
        const answers = decisions(policy, ['publish', 'receive']);
        // What is taken out leaves a comment, so that the others stay where they are.
        const without = (which: (line: number) => boolean) =>
          lines.map((line, index) => (which(index + 1) ? '#' : line));
        for (const gone of selections(needless)) {
          expect(decisions(policyOf(without(gone), version), ['publish', 'receive'])).toEqual(
            answers,
          );
        }
      }),
      runs,
    );
  });
});

describe('entries of roles that never decide', () => {
  const faulty = fc.constantFrom('a/#/b', 'a+', '#a', 'a/b#');
  const aclsOf = (topics: readonly string[], types: readonly AclType[]) =>
    fc.array(
      fc.record<Omit<DynsecAcl, 'line'>>({
        type: fc.constantFrom(...types),
        topic: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...topics) },
          { weight: 1, arbitrary: faulty },
        ),
        priority: fc.constantFrom(0, 0, 0, 1, 5, 100_001, 100_002),
        allow: fc.boolean(),
      }),
      { maxLength: 7 },
    );
  const uses = fc.array(
    fc.record({ role: fc.constantFrom('r0', 'r1', 'r2'), priority: fc.constantFrom(-1, 0, 1) }),
    { maxLength: 3 },
  );
  const names = ['ann', 'a/b', '$x'];

  const state = fc
    .record({
      roles: fc
        .tuple(pool, fc.subarray(ACL_TYPES.slice(), { minLength: 1, maxLength: 3 }))
        .chain(([topics, types]) =>
          fc.array(fc.record({ acls: aclsOf(topics, types), wild: fc.boolean() }), {
            maxLength: 3,
          }),
        ),
      clients: fc.tuple(uses, uses, uses),
      groups: fc.array(
        fc.record({
          roles: uses,
          members: fc.subarray(names),
          priority: fc.constantFrom(-1, 0, 1),
        }),
        { maxLength: 2 },
      ),
      anonymousGroup: fc.constantFrom('g0', 'g1'),
      send: fc.boolean(),
    })
    .map(({ roles, clients, groups, anonymousGroup, send }): DynsecState => {
      let line = 1;
      return {
        roles: roles.map(({ acls, wild }, index) => ({
          name: `r${index}`,
          allowsWildcardSubscriptions: wild,
          line: ++line,
          acls: acls.map((one) => ({ ...one, line: ++line })),
        })),
        clients: clients.map((own, index) => ({
          username: names[index] ?? '',
          disabled: false,
          hasPassword: true,
          roles: own,
          line: ++line,
        })),
        groups: groups.map(({ roles: own, members, priority }, index) => ({
          name: `g${index}`,
          roles: own,
          clients: members.map((username) => ({ username, priority })),
          line: ++line,
        })),
        anonymousGroup,
        defaults: {
          publishClientSend: send,
          publishClientReceive: !send,
          subscribe: send,
          unsubscribe: !send,
        },
        problems: [],
      };
    });

  const without = (whole: DynsecState, gone: (line: number) => boolean): DynsecState => ({
    ...whole,
    roles: whole.roles.map((role) => ({
      ...role,
      acls: role.acls.filter(({ line }) => !gone(line)),
    })),
  });

  it('change nothing when they are taken out, all together and each alone', () => {
    fc.assert(
      fc.property(state, broker, (dynsec, version) => {
        const policyOf = (one: DynsecState): Policy => ({
          broker: version,
          allowAnonymous: true,
          dynsec: one,
        });
        const needless = needlessLines(policyOf(dynsec));
        if (needless.size === 0) return;
        const all = ['publish', 'receive', 'subscribe', 'unsubscribe'] as const;
        const answers = decisions(policyOf(dynsec), all);
        for (const gone of selections(needless)) {
          expect(decisions(policyOf(without(dynsec, gone)), all)).toEqual(answers);
        }
      }),
      runs,
    );
  });
});

describe('any files', () => {
  const words = ['user', 'topic', 'pattern', 'deny', 'read', ' ', ' ', '\n', '\n', '\t', '#', '+'];
  const signs = ['/', '$', '$SYS', '$share', '%c', '%u', '*', '\0', '\u202e', ':', 'a'];
  const text = fc.array(fc.constantFrom(...words, ...signs), { maxLength: 60 });
  const json = fc.json({ maxDepth: 4 });

  it('get findings with a place and a sentence, and never an error', () => {
    fc.assert(
      fc.property(text, text, json, broker, (rules, users, state, version) => {
        const bytes = (all: string) => new TextEncoder().encode(all);
        const findings = lint({
          broker: version,
          allowAnonymous: rules.length % 2 === 0,
          aclFile: parseAclFile(bytes(rules.join(''))),
          passwordFile: parsePasswordFile(bytes(users.join('')), version),
          dynsec: parseDynsecState(bytes(state)),
        });
        for (const { rule, line, message } of findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          // What a parser says of a line can hold a piece of it as it is.
          if (!rule.startsWith('file-')) expect(message).toMatch(/^[^\p{Cc}\p{Cf}]+[.!]$/u);
        }
      }),
      { numRuns: runs.numRuns * 10 },
    );
  });
});

describe('a set of filters', () => {
  const filters = fc.array(filter, { maxLength: 12 });

  it('knows of a filter that covers another one whenever there is one', () => {
    fc.assert(
      fc.property(filters, filter, (wide, narrow) => {
        const set = new FilterSet<string>('topics', new Patience(10_000));
        for (const one of wide) set.add(one, one);
        const found = set.covering(narrow);
        expect(found !== undefined).toBe(wide.some((one) => covers(one, narrow)));
        if (found !== undefined) expect(covers(found, narrow)).toBe(true);
      }),
      { numRuns: runs.numRuns * 10 },
    );
  });

  it('never overlooks one that overlaps', () => {
    fc.assert(
      fc.property(filters, filter, (all, one) => {
        const set = new FilterSet<string>('topics', new Patience(10_000));
        for (const other of all) set.add(other, other);
        const found = set.overlapping(one);
        if (all.some((other) => overlaps(other, one))) expect(found).toBeDefined();
        // The empty name, which is above what /# selects, is no topic.
        const isEmpty = found === '/#' || one === '/#';
        if (found !== undefined && !isEmpty) expect(overlaps(found, one)).toBe(true);
      }),
      { numRuns: runs.numRuns * 10 },
    );
  });
});
