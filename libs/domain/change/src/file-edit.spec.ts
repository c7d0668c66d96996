import { describe, expect, it } from '@jest/globals';
import {
  afterEdits,
  createRule,
  createUser,
  documentOf,
  hash,
  rule,
  shownPasswords,
} from '../test/file-examples.js';
import type { FileDocument } from './document.js';
import type { Edit } from './edit.js';
import { fileRules, fileUsers } from './file-views.js';

/** The acl_file after edits of it, with users ann and bob who can log in. */
function edited(acl: string, ...edits: readonly Edit[]): string | undefined {
  return afterEdits(documentOf(acl, 'ann\nbob\n'), ...edits).acl;
}

function keyOf(document: FileDocument, line: number): string {
  return fileRules(document).find((one) => one.line === line)!.key;
}

const deleteLine = (document: FileDocument, line: number) =>
  afterEdits(document, { kind: 'delete-rule', key: keyOf(document, line) }).acl;

describe('a rule of a user', () => {
  it('stands behind the others of the last section of the user', () => {
    expect(
      edited(
        'user ann\ntopic read a\n\nuser bob\n\nuser ann\ntopic read b\n# for all\npattern read x\n\n# the end\n',
        createRule('ann write c'),
      ),
    ).toBe(
      'user ann\ntopic read a\n\nuser bob\n\nuser ann\ntopic read b\n# for all\npattern read x\ntopic write c\n\n# the end\n',
    );
  });

  it('begins a section where the user has none', () => {
    expect(edited('', createRule('ann read a'))).toBe('user ann\ntopic read a\n');
    expect(edited('# note\n', createRule('ann read a'))).toBe('# note\n\nuser ann\ntopic read a\n');
    expect(edited('user bob\n\n', createRule('ann read a'))).toBe(
      'user bob\n\nuser ann\ntopic read a\n',
    );
  });

  it('does not stick to a last line without an end', () => {
    expect(edited('user ann\ntopic read a', createRule('ann read b'))).toBe(
      'user ann\ntopic read a\ntopic read b\n',
    );
    expect(edited('topic read a', createRule('ann read b'))).toBe(
      'topic read a\n\nuser ann\ntopic read b\n',
    );
  });

  it('ends like the first line of the file, and leaves the others as they are', () => {
    expect(edited('user ann\r\ntopic read a\n', createRule('ann read b', 'why'))).toBe(
      'user ann\r\ntopic read a\n# why\r\ntopic read b\r\n',
    );
  });

  it('names its access even where none would do, since words of a topic could be read as one', () => {
    expect(edited('', createRule('ann readwrite deny x'))).toBe(
      'user ann\ntopic readwrite deny x\n',
    );
  });

  it('may be for somebody whom the password_file does not know', () => {
    expect(edited('', createRule('carl read a'))).toBe('user carl\ntopic read a\n');
  });

  it('may be for somebody with an odd name who is there already', () => {
    expect(edited('user a+b\n', createRule('a+b read a'))).toBe('user a+b\ntopic read a\n');
  });
});

describe('a rule for all or for anonymous clients', () => {
  it('stands below the last pattern, wherever that is', () => {
    expect(edited('user ann\npattern read %u\ntopic read a\n', createRule('all read b'))).toBe(
      'user ann\npattern read %u\npattern read b\ntopic read a\n',
    );
  });

  it.each(['all', 'anonymous'])('for %s comes before the first user', (whom) => {
    const line = whom === 'all' ? 'pattern read b' : 'topic read b';
    const create = createRule(`${whom} read b`);
    expect(edited('', create)).toBe(`${line}\n`);
    expect(edited('user ann\n', create)).toBe(`${line}\n\nuser ann\n`);
    expect(edited('# all about Ann\nuser ann\n', create)).toBe(
      `${line}\n\n# all about Ann\nuser ann\n`,
    );
    expect(edited('# gate\n\n# Ann\nuser ann\n', create)).toBe(
      `# gate\n\n${line}\n\n# Ann\nuser ann\n`,
    );
    expect(edited('topic read a\n\nuser ann\n', create)).toBe(
      `topic read a\n${line}\n\nuser ann\n`,
    );
    expect(edited('# only a note', create)).toBe(`# only a note\n\n${line}\n`);
    expect(edited('# mcm role r\n', create)).toBe(`${line}\n\n# mcm role r\n`);
  });

  it('of anonymous clients does not come below a pattern in a section', () => {
    expect(edited('user ann\npattern read a\n', createRule('anonymous read b'))).toBe(
      'topic read b\n\nuser ann\npattern read a\n',
    );
  });
});

describe('the description of a rule', () => {
  it('stands right above it', () => {
    expect(edited('user ann\n', createRule('ann read a', ' the oven '))).toBe(
      'user ann\n# the oven\ntopic read a\n',
    );
  });

  it('is no comment that somebody wrote above', () => {
    const text = edited('# a note\n', createRule('anonymous read a'));
    expect(text).toBe('# a note\n\ntopic read a\n');
    expect(edited('# a note\n', createRule('anonymous read a', 'mine'))).toBe(
      '# a note\n\n# mine\ntopic read a\n',
    );
    expect(fileRules(documentOf(text!))).toMatchObject([{ topicFilter: 'a' }]);
    expect(fileRules(documentOf(text!))[0]).not.toHaveProperty('description');
  });

  it('goes with the rule, and no other comment does', () => {
    const acl = '# one\n# two\ntopic read a\n# mine\ntopic read b\n\n# end\n';
    expect(deleteLine(documentOf(acl), 5)).toBe('# one\n# two\ntopic read a\n\n# end\n');
    // The other rule would lose its description to the paragraph above.
    expect(deleteLine(documentOf(acl), 3)).toBe('# one\n# two\n\n# mine\ntopic read b\n\n# end\n');
  });

  it('never becomes that of another rule', () => {
    expect(
      edited('# Ann\nuser ann\npattern read x\n', { kind: 'delete-user', username: 'ann' }),
    ).toBe('# Ann\n\npattern read x\n');
  });
});

describe('a rule that changes', () => {
  const acl = '# head\n\nuser ann\n  topic read a  \n# mine\ntopic write b\n';
  const changed = (line: number, words: string, description?: string) => {
    const document = documentOf(acl);
    const key = keyOf(document, line);
    return afterEdits(document, { kind: 'change-rule', key, rule: rule(words, description) }).acl;
  };

  it('stays in its place', () => {
    expect(changed(4, 'ann deny c/#')).toBe(
      '# head\n\nuser ann\ntopic deny c/#\n# mine\ntopic write b\n',
    );
  });

  it('is not written anew when it says the same', () => {
    expect(changed(4, 'ann read a')).toBe(acl);
    expect(changed(6, 'ann write b', 'mine')).toBe(acl);
  });

  it('gets, changes and loses its description', () => {
    expect(changed(4, 'ann read a', 'now')).toBe(
      '# head\n\nuser ann\n# now\n  topic read a  \n# mine\ntopic write b\n',
    );
    expect(changed(6, 'ann write b', 'yours')).toBe(acl.replace('mine', 'yours'));
    expect(changed(6, 'ann write b')).toBe(acl.replace('# mine\n', ''));
  });

  it('moves to whom it is for', () => {
    expect(changed(4, 'bob read a')).toBe(
      '# head\n\nuser ann\n# mine\ntopic write b\n\nuser bob\ntopic read a\n',
    );
    expect(changed(4, 'all read a')).toBe(
      '# head\n\npattern read a\n\nuser ann\n# mine\ntopic write b\n',
    );
  });
});

describe('a rule that is deleted', () => {
  it('takes the section with it when that would be empty', () => {
    const acl = 'user bob\ntopic read b\n\nuser ann\ntopic read a\n\nuser carl\ntopic read c\n';
    expect(deleteLine(documentOf(acl), 5)).toBe(
      'user bob\ntopic read b\n\nuser carl\ntopic read c\n',
    );
    expect(deleteLine(documentOf(acl), 2)).toBe(
      'user ann\ntopic read a\n\nuser carl\ntopic read c\n',
    );
  });

  it.each([
    ['a comment', '# note\n'],
    ['a pattern', 'pattern read x\n'],
    ['a pattern further down', '\n\npattern read x\n'],
  ])('leaves a section in which %s is', (_, rest) => {
    expect(deleteLine(documentOf(`user ann\ntopic read a\n${rest}`), 2)).toBe(`user ann\n${rest}`);
  });

  it('is the one of several equal ones that was meant', () => {
    const acl = 'topic read a\n# second\ntopic read a\ntopic read a\n';
    expect(deleteLine(documentOf(acl), 3)).toBe('topic read a\ntopic read a\n');
  });
});

describe('a user', () => {
  const acl = [
    '# head',
    '',
    '# Ann',
    'user ann',
    '# her oven',
    'topic read a',
    '# for all',
    'pattern read %u/x',
    '# mcm begin role r',
    'topic read r',
    '# mcm end role r',
    '',
    'user bob',
    'topic read b',
    '',
    'user ann',
    'topic deny c',
    '',
    '# mcm role r',
    '# mcm   read r',
    '',
  ].join('\n');

  it('is deleted with all that is for this user alone', () => {
    const document = documentOf(acl, 'ann\nbob\nann\n', ['ann']);
    const after = afterEdits(document, { kind: 'delete-user', username: 'ann' });
    expect(after.acl).toBe(
      '# head\n\n# Ann\n\n# for all\npattern read %u/x\n\nuser bob\ntopic read b\n\n# mcm role r\n# mcm   read r\n',
    );
    expect(shownPasswords(after)).toBe('bob:H0\n');
    expect(after.disabled).toEqual([]);
  });

  it('who is created and deleted leaves the files as they were', () => {
    const document = documentOf(acl, 'bob\n');
    const after = afterEdits(
      document,
      createUser('carl', ['r']),
      createRule('carl read x', 'why'),
      { kind: 'delete-user', username: 'carl' },
    );
    expect(after.acl).toBe(acl);
    expect(shownPasswords(after)).toBe('bob:H0\n');
  });

  it('who gets a password may have rules already', () => {
    const after = afterEdits(documentOf('user carl\ntopic read c\n'), createUser('carl'));
    expect(after.acl).toBe('user carl\ntopic read c\n');
    expect(shownPasswords(after)).toBe('carl:H1\n');
  });

  it('stands in a line of its own, also behind one without an end', () => {
    expect(shownPasswords(afterEdits(documentOf('', 'ann'), createUser('bob')))).toBe(
      'ann:H0\nbob:H1\n',
    );
    expect(shownPasswords(afterEdits(documentOf('', 'ann\r\n'), createUser('bob')))).toBe(
      'ann:H0\r\nbob:H1\r\n',
    );
  });

  it('who is disabled is taken out, and put back with the same password', () => {
    const before = documentOf('user ann\ntopic read a\n', 'ann\nbob\n');
    const disabled = afterEdits(before, { kind: 'disable-user', username: 'ann' });
    expect(shownPasswords(disabled)).toBe('bob:H0\n');
    expect(disabled.disabled.map(({ username }) => username)).toEqual(['ann']);
    expect(disabled.acl).toBe(before.acl);
    const again = afterEdits(disabled, { kind: 'disable-user', username: 'ann' });
    expect(again).toBe(disabled);

    const enabled = afterEdits(disabled, { kind: 'enable-user', username: 'ann' });
    expect(shownPasswords(enabled)).toBe('bob:H0\nann:H0\n');
    expect(enabled.disabled).toEqual([]);
    expect(afterEdits(enabled, { kind: 'enable-user', username: 'ann' })).toBe(enabled);
  });

  it('who is disabled has no better password than before', () => {
    const before = documentOf('', 'ann:secret\n');
    const disabled = afterEdits(before, { kind: 'disable-user', username: 'ann' });
    const enabled = afterEdits(disabled, { kind: 'enable-user', username: 'ann' });
    for (const document of [before, disabled, enabled]) {
      expect(fileUsers(document)).toMatchObject([{ username: 'ann', hasPassword: false }]);
    }
    expect(enabled.passwords!.reveal()).toEqual(before.passwords!.reveal());
  });

  it('can be created disabled', () => {
    const after = afterEdits(documentOf('', ''), {
      ...(createUser('bob') as Extract<Edit, { kind: 'create-user' }>),
      disabled: true,
    });
    expect(shownPasswords(after)).toBe('');
    expect(after.disabled.map(({ username }) => username)).toEqual(['bob']);
  });

  it('gets another password in the same line, and in one line only', () => {
    const set: Edit = { kind: 'set-password', username: 'ann', credential: hash(2) };
    const passwords = '# note\nann\n\nbob\n ann : x\n';
    expect(shownPasswords(afterEdits(documentOf('', passwords), set))).toBe(
      '# note\n\nbob:H0\nann:H2\n',
    );
    const disabled = afterEdits(documentOf('', 'bob\n', ['ann']), set);
    expect(shownPasswords(disabled)).toBe('bob:H0\n');
    expect(disabled.disabled[0]!.hash).toBe(set.credential);
    expect(shownPasswords(afterEdits(documentOf('user ann\n', 'bob\n'), set))).toBe(
      'bob:H0\nann:H2\n',
    );
  });

  it('of many is created, or gets the password', () => {
    const users = ['ann', 'carl', 'dora', 'carl'].map((username, index) => {
      return { username, credential: hash(index + 1) };
    });
    const after = afterEdits(documentOf('', 'ann\nbob\n', ['dora']), {
      kind: 'import-users',
      users,
    });
    expect(shownPasswords(after)).toBe('ann:H1\nbob:H0\ncarl:H4\n');
    expect(after.disabled).toEqual([{ username: 'dora', hash: users[2]!.credential }]);
  });
});

describe('the whole', () => {
  it('becomes another text', () => {
    expect(edited('user ann\n', { kind: 'replace-acl', text: 'user bob' })).toBe('user bob');
  });

  it('becomes another document', () => {
    const other = documentOf('topic read a\n');
    expect(afterEdits(documentOf(''), { kind: 'replace', document: other, why: 'roll back' })).toBe(
      other,
    );
  });
});
