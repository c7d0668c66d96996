import { describe, expect, it } from '@jest/globals';
import { bytesOf } from '#domain/mosquitto';
import { documentOf, hashText } from '../test/file-examples.js';
import { fileDocument } from './file-document.js';
import { fileRoles, fileRules, fileUsers } from './file-views.js';

describe('the users of files', () => {
  it('are those with a password, those who are disabled, and those whom only rules name', () => {
    const document = documentOf(
      'user carl\ntopic read c\ntopic read d\nuser ann\npattern read p\n\nuser ann\ntopic read a\n',
      'bob\n# note\nann\n',
      ['dora'],
    );
    const nothing = { roles: [], groups: [] };
    expect(fileUsers(document)).toEqual([
      { username: 'bob', disabled: false, hasPassword: true, rules: 0, ...nothing },
      { username: 'ann', disabled: false, hasPassword: true, rules: 1, ...nothing },
      { username: 'dora', disabled: true, hasPassword: true, rules: 0, ...nothing },
      {
        username: 'carl',
        disabled: false,
        hasPassword: false,
        rules: 2,
        unknownToPasswordFile: true,
        ...nothing,
      },
    ]);
  });

  it('have a password when some version of the broker reads it, in the last of their lines', () => {
    const lines = [
      'plain:secret',
      'none:',
      `old:${hashText().slice(1)}`,
      `twice:${hashText()}`,
      'twice:x',
      `::colons::${hashText()}:more`,
      ` blanks \t: ${hashText()} `,
    ];
    const document = fileDocument({ passwords: bytesOf(lines.join('\n')) }, []);
    expect(fileUsers(document).map((user) => [user.username, user.hasPassword])).toEqual([
      ['plain', false],
      ['none', false],
      ['old', true],
      ['twice', false],
      ['colons', true],
      ['blanks', true],
    ]);
  });

  it('are unknown to no password_file where there is none', () => {
    const [user] = fileUsers(fileDocument({ acl: bytesOf('user ann\n') }, []));
    expect(user).not.toHaveProperty('unknownToPasswordFile');
  });

  it('are none without files', () => {
    const document = fileDocument({}, []);
    expect([fileUsers(document), fileRoles(document), fileRules(document)]).toEqual([[], [], []]);
  });
});

describe('the rules of files', () => {
  const acl = [
    'topic read a',
    '# for the gate',
    'pattern write %u/x',
    '# two',
    '# lines',
    'topic b',
    'user ann',
    '#',
    '  topic deny a b ',
    '#commented out',
    'topic read a\r',
    'topic read a',
    '',
  ].join('\n');

  it('come in their order, with what stands above them', () => {
    const shown = fileRules(documentOf(acl)).map(({ key, ...rule }) => [rule, key.length > 0]);
    expect(shown).toEqual(
      [
        { principal: { type: 'anonymous' }, permission: 'read', topicFilter: 'a', line: 1 },
        {
          principal: { type: 'all' },
          permission: 'write',
          topicFilter: '%u/x',
          description: 'for the gate',
          line: 3,
        },
        { principal: { type: 'anonymous' }, permission: 'readwrite', topicFilter: 'b', line: 6 },
        {
          principal: { type: 'user', name: 'ann' },
          permission: 'deny',
          topicFilter: 'a b',
          line: 9,
        },
        {
          principal: { type: 'user', name: 'ann' },
          permission: 'read',
          topicFilter: 'a',
          description: 'commented out',
          line: 11,
        },
        {
          principal: { type: 'user', name: 'ann' },
          permission: 'read',
          topicFilter: 'a',
          line: 12,
        },
      ].map((rule) => [rule, true]),
    );
  });

  it('have keys of what they say, wherever they stand', () => {
    const keys = fileRules(documentOf(acl)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const moved = fileRules(documentOf(`# more\n${acl.replace('# two\n# lines\n', '')}`));
    expect(moved.map(({ key }) => key)).toEqual(keys);
  });

  it('have keys that no names can mix up', () => {
    const odd = documentOf('user ann\ntopic read a","x\nuser ann","read\ntopic read x\n');
    expect(new Set(fileRules(odd).map(({ key }) => key)).size).toBe(2);
  });
});
