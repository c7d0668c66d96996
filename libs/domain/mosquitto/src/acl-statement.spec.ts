import { describe, expect, it } from '@jest/globals';
import { printAclStatement, whyUnwritable, type WritableAclStatement } from './acl-statement.js';

const user = (name: string): WritableAclStatement => ({ kind: 'user', name });
const topic = (filter: string): WritableAclStatement => ({ kind: 'topic', access: 'read', filter });

describe('printAclStatement', () => {
  it('always writes the access, so that no word of the topic is taken for it', () => {
    expect(printAclStatement(topic('write a'))).toBe('topic read write a');
    expect(printAclStatement({ kind: 'pattern', access: 'readwrite', filter: 'read' })).toBe(
      'pattern readwrite read',
    );
    expect(printAclStatement({ kind: 'topic', access: 'readwrite', filter: 'a' })).toBe(
      'topic readwrite a',
    );
    expect(printAclStatement(user('# ann'))).toBe('user # ann');
  });
});

describe('whyUnwritable', () => {
  const odd = { kind: 'topic', access: 'readwrite', filter: '\ta' } as const;
  it.each([user('ann  b'), user('#'), user('a:b'), topic('a b'), topic('\udcff'), odd])(
    'has nothing against %j',
    (statement) => expect(whyUnwritable(statement)).toBeUndefined(),
  );

  it.each([
    [user(''), 'not empty'],
    [user('a\nb'), 'line feed'],
    [user('a\0'), 'NUL'],
    [user(' a'), 'white space'],
    [user('a\v'), 'white space'],
    [topic(''), 'not empty'],
    [topic('a\nb'), 'line feed'],
    [topic('a '), 'white space'],
    [topic('\ta'), 'white space'],
    [topic('a+'), 'stand alone in their level'],
    [topic('/'.repeat(201)), '200 slashes'],
    [topic('°'.repeat(32_768)), '65,535 bytes'],
  ])('says why %j cannot be written', (statement, reason) => {
    expect(whyUnwritable(statement)).toContain(reason);
  });
});
