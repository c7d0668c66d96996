import { describe, expect, it } from '@jest/globals';
import { explain, type Policy, type Question } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import { lineWords, stagesOf } from './decision-stages';

const ACL = `user nodered
topic readwrite line2/#
topic read line1/#
topic deny line2/+/cmd/#
pattern readwrite sensor/%c/#
`;

const broker = brokerVersion('2.0')!;
const policyOf = (change: Partial<Policy> = {}): Policy => ({
  ...{ broker, allowAnonymous: true, aclFile: parseAclFile(bytesOf(ACL)) },
  ...change,
});

/** Each stage in a line: `denies Deny rules first: Line 4 matches`. */
function told(policy: Policy, username: string, action: Question['action'], topic: string) {
  const question: Question = {
    client: username === '' ? { clientId: 'id' } : { username, clientId: username },
    action,
    topic,
  };
  const login = explain(policy, { ...question, action: 'login', topic: '' });
  const decision = { policy, question, login, explanation: explain(policy, question) };
  return stagesOf(decision).map(({ state, name, detail }) => `${state} ${name}: ${detail}`);
}

describe('the way of a question through an acl_file', () => {
  it('ends at the deny rule, and says what was not tried', () => {
    expect(told(policyOf(), 'nodered', 'publish', 'line2/filler/cmd/speed').slice(1)).toEqual([
      'holds User section: Lines 2–4 are for nodered',
      'denies Deny rules first: Line 4 matches: + is filler, # is speed',
      'not-tried Allow rules: Not tried. Line 2 would have allowed it',
      'not-tried Patterns that allow: Not tried',
    ]);
  });

  it('goes on past what does not match, or is about something else', () => {
    expect(told(policyOf(), 'nodered', 'publish', 'line1/a').slice(1)).toEqual([
      'holds User section: Lines 2–4 are for nodered',
      'passes Deny rules first: Line 4 does not match',
      'passes Allow rules: Line 3 matches, but is about receiving',
      'passes Patterns that allow: Line 5 does not match',
      'denies In the end: Nothing allows it',
    ]);
  });

  it('says what stands for a name in a pattern', () => {
    expect(told(policyOf(), 'press-7', 'receive', 'sensor/press-7/rms').slice(1)).toEqual([
      'passes User section: Nothing is for press-7 alone',
      'allows Patterns that allow: Line 5 matches: %c is press-7, # is rms',
    ]);
  });

  it('tells of the broker’s own rules where they could decide', () => {
    expect(told(policyOf(), 'nodered', 'publish', '$SYS/a')[1]).toBe(
      'denies The broker’s own rules: Only the broker publishes below $SYS',
    );
    expect(told(policyOf(), 'nodered', 'receive', '$SYS/a')[1]).toBe(
      'passes The broker’s own rules: None is about this topic',
    );
  });

  it('does not lead through the file for a subscription', () => {
    expect(told(policyOf(), '', 'subscribe', 'a/#')).toEqual([
      'holds Log-in: Clients without a name may log in: allow_anonymous is true.',
      'allows In the end: An acl_file is not asked about subscriptions',
    ]);
  });

  it('stops patterns for names with wildcards', () => {
    expect(told(policyOf(), 'a+', 'publish', 'sensor/a')[2]).toMatch(
      /^denies Names with \+ or #: /,
    );
  });
});

describe('a log-in', () => {
  it('is the first stage, and the only one when it is asked about', () => {
    const policy = policyOf({ allowAnonymous: false });
    const words = 'denies Log-in: Clients without a name are refused: allow_anonymous is false.';
    expect(told(policy, '', 'publish', 'a')[0]).toBe(words);
    expect(told(policy, '', 'login', '')).toEqual([words]);
  });
});

describe('the way through the plugin', () => {
  const state = {
    defaultACLAccess: { publishClientSend: false, publishClientReceive: true },
    clients: [
      { username: 'ann', password: 'x', roles: [{ rolename: 'own' }] },
      { username: 'bob', password: 'x', roles: [] },
    ],
    groups: [
      { groupname: 'plant', roles: [{ rolename: 'shared' }], clients: [{ username: 'ann' }] },
    ],
    roles: [
      { rolename: 'own', acls: [{ acltype: 'publishClientSend', topic: 'a/#', allow: true }] },
      { rolename: 'shared', acls: [{ acltype: 'publishClientSend', topic: '#', allow: false }] },
    ],
  };
  const dynsec = parseDynsecState(bytesOf(JSON.stringify(state)));
  const policy: Policy = { broker, allowAnonymous: true, dynsec };

  it('is own roles, those of groups, the default', () => {
    expect(told(policy, 'ann', 'publish', 'a/b').slice(1)).toEqual([
      'allows Roles of the client: Entry 1 of own matches: # is b',
      'not-tried Roles of its groups: Not tried. Entry 1 of shared would have denied it',
      'not-tried Default of the plugin: Not tried. The default of the plugin would have denied it',
    ]);
    expect(told(policy, 'bob', 'publish', 'a/b').slice(1)).toEqual([
      'denies Default of the plugin: publishClientSend is denied where no role says otherwise',
    ]);
    expect(told(policy, 'bob', 'receive', 'a/b').slice(1)).toEqual([
      'allows Default of the plugin: publishClientReceive is allowed where no role says otherwise',
    ]);
  });

  it('is followed by the acl_file for what it does not allow, and for whom it does not know', () => {
    const both = policyOf({ dynsec });
    expect(told(both, 'bob', 'publish', 'a/b').slice(1)).toEqual([
      'passes Default of the plugin: publishClientSend is denied: it is left to what follows',
      'passes User section: Nothing is for bob alone',
      'passes Patterns that allow: Line 5 does not match',
      'denies In the end: Nothing allows it',
    ]);
    expect(told(both, 'nodered', 'publish', 'line2/a').slice(1, 4)).toEqual([
      'passes The plugin: It does not know the name, and leaves it to what follows',
      'holds User section: Lines 2–4 are for nodered',
      'passes Deny rules first: Line 4 does not match',
    ]);
  });
});

describe('lines in words', () => {
  it.each([
    [[3], 'Line 3 is'],
    [[3, 4, 5], 'Lines 3–5 are'],
    [[3, 9], 'Lines 3 and 9 are'],
    [[3, 4, 9, 12], 'Lines 3, 4 and 2 more are'],
  ])('%j', (lines, words) => {
    expect(lineWords(lines)).toBe(words);
  });
});
