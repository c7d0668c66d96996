import { describe, expect, it } from '@jest/globals';
import { parsePasswordFile } from '#domain/mosquitto';
import { lint } from './lint.js';
import { aclFile, bytes, found, LINES, message, passwords, policyOf } from '../test/linted.js';

describe('an acl_file as it should be', () => {
  it.each(LINES)("Mosquitto %s's own example is nothing to talk about", (version) => {
    const rules = aclFile(
      '# This affects access control for clients with no username.',
      'topic read $SYS/#',
      '',
      '# This only affects clients with username "roger".',
      'user roger',
      'topic foo/bar',
      '',
      '# This affects all clients.',
      'pattern write $SYS/broker/connection/%c/state',
    );
    const rest = { allowAnonymous: true, passwordFile: passwords('roger') };
    expect(lint(policyOf(rules, version, rest))).toEqual([]);
  });

  it.each(LINES)('nor is the file of a plant, on %s', (version) => {
    const rules = aclFile(
      'user ann',
      'topic readwrite line2/#',
      'topic read line1/#',
      'topic deny line2/+/cmd/#',
      'user bob',
      'topic read #',
      'topic read $SYS/#',
      'topic deny payroll/#',
      'topic write +/+/cmd/#',
      'pattern readwrite sensor/%c/#',
      'pattern read news/%u/#',
      'pattern deny sensor/%c/secret',
    );
    expect(lint(policyOf(rules, version))).toEqual([]);
  });

  it('an empty one is nothing to talk about either', () => {
    expect(lint(policyOf(''))).toEqual([]);
  });
});

describe('what the broker does not take', () => {
  it.each([
    ['2.0', /does not start with this file; at a reload it drops all rules, and everybody may/],
    ['2.1', /does not start with this file; at a reload it stops\./],
  ])('is a fault, with what comes of it on %s', (version, consequence) => {
    const policy = policyOf('user ann\ntopic write a # note\n', version);
    expect(found(policy)).toEqual(['2 file-refused fault']);
    expect(message(policy, 'file-refused')).toMatch(consequence);
  });

  it.each([
    ['2.0', '2 file-ignored warning'],
    ['2.1', '2 file-refused fault'],
  ])('comes from the password_file as well, on %s', (version, one) => {
    const broker = policyOf('', version).broker;
    const passwordFile = parsePasswordFile(bytes('# names\nann:secret\n'), broker);
    expect(found(policyOf('', version, { passwordFile }))).toEqual([one]);
  });

  it('is worse when it is taken for something else', () => {
    expect(found(policyOf('user ann\ntopic read a\0b\n'))).toEqual(['2 file-misread fault']);
  });
});

describe('rules for nobody', () => {
  it('are those of users who are not in the password_file', () => {
    const policy = policyOf(aclFile('user eve', 'topic a', 'user ann', 'topic b', 'user eve'));
    expect(found(policy)).toEqual(['1 unknown-user warning']);
    expect(message(policy, 'unknown-user')).toBe(
      'Nobody can log in as "eve", so these rules are for nobody: the name is not in the password_file.',
    );
  });

  it('are those of clients without a name, where they are refused', () => {
    const rules = aclFile('pattern read x/%c', 'topic read a', 'topic read b', 'user ann');
    expect(found(policyOf(rules))).toEqual(['2 anonymous-refused warning']);
    expect(found(policyOf(rules, '2.0', { allowAnonymous: true }))).toEqual([]);
  });

  it('are those for topics that no client can use', () => {
    const policy = policyOf(
      'user ann\ntopic write\ta\ntopic read $share/g/a\ntopic deny \u0001/#\n',
    );
    expect(found(policy, 'impossible-topic', 'share-topic')).toEqual([
      '2 impossible-topic warning',
      '3 share-topic warning',
      '4 impossible-topic warning',
    ]);
    expect(message(policy, 'impossible-topic')).toMatch(/U\+0009.* Only spaces separate words/);
  });

  it('are those for names with which nobody can log in', () => {
    const policy = policyOf('user a\u0007b\ntopic read a\n', '2.0', {
      passwordFile: passwords('a\u0007b'),
    });
    expect(lint(policy)).toMatchObject([
      { rule: 'impossible-name', file: 'password_file', line: 1 },
    ]);
    expect(message(policy, 'impossible-name')).toMatch(/U\+0007/);
  });

  it.each([
    ['write $SYS/x', ['2 sys-write warning']],
    ['readwrite $SYS/broker/uptime', ['2 sys-write notice']],
    ['$SYSTEM/x', ['2 sys-write notice']],
    ['write $SYS/#', ['2 sys-write warning']],
    ['read $SYS/#', []],
    ['write $SYS/broker/connection/site/state', []],
    ['write $SYS/broker/connection/+/state', []],
  ])('cannot let anybody publish below $SYS: topic %s', (rule, all) => {
    expect(found(policyOf(aclFile('user ann', `topic ${rule}`)))).toEqual(all);
  });
});

describe('rules that give much', () => {
  it('are rights to publish everywhere', () => {
    const rules = aclFile(
      'user ann',
      'topic write #',
      'user bob',
      'topic +/#',
      'user eve',
      'topic read #',
    );
    expect(found(policyOf(rules, '2.0', { passwordFile: passwords('ann', 'bob', 'eve') }))).toEqual(
      ['2 broad-write warning', '4 broad-write warning'],
    );
  });

  it('are patterns that hold for everybody', () => {
    const policy = policyOf(aclFile('pattern read news/#', 'pattern read #', 'pattern deny x/#'));
    expect(found(policy, 'pattern-for-all', 'broad-pattern')).toEqual([
      '1 pattern-for-all notice',
      '2 broad-pattern warning',
    ]);
  });

  it('are rights to publish without a name', () => {
    const rules = aclFile(
      'topic write a',
      'topic read b',
      'topic write $SYS/x',
      'pattern write c/%c',
      'pattern write d/%u',
      'user ann',
      'topic write e',
    );
    const policy = policyOf(rules, '2.0', { allowAnonymous: true });
    expect(found(policy, 'anonymous-write')).toEqual([
      '1 anonymous-write warning',
      '4 anonymous-write warning',
    ]);
    expect(found(policyOf(rules), 'anonymous-write')).toEqual([]);
  });

  it('are sections of users whose names everybody can take', () => {
    const { passwordFile: _, ...policy } = policyOf(
      'topic read a\nuser ann\ntopic read b\n',
      '2.0',
      {
        allowAnonymous: true,
      },
    );
    expect(found(policy)).toEqual(['2 any-name warning']);
    expect(found({ ...policy, allowAnonymous: false }, 'any-name')).toEqual([]);
    expect(lint(policy, 'files')).toEqual([]);
  });

  it('are none at all, where nothing is configured', () => {
    const { aclFile: _, ...policy } = policyOf('');
    expect(found(policy)).toEqual(['1 no-rules warning']);
    expect(lint(policy, 'files')).toEqual([]);
  });
});

describe('the list of findings', () => {
  it('is in the order of the files and lines', () => {
    const policy = policyOf(aclFile('user ann', 'topic write #', 'topic read a # x'), '2.0', {
      passwordFile: parsePasswordFile(bytes('ann:secret\n'), policyOf('').broker),
    });
    expect(lint(policy).map(({ file, line }) => `${file} ${line}`)).toEqual([
      'acl_file 1',
      'acl_file 2',
      'acl_file 3',
      'password_file 1',
    ]);
  });

  it('has a hundred of a kind, and says how many more there are', () => {
    const policy = policyOf(aclFile('user ann', ...Array<string>(301).fill('topic read a')));
    const findings = lint(policy);
    expect(findings).toHaveLength(101);
    expect(findings.at(-1)).toMatchObject({
      rule: 'duplicate',
      line: 103,
      message: 'There are 200 more findings of this kind, which are not listed.',
    });
  });

  it('shows names and filters cut and without what cannot be printed', () => {
    const policy = policyOf(`user ann\nuser ${'x'.repeat(70)}\nuser \u202eb\n`, '2.0');
    expect(lint(policy).map((finding) => finding.message)).toEqual([
      expect.stringContaining(`"${'x'.repeat(60)}…"`),
      expect.stringContaining('"\\u{202e}b"'),
    ]);
  });
});
