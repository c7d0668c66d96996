import { describe, expect, it } from '@jest/globals';
import { lint } from './lint.js';
import { aclFile, found, LINES, message, passwords, policyOf } from '../test/linted.js';

describe('rules that change nothing', () => {
  const user = (...lines: readonly string[]) => policyOf(aclFile('user ann', ...lines));

  it('are what a denial of the same section covers, wherever it stands', () => {
    const policy = user(
      'topic read a/b',
      'topic deny a/#',
      'topic readwrite a/+/c',
      'topic read b',
    );
    expect(found(policy)).toEqual(['2 shadowed warning', '4 shadowed warning']);
    expect(lint(policy)[0]).toMatchObject({ other: 3 });
    expect(lint(policy)[0]?.message).toBe(
      'This never decides: line 3 ("topic deny a/#") denies all of it, and denials are tried first.',
    );
  });

  it('are what a rule with the same right covers, also one further down', () => {
    expect(found(user('topic read a/b', 'topic a/#', 'topic write a/c'))).toEqual([
      '2 redundant notice',
      '4 redundant notice',
    ]);
    expect(found(user('topic deny a/b', 'topic deny a/+', 'topic read a/#'))).toEqual([
      '2 redundant notice',
    ]);
  });

  it('are what one rule lets be read and another one written', () => {
    const policy = user('topic read a/#', 'topic a/b/c', 'topic write a/+/c');
    expect(found(policy)).toEqual(['3 redundant notice']);
    expect(message(policy, 'redundant')).toMatch(/line 2 .* and line 4 .* give all of it/);
  });

  it('are not those that give another right, or less than all of it', () => {
    expect(
      found(
        user('topic read a/#', 'topic write a/b', 'topic deny a/c', 'topic read +/b', 'topic x/+'),
      ),
    ).toEqual([]);
  });

  it('are not three of which two make the third needless, and the third them', () => {
    const policy = user('topic read a', 'topic write a', 'topic readwrite a');
    expect(found(policy)).toEqual(['2 redundant notice', '3 redundant notice']);
  });

  it('are those that stand there twice, also in sections of the same user', () => {
    const policy = policyOf(
      aclFile('user ann', 'topic read a', 'user bob', 'topic read a', 'user ann', 'topic read  a '),
    );
    expect(found(policy)).toEqual(['6 duplicate notice']);
    expect(lint(policy)[0]).toMatchObject({ other: 2 });
  });

  it('two spellings of everything are the same', () => {
    expect(found(user('topic read #', 'topic read +/#'))).toEqual(['3 duplicate notice']);
  });

  it('are denials of what nothing gives', () => {
    const policy = user('topic read #', 'topic deny $SYS/#', 'topic deny a');
    expect(found(policy)).toEqual(['3 deny-without-allow notice']);
  });

  it('are no denials of what a pattern gives', () => {
    const policy = policyOf(aclFile('user ann', 'topic deny a/ann/x', 'pattern read a/%u/#'));
    expect(found(policy)).toEqual([]);
  });

  it.each([
    ['2.0', []],
    ['2.1', ['2 deny-without-allow notice', '3 dollar-client-id notice']],
  ])(
    'know that on %s a client id can reach topics that begin with $, or cannot',
    (version, all) => {
      const policy = policyOf(aclFile('user ann', 'topic deny $x/#', 'pattern read %c/#'), version);
      expect(found(policy).filter((one) => !one.endsWith('dollar-client-id warning'))).toEqual(all);
    },
  );

  it('are patterns that deny what only sections give', () => {
    const policy = policyOf(
      aclFile('pattern deny +/secret', 'pattern deny x/y', 'user ann', 'topic read a/#'),
    );
    expect(found(policy)).toEqual(['1 pattern-deny-beaten warning', '2 deny-without-allow notice']);
    expect(message(policy, 'pattern-deny-beaten')).toMatch(/line 4 \("topic read a\/#"\)/);
  });

  it.each([
    ['2.0', []],
    ['2.1', ['2 redundant notice']],
  ])('count names with slashes, which %s fills in or does not', (version, all) => {
    const policy = policyOf(aclFile('pattern read a/+', 'pattern read a/%u'), version);
    expect(found(policy, 'redundant')).toEqual(all);
  });

  it.each(LINES)('are patterns within others, whatever names %s fills in', (version) => {
    const policy = policyOf(
      aclFile(
        'pattern read a/#',
        'pattern read a/%u/x',
        'pattern deny b/%c/#',
        'pattern write b/%c/y',
      ),
      version,
    );
    expect(found(policy, 'redundant', 'shadowed')).toEqual([
      '2 redundant notice',
      '4 shadowed warning',
    ]);
  });
});

describe('rules that read as what they are not', () => {
  it.each(['read', 'write', 'readwrite', 'deny'])('topic %s is a topic', (word) => {
    const policy = policyOf(aclFile('user ann', `topic ${word}`, `topic readwrite ${word}/x`));
    expect(found(policy)).toEqual(['2 keyword-as-topic warning']);
    expect(message(policy, 'keyword-as-topic')).toContain(`the topic "${word}"`);
  });

  it('a second word of access belongs to the topic', () => {
    const policy = policyOf(aclFile('user ann', 'topic read write a/b', 'topic read reader/x'));
    expect(found(policy)).toEqual(['2 keyword-as-topic warning']);
    expect(found(policyOf(aclFile('user ann', 'topic readwrite deny')))).toEqual([]);
  });

  it('%c and %u are no names in topic lines', () => {
    expect(found(policyOf(aclFile('user ann', 'topic read a/%u', 'topic deny a/b%c/#')))).toEqual([
      '2 literal-placeholder warning',
      '3 literal-placeholder warning',
      '3 deny-without-allow notice',
    ]);
  });

  it('* is no wildcard', () => {
    expect(found(policyOf(aclFile('user ann', 'topic read a/*/b', 'topic read a*')))).toEqual([
      '2 star-level notice',
    ]);
  });

  it('what follows a name is part of it', () => {
    const policy = policyOf('user ann # the boss\ntopic read a\n');
    expect(found(policy)).toEqual(['1 unknown-user warning', '1 comment-in-name warning']);
  });
});

describe('so many rules that comparing them would take too long', () => {
  it('are compared in part, which the findings say', () => {
    const wild = (bits: number) =>
      Array.from({ length: 12 }, (_, at) => ((bits >> at) & 1 ? '+' : 'a')).join('/');
    const policy = policyOf(
      aclFile(
        'user ann',
        ...Array.from({ length: 4096 }, (_, bits) => `topic read ${wild(bits)}/x`),
        ...Array.from({ length: 6000 }, (_, last) => `topic read ${wild(0)}/y${last}`),
      ),
    );
    expect(found(policy, 'not-compared')).toEqual(['1 not-compared notice']);
  });
});

describe('what versions answer differently', () => {
  it.each([
    ['2.0', ['1 partial-placeholder notice']],
    ['2.1', ['1 partial-placeholder warning']],
  ])('%c within a level, on %s', (version, all) => {
    expect(found(policyOf('pattern read d/dev-%c/#', version))).toEqual(all);
  });

  it.each([
    ['2.0', ['1 dollar-client-id warning', '2 dollar-client-id warning']],
    ['2.1', ['1 dollar-client-id notice', '2 dollar-client-id notice']],
  ])('a client id where a pattern begins, on %s', (version, all) => {
    expect(
      found(policyOf('pattern read %c\npattern write %c/#\npattern deny %c/x', version)),
    ).toEqual(all);
  });

  it.each(LINES)('names with wildcards, slashes and $, on %s', (version) => {
    const rules = aclFile('user a+b', 'pattern read d/%u', 'pattern read %u/#');
    const passwordFile = passwords('a+b', 'a/b', '$x', 'plain', 'a/b+');
    expect(found(policyOf(rules, version, { passwordFile }))).toEqual([
      '1 name-wildcard warning',
      '2 name-slash warning',
      '3 name-dollar warning',
      '5 name-wildcard warning',
    ]);
  });

  it('such names do no harm where no pattern fills them in', () => {
    const passwordFile = passwords('a+b', 'a/b', '$x');
    expect(lint(policyOf('', '2.0', { passwordFile }))).toEqual([]);
    expect(found(policyOf('pattern read d/%c', '2.0', { passwordFile }))).toEqual([
      '1 name-wildcard warning',
    ]);
    expect(found(policyOf('pattern read d/x%u', '2.1', { passwordFile }), 'name-slash')).toEqual(
      [],
    );
  });
});
