import { describe, expect, it } from '@jest/globals';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import {
  afterEdits,
  createRule,
  createUser,
  documentOf,
  hash,
  hashText,
  role,
  rule,
} from '../test/file-examples.js';
import type { FileDocument } from './document.js';
import { EditRefused, type Edit, type EditFault } from './edit.js';
import { fileDocument } from './file-document.js';
import { fileRules } from './file-views.js';

/** What is said about an edit that is refused. */
function refusal(document: FileDocument, edit: Edit): EditRefused {
  try {
    afterEdits(document, edit);
  } catch (error) {
    // That is what is asked for.
    if (error instanceof EditRefused) return error;
    throw error;
  }
  throw new Error('The edit was made.');
}

const document = documentOf(
  'user ann\ntopic read a\n\nuser a+b\ntopic read b\n\n# mcm role r\n# mcm   read %u\n',
  'ann\n',
  ['bob'],
);
const key = fileRules(document)[0]!.key;
const secret = (text: string) => new SecretBytes(bytesOf(text));
const setPassword = (credential: SecretBytes): Edit => ({
  kind: 'set-password',
  username: 'ann',
  credential,
});
const ruleOf = (words: string, more: object): Edit => ({
  kind: 'create-rule',
  rule: { ...rule(words), ...more },
});

describe('an edit that is refused', () => {
  it.each<[what: string, edit: Edit, fault: EditFault, pointer: string]>([
    ['a user who is there', createUser('ann'), 'name-taken', '/username'],
    ['a user who is disabled', createUser('bob'), 'name-taken', '/username'],
    ['a name that the broker reads otherwise', createUser('a:b'), 'invalid', '/username'],
    ['a role that is not there', createUser('x', ['r', 's']), 'role-not-found', '/roles/1'],
    [
      'a password of nobody',
      { ...setPassword(hash()), username: 'x' } as Edit,
      'user-not-found',
      '',
    ],
    ['no hash', setPassword(secret('secret')), 'invalid', '/credential'],
    [
      'a hash with another line',
      setPassword(secret(`${hashText()}\neve:${hashText()}`)),
      'invalid',
      '/credential',
    ],
    ['a hash with another part', setPassword(secret(`${hashText()}:x`)), 'invalid', '/credential'],
    [
      'a hash of 2.1',
      setPassword(secret(`$7$1$${'A'.repeat(86)}==$${'A'.repeat(86)}==`)),
      'invalid',
      '/credential',
    ],
    ['a hash of 2.0', setPassword(secret(hashText().slice(1))), 'invalid', '/credential'],
    [
      'a name in an import',
      {
        kind: 'import-users',
        users: [
          { username: 'x', credential: hash() },
          { username: '#', credential: hash() },
        ],
      },
      'invalid',
      '/users/1/username',
    ],
    [
      'a hash in an import',
      { kind: 'import-users', users: [{ username: 'x', credential: secret('') }] },
      'invalid',
      '/users/0/credential',
    ],
    ['a user who is unknown', { kind: 'delete-user', username: 'x' }, 'user-not-found', ''],
    ['a user without a password', { kind: 'disable-user', username: 'a+b' }, 'not-supported', ''],
    [
      'an odd name with a password',
      { ...setPassword(hash()), username: 'a+b' } as Edit,
      'invalid',
      '/username',
    ],
    [
      'an odd name to be filled in',
      { kind: 'set-roles', username: 'a+b', roles: ['r'] },
      'invalid',
      '/roles',
    ],
    ['roles of nobody', { kind: 'set-roles', username: 'x', roles: [] }, 'user-not-found', ''],
    ['a role that is there', { kind: 'create-role', role: role('r', []) }, 'name-taken', '/name'],
    [
      'a role with a name for MCM',
      { kind: 'create-role', role: role('anonymous', []) },
      'invalid',
      '/name',
    ],
    [
      'a role with a bad filter',
      { kind: 'create-role', role: role('s', ['read a', 'read a+']) },
      'invalid',
      '/rules/1/topicFilter',
    ],
    [
      'a role with a bad description',
      { kind: 'create-role', role: role('s', [], 'a\nb') },
      'invalid',
      '/description',
    ],
    [
      'a role that is unknown',
      { kind: 'change-role', name: 's', role: role('s', []) },
      'role-not-found',
      '',
    ],
    ['no role', { kind: 'delete-role', name: 's' }, 'role-not-found', ''],
    ['a rule of no role', createRule('role s read a'), 'role-not-found', '/principal'],
    [
      'a rule of a role with a description',
      createRule('role r read a', 'why'),
      'not-supported',
      '/description',
    ],
    ['a rule of the probe', createRule('mcm-probe read a'), 'invalid', '/principal'],
    ['a rule of an odd name', createRule('x/y read a'), 'invalid', '/principal'],
    ['a rule with a bad filter', createRule('ann read a/#/b'), 'invalid', '/topicFilter'],
    ['a rule with two lines', createRule('ann read a', 'a\nuser eve'), 'invalid', '/description'],
    ['a rule with acltypes', ruleOf('ann read a', { acltypes: [] }), 'not-supported', '/acltypes'],
    ['a rule with a priority', ruleOf('ann read a', { priority: 0 }), 'not-supported', '/priority'],
    ['a rule that is gone', { kind: 'delete-rule', key: 'x' }, 'rule-not-found', ''],
    [
      'a rule that becomes bad',
      { kind: 'change-rule', key, rule: rule('ann read a+') },
      'invalid',
      '/topicFilter',
    ],
    [
      'a text that the broker refuses',
      { kind: 'replace-acl', text: 'user ann\ntopics a\n' },
      'invalid',
      '/text',
    ],
  ])('because of %s', (_, edit, fault, pointer) => {
    const { message, ...rest } = refusal(document, edit);
    expect(rest).toMatchObject({ fault, pointer });
    expect(message).toMatch(/^\S.*\.$/);
    expect(message).not.toMatch(/[A-Za-z0-9+/]{20}/); // as in a hash
  });

  it('says in which line a text is bad', () => {
    const { message } = refusal(document, { kind: 'replace-acl', text: 'user ann\ntopics a\n' });
    expect(message).toMatch(/^Line 2: "topics" begins no line/);
  });
});

describe('what somebody wrote by hand', () => {
  const odd = documentOf(
    ['pattern read x%c', '# mcm role a: mcm b', '# mcm   read a/%c', '# mcm   read a/%c', ''].join(
      '\n',
    ),
  );
  const [pattern] = fileRules(odd);

  it('need not be what MCM would write, and can be described', () => {
    const edit = { key: pattern!.key, rule: rule('all read x%c', 'why') };
    expect(afterEdits(odd, { kind: 'change-rule', ...edit }).acl).toMatch(/^# why\npattern/);
  });

  it('can stay in a role that changes otherwise, and comes to nobody', () => {
    const more = afterEdits(odd, createRule('role a read b'));
    expect(more.acl).toMatch(/\n# mcm {3}read a\/%c\n# mcm {3}read b\n$/);
    expect(refusal(more, createUser('ann', ['a']))).toMatchObject({ pointer: '/roles' });
    const renamed = { kind: 'change-role', name: 'a', role: role('b', []) } as const;
    expect(afterEdits(more, renamed).acl).toBe('pattern read x%c\n# mcm role b\n');
  });

  it('does not count as what is written anew', () => {
    const edit = { key: pattern!.key, rule: rule('all deny x%c') };
    expect(refusal(odd, { kind: 'change-rule', ...edit })).toMatchObject({
      pointer: '/topicFilter',
    });
  });
});

describe('a broker without one of the files', () => {
  const none = fileDocument({}, []);

  it.each<[what: string, edit: Edit]>([
    ['users', createUser('ann')],
    ['imports', { kind: 'import-users', users: [] }],
    ['roles', { kind: 'create-role', role: role('r', []) }],
    ['rules', createRule('ann read a')],
    ['texts', { kind: 'replace-acl', text: '' }],
  ])('takes no %s', (_, edit) => {
    expect(refusal(none, edit)).toMatchObject({ fault: 'not-supported' });
    expect(refusal(none, edit).message).toMatch(/in mosquitto\.conf first\.$/);
  });

  it('takes no document that has the files, and the other way round', () => {
    const to = (by: FileDocument): Edit => ({ kind: 'replace', document: by, why: 'roll back' });
    expect(refusal(none, to(document))).toMatchObject({ pointer: '/document/acl' });
    expect(refusal(document, to(none))).toMatchObject({ pointer: '/document/acl' });
    const onlyAcl = fileDocument({ acl: bytesOf('') }, []);
    expect(refusal(document, to(onlyAcl))).toMatchObject({ pointer: '/document/passwords' });
  });

  it('takes no document of the plugin', () => {
    const defaults = { publishClientSend: false, publishClientReceive: true };
    const state = {
      clients: [],
      groups: [],
      roles: [],
      defaultACLAccess: { ...defaults, subscribe: false, unsubscribe: true },
    };
    const plugin = { backend: 'dynamic-security', state, newPasswords: [] } as const;
    const edit: Edit = { kind: 'replace', document: plugin, why: 'roll back' };
    expect(refusal(document, edit)).toMatchObject({ fault: 'not-supported', pointer: '/document' });
  });

  it('shows and deletes users of the one that is there', () => {
    const rules = fileDocument({ acl: bytesOf('user ann\n') }, []);
    expect(afterEdits(rules, { kind: 'delete-user', username: 'ann' }).acl).toBe('');
  });
});

describe('a file with faults', () => {
  const faulty = documentOf('user ann\ntopics a\n', 'ann\nbob\n');

  it('is not edited line by line, since nobody knows what belongs to what', () => {
    for (const edit of [createRule('bob read a'), createUser('eve', ['r'])]) {
      expect(refusal(faulty, edit).message).toMatch(
        /^The acl_file has a fault in line 2: .*first\.$/,
      );
    }
    expect(refusal(faulty, { kind: 'delete-user', username: 'ann' })).toMatchObject({
      fault: 'invalid',
    });
  });

  it('is mended as a text, and does not stand in the way of the other one', () => {
    const mended = afterEdits(
      faulty,
      setPassword(hash(1)),
      { kind: 'delete-user', username: 'bob' },
      { kind: 'replace-acl', text: 'user ann\n' },
      createRule('ann read a'),
    );
    expect(mended.acl).toBe('user ann\ntopic read a\n');
  });

  it('keeps passwords that the broker does not read, and is not edited behind a NUL byte', () => {
    const odd = documentOf('', 'ann\neve:secret\n# note\n');
    const after = afterEdits(odd, createUser('bob'));
    expect(Buffer.from(after.passwords!.reveal()).toString()).toContain(
      '\neve:secret\n# note\nbob:',
    );

    const cut = fileDocument({ passwords: bytesOf(`ann:x\0\nbob:${hashText()}\n`) }, []);
    expect(refusal(cut, createUser('carl')).message).toMatch(
      /^The password_file has a fault in line 1: A NUL byte/,
    );
  });

  it.each([
    [
      'acl_file',
      { acl: bytesOf(`user ann\ntopic read ${'x'.repeat(244)}`) },
      createRule('ann read a'),
    ],
    [
      'password_file',
      { passwords: bytesOf(`${'x'.repeat(254 - hashText().length)}:${hashText()}`) },
      createUser('bob'),
    ],
  ])('is not edited where the broker leaves out the last line of the %s', (file, files, edit) => {
    const whole = fileDocument({ acl: bytesOf(''), passwords: bytesOf(''), ...files }, []);
    expect(refusal(whole, edit).message).toMatch(new RegExp(`^The ${file} .*The last line has no`));
  });
});
