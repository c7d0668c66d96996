import { describe, expect, it } from '@jest/globals';
import { afterEdits, createUser, documentOf, hash } from '../test/file-examples.js';
import type { Edit } from './edit.js';
import { passwordDifference } from './password-difference.js';

const before = documentOf('user ann\n', '# note\nann\nbob\n', ['dora', 'eve']);
const none = { created: [], deleted: [], passwordChanged: [], disabled: [], enabled: [] };
const difference = (...edits: readonly Edit[]) =>
  passwordDifference(before, afterEdits(before, ...edits));

describe('the difference of log-ins', () => {
  it('is none where lines only move, and rules change', () => {
    expect(
      difference(
        { kind: 'disable-user', username: 'ann' },
        { kind: 'enable-user', username: 'ann' },
        { kind: 'replace-acl', text: '' },
      ),
    ).toEqual(none);
  });

  it('names who comes, goes and changes', () => {
    expect(difference(createUser('carl'), { kind: 'delete-user', username: 'ann' })).toEqual({
      ...none,
      created: ['carl'],
      deleted: ['ann'],
    });
    expect(
      difference(
        { kind: 'set-password', username: 'bob', credential: hash(2) },
        { kind: 'disable-user', username: 'bob' },
        { kind: 'set-password', username: 'dora', credential: hash(2) },
        { kind: 'enable-user', username: 'eve' },
      ),
    ).toEqual({ ...none, passwordChanged: ['bob', 'dora'], disabled: ['bob'], enabled: ['eve'] });
  });

  it('says of a new user who is disabled that it is', () => {
    const create = { ...(createUser('carl') as Extract<Edit, { kind: 'create-user' }>) };
    expect(difference({ ...create, disabled: true })).toEqual({
      ...none,
      created: ['carl'],
      disabled: ['carl'],
    });
  });

  it('tells no hash', () => {
    expect(JSON.stringify(difference(createUser('carl')))).not.toContain('$7$');
  });
});
