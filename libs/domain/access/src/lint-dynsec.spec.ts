import { describe, expect, it } from '@jest/globals';
import { brokerVersion, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import type { LintRule } from './lint-finding.js';
import { lint } from './lint.js';
import type { Policy } from './policy.js';

const LINES = ['2.0', '2.1'] as const;

/** Text of the plugin's state: each element of these arrays in a line of its own. */
interface Written {
  readonly roles?: readonly string[];
  readonly clients?: readonly string[];
  readonly groups?: readonly string[];
  readonly rest?: string;
}

const CLIENT = '{"username":"ann","roles":[{"rolename":"r"}]}';

function policyOf(
  { roles = [], clients = [CLIENT], groups = [], rest = '' }: Written,
  version = '2.0',
  more: Partial<Policy> = {},
): Policy {
  const broker = brokerVersion(version);
  if (broker === undefined) throw new Error(`No broker ${version}.`);
  const text = `{"roles":[
${roles.join(',\n')}
],"clients":[${clients.join(', ')}], "groups":[${groups.join(', ')}]${rest}}`;
  return {
    broker,
    allowAnonymous: false,
    dynsec: parseDynsecState(new TextEncoder().encode(text)),
    ...more,
  };
}

/** A role in several lines: the first is its own, each entry has one. */
function role(entries: readonly string[], name = 'r', more = ''): string {
  const acls = entries.map((entry) => {
    const [allow, type, topic, priority = '0'] = entry.split(' ');
    return JSON.stringify({
      acltype: type,
      topic,
      allow: allow === 'allow',
      priority: Number(priority),
    });
  });
  return `{"rolename":"${name}"${more}, "acls":[\n${acls.join(',\n')}]}`;
}

/** The state of a role that somebody has, the entries of which are in line 3 and below. */
const entries = (version: string, ...all: readonly string[]) =>
  policyOf({ roles: [role(all)] }, version);

function found(policy: Policy, ...rules: readonly LintRule[]): readonly string[] {
  return lint(policy)
    .filter(({ rule }) => rules.length === 0 || rules.includes(rule))
    .map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
}

function message(policy: Policy, rule: LintRule): string | undefined {
  return lint(policy).find((finding) => finding.rule === rule)?.message;
}

describe("the plugin's state as it should be", () => {
  it.each(LINES)('is nothing to talk about on %s', (version) => {
    const policy = policyOf(
      {
        roles: [
          role(
            [
              'deny publishClientSend line2/+/cmd/#',
              'allow publishClientSend line2/#',
              'allow subscribePattern line2/#',
              'allow subscribeLiteral a/#',
              'allow publishClientReceive #',
              'allow unsubscribePattern #',
            ],
            'operators',
          ),
          role(['allow publishClientSend $CONTROL/dynamic-security/#'], 'admin'),
        ],
        clients: ['{"username":"a/b","roles":[{"rolename":"admin"}]}', '{"username":"ann"}'],
        groups: [
          '{"groupname":"g","roles":[{"rolename":"operators"}],"clients":[{"username":"ann"}]}',
        ],
      },
      version,
    );
    expect(lint(policy)).toEqual([]);
  });

  it.each(LINES)(
    'of mosquitto_ctrl dynsec init, one notice is about the other version than %s',
    (version) => {
      const policy = policyOf(
        {
          roles: [
            role([
              'allow publishClientSend $CONTROL/dynamic-security/#',
              'allow publishClientReceive $CONTROL/dynamic-security/#',
              'allow subscribePattern $CONTROL/dynamic-security/#',
              'allow publishClientReceive $SYS/#',
              'allow subscribePattern $SYS/#',
              'allow publishClientReceive #',
              'allow subscribePattern #',
              'allow unsubscribePattern #',
            ]),
          ],
          rest: ',"defaultACLAccess":{"publishClientSend":false,"publishClientReceive":true,"subscribe":false,"unsubscribe":true}',
        },
        version,
      );
      expect(found(policy)).toEqual(['9 dollar-subscription notice']);
    },
  );
});

describe('what the plugin does not read', () => {
  it('is a fault when that is all of it', () => {
    const policy = {
      ...entries('2.0'),
      dynsec: parseDynsecState(new TextEncoder().encode('{\n"roles": [')),
    };
    expect(found(policy)).toEqual(['2 file-refused fault']);
    expect(message(policy, 'file-refused')).toMatch(/starts with nothing defined/);
  });

  it('is a warning when it is a part', () => {
    const policy = policyOf({ roles: [role([])], clients: [CLIENT, '{"disabled":true}'] });
    expect(found(policy)).toEqual(['4 file-ignored warning']);
    expect(message(policy, 'file-ignored')).not.toMatch(/as if this were not there/);
  });
});

describe('entries of roles that change nothing', () => {
  it('are those behind one of the same type that covers them', () => {
    const policy = entries(
      '2.0',
      'allow publishClientSend a/#',
      'deny publishClientSend a/b',
      'allow publishClientSend a/+/c',
      'deny publishClientReceive a/b',
      'deny publishClientSend b',
    );
    expect(found(policy)).toEqual(['4 shadowed warning', '5 redundant notice']);
    expect(lint(policy)[0]).toMatchObject({
      other: 3,
      message: 'This never decides: line 3 ("allow a/#") comes first and decides all of it.',
    });
  });

  it('come first by their priority', () => {
    expect(
      found(entries('2.0', 'deny publishClientSend a/b 1', 'allow publishClientSend a/# 0')),
    ).toEqual([]);
    expect(
      found(entries('2.0', 'deny publishClientSend a/b 0', 'allow publishClientSend a/# 1')),
    ).toEqual(['3 shadowed warning']);
  });

  it.each([
    ['2.0', ['4 shadowed warning', '5 shadowed warning', '6 shadowed warning']],
    ['2.1', ['5 shadowed warning']],
  ])('are subscriptions within others, as %s compares them', (version, all) => {
    const policy = entries(
      version,
      'allow subscribePattern +/#',
      'deny subscribePattern $SYS/#',
      'deny subscribePattern a/+',
      'deny subscribePattern #',
    );
    expect(found(policy, 'shadowed')).toEqual(all);
  });

  it('are not the literal ones behind a pattern, which are asked first', () => {
    expect(
      found(entries('2.0', 'allow subscribePattern a/#', 'deny subscribeLiteral a/b'), 'shadowed'),
    ).toEqual([]);
  });

  it.each([
    ['2.0.22', '4 repeated-entry warning'],
    ['2.1.2', '4 repeated-entry warning'],
    ['2.0.11', '3 repeated-entry warning'],
  ])('are those of several for one topic that %s does not ask', (version, one) => {
    const policy = entries(version, 'deny publishClientSend a', 'allow publishClientSend a 9');
    expect(found(policy)).toEqual([one]);
    const same = entries(version, 'deny publishClientSend a', 'deny publishClientSend a 9');
    expect(found(same)).toEqual([one.replace('repeated-entry warning', 'duplicate notice')]);
  });

  it('say nothing of an entry that a repeated one would replace', () => {
    const policy = entries(
      '2.0',
      'allow publishClientSend a/# 5',
      'deny publishClientSend a/b 0',
      'deny publishClientSend a/b 9',
    );
    expect(found(policy)).toEqual(['5 duplicate notice']);
  });

  const base = role(['allow publishClientSend a/#', 'allow subscribeLiteral x'], 'base');
  const other = role(
    ['deny publishClientSend a/b', 'deny subscribeLiteral x', 'deny publishClientSend c'],
    'other',
  );

  it('are covered by a role that is asked before for everybody who has theirs', () => {
    const clients = [
      '{"username":"ann","roles":[{"rolename":"base"},{"rolename":"other"}]}',
      '{"username":"bob","roles":[{"rolename":"other"},{"rolename":"base","priority":5}]}',
      '{"username":"eve","roles":[{"rolename":"base"}]}',
    ];
    const groups = [
      '{"groupname":"g","roles":[{"rolename":"other"}],"clients":[{"username":"eve"}]}',
    ];
    const policy = policyOf({ roles: [base, other], clients, groups });
    expect(found(policy)).toEqual(['6 shadowed warning', '7 shadowed warning']);
    expect(message(policy, 'shadowed')).toMatch(
      /line 3 \("allow a\/#"\) of the role "base" comes first for everybody who has this role/,
    );
    const exception = '{"username":"dan","roles":[{"rolename":"other"}]}';
    expect(
      found(policyOf({ roles: [base, other], clients: [...clients, exception], groups })),
    ).toEqual([]);
  });

  it('count the anonymous group among those who have a role', () => {
    const clients = ['{"username":"ann","roles":[{"rolename":"base"},{"rolename":"other"}]}'];
    const groups = ['{"groupname":"g","roles":[{"rolename":"other"}],"clients":[]}'];
    const policy = (rest: string) => policyOf({ roles: [base, other], clients, groups, rest });
    expect(found(policy(''), 'shadowed')).toHaveLength(2);
    expect(found(policy(',"anonymousGroup":"g"'), 'shadowed')).toEqual([]);
  });

  it.each([
    ['2.0', ['2 wildcard-subscriptions warning']],
    ['2.1', ['2 wildcard-subscriptions notice', '3 shadowed warning', '5 redundant notice']],
  ])('are literal subscriptions with wildcards where a role refuses them on %s', (version, all) => {
    const written = role(
      ['allow subscribeLiteral a/+', 'allow subscribeLiteral a', 'deny subscribeLiteral #'],
      'r',
      ', "allowwildcardsubs":false',
    );
    expect(found(policyOf({ roles: [written] }, version))).toEqual(all);
  });
});

describe('entries for nobody', () => {
  it('are for topics that no client can use', () => {
    const policy = entries(
      '2.0',
      'allow publishClientSend $share/g/a',
      'allow publishClientReceive $SYS/x',
      'allow publishClientSend $SYS/x',
      'allow publishClientSend a\u0001',
      'allow subscribeLiteral a/#/b',
      'allow subscribePattern $share/g/a',
      `allow publishClientReceive ${'/'.repeat(201)}`,
      `allow publishClientReceive ${'/'.repeat(201)}#`,
    );
    expect(found(policy)).toEqual([
      '3 share-topic warning',
      '5 sys-write warning',
      '6 impossible-topic warning',
      '7 impossible-topic warning',
      '9 impossible-topic warning',
    ]);
  });

  it('are in roles that nobody has', () => {
    const policy = policyOf({
      roles: [role([]), role([], 'q')],
      groups: ['{"groupname":"g","roles":[],"clients":[]}'],
    });
    expect(found(policy)).toEqual(['4 unused-role notice', '6 empty-group notice']);
  });
});

describe('entries that give much', () => {
  it('are the right to publish everywhere, and the default of it', () => {
    const policy = policyOf({
      roles: [role(['allow publishClientSend #', 'deny publishClientSend +/#'])],
      rest: ',"defaultACLAccess":{"publishClientSend":true}',
    });
    expect(found(policy, 'broad-write', 'default-publish')).toEqual([
      '1 default-publish warning',
      '3 broad-write warning',
    ]);
  });

  it('are the right to publish without a name', () => {
    const written = {
      roles: [
        role([
          'allow publishClientSend a',
          'deny publishClientSend b',
          'allow publishClientReceive c',
        ]),
      ],
      groups: ['{"groupname":"g","roles":[{"rolename":"r"}],"clients":[]}'],
      rest: ',"anonymousGroup":"g"',
    };
    expect(found(policyOf(written, '2.0', { allowAnonymous: true }))).toEqual([
      '3 anonymous-write warning',
    ]);
    expect(found(policyOf(written))).toEqual([]);
  });

  it('are none of the plugin when the acl_file grants what it leaves open', () => {
    const aclFile = parseAclFile(new TextEncoder().encode('user ann\nuser eve\n'));
    const policy = policyOf({ roles: [role([])] }, '2.0', { aclFile });
    expect(found(policy)).toEqual(['1 plugin-and-acl-file warning', '2 unknown-user warning']);
    expect(message(policy, 'unknown-user')).toMatch(/the name is not a client of the plugin\./);
    const passwordFile = { users: [{ username: 'eve', line: 1 }], lines: [], problems: [] };
    expect(found({ ...policy, passwordFile })).toEqual(['1 plugin-and-acl-file warning']);
  });
});

describe('what versions answer differently', () => {
  it.each([
    [
      '2.0',
      [
        '3 literal-placeholder warning',
        '4 literal-placeholder warning',
        '5 literal-placeholder warning',
      ],
    ],
    [
      '2.1',
      [
        '3 plugin-placeholder notice',
        '4 partial-placeholder warning',
        '5 literal-placeholder warning',
      ],
    ],
  ])('%%c and %%u in roles, on %s', (version, all) => {
    const policy = entries(
      version,
      'allow publishClientSend a/%c',
      'allow publishClientSend b/x%c',
      'allow subscribeLiteral a/%u',
    );
    expect(found(policy)).toEqual(all);
  });

  it('invalid filters, priorities and wildcards', () => {
    const policy = entries(
      '2.0',
      'allow publishClientSend a/#/b',
      'allow publishClientSend a 100001',
      'allow publishClientSend b -100000',
      'deny subscribePattern +/x',
      'allow publishClientSend a/*/b',
    );
    expect(found(policy)).toEqual([
      '3 invalid-filter warning',
      '4 priority-limit notice',
      '6 dollar-subscription notice',
      '7 star-level notice',
    ]);
  });

  it.each([
    ['2.0', []],
    ['2.1', ['4 name-slash warning', '4 name-wildcard warning']],
  ])('names that %s fills in for %%u or does not', (version, all) => {
    const clients = ['{"username":"a/b"}', '{"username":"a+b"}', CLIENT];
    const policy = policyOf({ roles: [role(['allow publishClientSend x/%u'])], clients }, version);
    expect(found(policy, 'name-slash', 'name-wildcard')).toEqual(all);
  });
});
