import { describe, expect, it } from '@jest/globals';
import { bytesOf, parseAclFile } from '#domain/mosquitto';
import { aclTokens } from './acl-tokens';

describe('the parts of a line', () => {
  const parts = (text: string) => {
    const [line] = parseAclFile(bytesOf(text)).lines;
    return aclTokens(line!).map(({ kind, text: part }) => `${kind}:${part}`);
  };

  it.each([
    ['topic read a/#\n', ['key:topic', 'plain: ', 'word:read', 'plain: ', 'topic:a/#']],
    // Alone, such a word is a topic.
    ['topic read\r\n', ['key:topic', 'plain: ', 'topic:read']],
    ['  user a b', ['plain:  ', 'key:user', 'plain: ', 'topic:a b']],
    ['user read x', ['key:user', 'plain: ', 'topic:read x']],
    ['pattern write  %c/x', ['key:pattern', 'plain: ', 'word:write', 'plain:  ', 'topic:%c/x']],
    ['# a comment\n', ['comment:# a comment']],
    ['nonsense\n', ['plain:nonsense']],
    ['\n', ['plain:']],
  ])('%j', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });
});
