import { describe, expect, it } from '@jest/globals';
import { whyNoDescription, whyNoFilter, whyNoRoleName, whyNoUsername } from './name-rules.js';

describe('the name of a user', () => {
  it.each(['ann', 'line 1', 'ü😀', 'a.b-c_d@e', '%u', '"', "a'b", 'a$', 'x'.repeat(65_535)])(
    'can be %s',
    (name) => {
      expect(whyNoUsername(name)).toBeUndefined();
    },
  );

  it.each([
    ['', /at least one character/],
    ['a/b', /\/, \+ or #/],
    ['a+', /\/, \+ or #/],
    ['#a', /\/, \+ or #/],
    ['$dev', /\$/],
    ['a:b', /colon/],
    [' a', /white space/],
    ['a\u00a0', /white space/],
    ['\uFEFFann', /byte order mark/],
    ['a\u202Eb', /invisible format characters/],
    ['a\u2066b', /invisible format characters/],
    ['ann\u200F', /invisible format characters/],
    ['a\u200Bnn', /invisible format characters/],
    ['a\u00ADnn', /invisible format characters/],
    ['a\uFEFFnn', /invisible format characters/],
    ['a\u{E0041}', /invisible format characters/],
    ['a\tb', /U\+0009/],
    ['a\n', /U\+000A/],
    ['a\0', /U\+0000/],
    ['a\udc80', /half a character/],
    ['é'.repeat(32_768), /65,535 bytes/],
    ['mcm-probe', /Choose another name/],
  ])('cannot be %j', (name, why) => {
    expect(whyNoUsername(name)).toMatch(why);
  });
});

describe('the name of a role', () => {
  it.each(['r', 'Line_1.read-only', 'x'.repeat(64)])('can be %s', (name) => {
    expect(whyNoRoleName(name)).toBeUndefined();
  });

  it.each(['', 'a b', 'ü', 'a/b', 'a:b', 'a\n', 'x'.repeat(65), 'all-users', 'anonymous'])(
    'cannot be %j',
    (name) => {
      expect(whyNoRoleName(name)).toMatch(/^(A role is called|\S+ is what MCM calls)/);
    },
  );
});

describe('the filter of a rule', () => {
  it.each([
    ['user', 'a/#'],
    ['user', 'a b'],
    ['user', '50%complete'],
    ['user', 'x%u'],
    ['anonymous', '$SYS/#'],
    ['all', '%u/%c'],
    ['all', 'a/%c/#'],
    ['role', 'a/%u/#'],
  ] as const)('of %s can be %s', (principal, filter) => {
    expect(whyNoFilter(filter, principal)).toBeUndefined();
  });

  it.each([
    ['user', '', /at least one character/],
    ['user', 'a/#/b', /last level/],
    ['user', 'a+', /stand alone/],
    ['user', 'a\tb', /U\+0009/],
    ['user', ' a', /space/],
    ['user', 'a ', /space/],
    ['user', '$share/g/a', /\$share/],
    ['user', 'a/'.repeat(201), /slashes/],
    ['user', 'a/%u', /for %u.*rule for all/],
    ['anonymous', '%c', /for %c.*Name the topics/],
    ['all', 'a%u', /%u needs a level of its own/],
    ['all', '%u/x%c', /%c needs a level of its own/],
    ['role', 'x%u', /%u needs a level of its own/],
    ['role', 'a/%c', /cannot have %c/],
  ] as const)('of %s cannot be %j', (principal, filter, why) => {
    expect(whyNoFilter(filter, principal)).toMatch(why);
  });
});

describe('a description', () => {
  it.each(['', 'Oven 3', '# note', 'mcmurdo', '  ü'])('can be %j', (text) => {
    expect(whyNoDescription(text)).toBeUndefined();
  });

  it.each(['a\nb', 'a\rb', 'a\0', '\t', 'mcm role x', 'mcm', ' mcm end role r', '\ud800'])(
    'cannot be %j',
    (text) => {
      expect(whyNoDescription(text)).toMatch(/^A description/);
    },
  );
});
