import { describe, expect, it } from '@jest/globals';
import { brokerVersion, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import { explain } from './explain.js';
import type { Action, Policy } from './policy.js';
import { becauseOf, clientSees, rulingText } from './say.js';

function policyOf(rules: string, version = '2.0', rest: Partial<Policy> = {}): Policy {
  const broker = brokerVersion(version);
  if (broker === undefined) throw new Error(`No broker ${version}.`);
  return {
    broker,
    allowAnonymous: true,
    aclFile: parseAclFile(new TextEncoder().encode(rules)),
    ...rest,
  };
}

const ann = { username: 'ann', clientId: 'c1' };

function ask(policy: Policy, topic: string, action: Action = 'publish', client = ann) {
  const question = { client, action, topic };
  const explanation = explain(policy, question);
  return {
    ...explanation,
    by: rulingText(explanation.because),
    sentence: becauseOf(explanation, question),
    sees: clientSees(explanation, question),
  };
}

describe('explaining a decision by an acl_file', () => {
  const rules = [
    'user ann',
    'topic readwrite line2/#',
    'topic read line1/#',
    'topic deny line2/+/cmd/#',
    'topic deny line2/oven/#',
    'pattern write sensor/%u/#',
  ].join('\n');

  it('names the line that decides, and the one that would decide without it', () => {
    const answer = ask(policyOf(rules), 'line2/filler/cmd/speed');
    expect(answer).toMatchObject({
      allowed: false,
      by: 'line 4: topic deny line2/+/cmd/#',
      otherwise: { allowed: true, by: { line: 2 } },
    });
    expect(answer.sentence).toBe(
      "Line 4 denies line2/+/cmd/# to ann. A section's denials are tried before what it gives, wherever they stand in the file.",
    );
  });

  it('tries the last denial first, as the broker puts each before those it has', () => {
    expect(ask(policyOf(rules), 'line2/oven/cmd/x')).toMatchObject({
      by: 'line 5: topic deny line2/oven/#',
      otherwise: { allowed: false, by: { line: 4 } },
    });
  });

  it('tells the rules that were tried from those that were not, in the order of the broker', () => {
    const { trail } = ask(policyOf(rules), 'line2/filler/cmd/speed');
    expect(trail.map(({ by, outcome }) => [rulingText(by), outcome])).toEqual([
      ['only the broker publishes below $SYS', 'no-match'],
      ['$share is no topic', 'no-match'],
      ['line 5: topic deny line2/oven/#', 'no-match'],
      ['line 4: topic deny line2/+/cmd/#', 'decides'],
      ['line 2: topic readwrite line2/#', 'would-allow'],
      ['line 3: topic read line1/#', 'not-tried'],
      ['line 6: pattern write sensor/%u/#', 'not-tried'],
      ['nothing allows it', 'not-tried'],
    ]);
  });

  it('passes by a rule that matches but is about the other direction', () => {
    const answer = ask(policyOf(rules), 'line1/press');
    expect(answer).toMatchObject({ allowed: false, by: 'nothing allows it' });
    expect(answer.trail).toContainEqual(
      expect.objectContaining({
        outcome: 'other-action',
        by: expect.objectContaining({ line: 3 }),
      }),
    );
    expect(answer.sentence).toBe('No rule for ann allows it, and what no rule allows is denied.');
  });

  it('lets what a section gives win over what a pattern denies', () => {
    expect(ask(policyOf('user ann\ntopic a\npattern deny #'), 'a')).toMatchObject({
      allowed: true,
      otherwise: { allowed: false, by: { line: 3 } },
    });
  });

  it('says that a denied publisher with MQTT 3.1.1 cannot know', () => {
    const { sees } = ask(policyOf(rules), 'line2/oven/x');
    expect(sees.v5).toContain('0x87');
    expect(sees.v311).toContain('as if it had been taken');
  });

  it('grants every subscription, and says when the messages are checked', () => {
    const answer = ask(policyOf('user ann\ntopic deny #'), 'secret/#', 'subscribe');
    expect(answer.allowed).toBe(true);
    expect(answer.sentence).toContain('checked when they are delivered');
  });

  it('keeps a pattern with part of a level from 2.1, where it is not filled in', () => {
    const partial = 'pattern write d/dev-%c';
    expect(ask(policyOf(partial), 'd/dev-c1').allowed).toBe(true);
    expect(ask(policyOf(partial, '2.1'), 'd/dev-c1').allowed).toBe(false);
  });

  it('fills in no name of 2.1 that would reach into the broker’s own topics', () => {
    const policy = (version: string) => policyOf('pattern read %u/#', version);
    const sly = { username: '$dev', clientId: 'c1' };
    expect(ask(policy('2.0'), '$dev/x', 'receive', sly).allowed).toBe(true);
    expect(ask(policy('2.1'), '$dev/x', 'receive', sly).allowed).toBe(false);
  });

  it('denies what cannot be sent at all', () => {
    const policy = policyOf('pattern #');
    expect(ask(policy, 'a/+').because).toEqual({ kind: 'broker', rule: 'malformed-topic' });
    expect(ask(policy, 'a#', 'subscribe').allowed).toBe(false);
    expect(ask(policy, 'a', 'publish', { username: 'a\n', clientId: 'c' }).because).toEqual({
      kind: 'broker',
      rule: 'malformed-name',
    });
  });
});

describe('explaining a decision by the plugin', () => {
  const pluginOf = (topic: string, version: string): Policy => {
    const state = {
      clients: [{ username: 'ann', roles: [{ rolename: 'r' }] }],
      roles: [{ rolename: 'r', acls: [{ acltype: 'publishClientSend', topic, allow: true }] }],
    };
    const dynsec = parseDynsecState(new TextEncoder().encode(JSON.stringify(state)));
    return { broker: brokerVersion(version)!, allowAnonymous: true, dynsec };
  };

  it('names the default once when it is the last word', () => {
    const { trail } = ask(pluginOf('b', '2.1'), 'a');
    expect(trail.map(({ by, outcome }) => `${rulingText(by)}: ${outcome}`).slice(-2)).toEqual([
      'role r, entry 1: allow publishClientSend b: no-match',
      'defaultACLAccess: deny publishClientSend: decides',
    ]);
  });

  it('says that an entry which allows denies for the fault in its filter, and names it once', () => {
    const { allowed, sentence, trail } = ask(pluginOf('a/#/b', '2.1'), 'a/x');
    expect(allowed).toBe(false);
    expect(sentence).toBe(
      'Role r allows publishClientSend for a/#/b (entry 1, priority 0), but that is no valid filter: the plugin comes upon its fault and denies.',
    );
    expect(trail.filter(({ by }) => by.kind === 'role-acl')).toEqual([
      expect.objectContaining({ outcome: 'decides' }),
    ]);
  });

  it('names an entry with a fault once where the fault is passed over', () => {
    const { by, trail } = ask(pluginOf('a/#/b', '2.0'), 'a/x');
    expect(by).toBe('defaultACLAccess: deny publishClientSend');
    expect(trail.filter((step) => step.by.kind === 'role-acl')).toHaveLength(1);
  });
});

describe('explaining a decision by many rules', () => {
  /** More than a call takes as arguments. */
  const MANY = 130_000;

  it('has room for a section of any length', () => {
    const answer = ask(policyOf('user ann\n' + 'topic a/b\n'.repeat(MANY)), 'c');
    expect(answer.by).toBe('nothing allows it');
    expect(answer.trail.length).toBeGreaterThan(MANY);
  });

  it('has room for any number of roles and groups of a client of the plugin', () => {
    const roles = Array.from({ length: MANY }, (_, i) => ({ rolename: `r${i}` }));
    const groups = Array.from({ length: 5_000 }, (_, i) => ({
      groupname: `g${i}`,
      clients: [{ username: 'ann' }],
    }));
    const state = { roles, groups, clients: [{ username: 'ann', roles }] };
    const dynsec = parseDynsecState(new TextEncoder().encode(JSON.stringify(state)));
    const policy = { broker: brokerVersion('2.0')!, allowAnonymous: true, dynsec };
    expect(ask(policy, 'a').allowed).toBe(false);
  });
});

describe('explaining a login', () => {
  const passwordFile = { users: [{ username: 'ann', line: 1 }], problems: [], lines: [] };
  const login = (rest: Partial<Policy>, client: { username?: string; clientId: string } = ann) =>
    explain(policyOf('', '2.0', rest), { client, action: 'login', topic: '' });

  it('lets in who is in the password_file, and nobody else with a name', () => {
    expect(login({ passwordFile }).allowed).toBe(true);
    expect(login({ passwordFile }, { username: 'bob', clientId: 'c1' }).because).toEqual({
      kind: 'broker',
      rule: 'not-in-password-file',
    });
  });

  it('takes any name and any password when anonymous clients may log in and there is no password_file', () => {
    expect(login({}).because).toEqual({ kind: 'broker', rule: 'any-name-allowed' });
    expect(login({ allowAnonymous: false }).allowed).toBe(false);
  });

  it('takes an empty name for none', () => {
    const nameless = { username: '', clientId: 'c1' };
    expect(login({ allowAnonymous: false }, nameless).because).toEqual({
      kind: 'broker',
      rule: 'anonymous-refused',
    });
  });
});
